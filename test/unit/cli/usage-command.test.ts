import { deepStrictEqual, match, strictEqual } from 'node:assert/strict';

import { projectName } from '../../../src/node/agents/claude-code/folders.ts';
import { assistantLine, usage } from '../meter/transcript-lines.ts';
import { newFolder, removeFolders, writeFiles } from '../support/folders.ts';
import { InProcessTerminal } from '../support/in-process.ts';

interface Printed {
  readonly id: string;
  readonly total: { readonly own: object; readonly subagents: object };
  readonly phases: readonly {
    readonly num: number;
    readonly name: string;
    readonly own: { readonly context: number };
  }[];
  readonly subPhases: readonly { readonly num: string; readonly name: string }[];
  readonly sessions: readonly { readonly sessionId: string; readonly phases: readonly string[] }[];
  readonly models: readonly { readonly model: string }[];
  readonly plan: { readonly nextBreak: string | null; readonly sessions: readonly object[] };
}

describe('usage on the command line', function () {
  this.timeout(120_000);
  afterEach(removeFolders);

  function spent(terminal: InProcessTerminal, home: string, id: string, context: number): void {
    const line = assistantLine({
      id,
      cwd: terminal.folder,
      timestamp: new Date().toISOString(),
      usage: usage(10, context - 1010, 1000, 70),
    });
    const path = `.claude/projects/${projectName(terminal.folder)}/${id}.jsonl`;
    writeFiles(home, { [path]: `${line}\n` });
  }

  async function worked(): Promise<InProcessTerminal> {
    const home = newFolder();
    const terminal = new InProcessTerminal(newFolder(), { HOME: home });
    await terminal.done('init', 'shop', 'Shop');
    spent(terminal, home, 'one', 20_000);
    await terminal.done('phase', 'shop', '5b');
    spent(terminal, home, 'two', 30_000);
    return terminal;
  }

  it('says how many calls it leaves out because their figures are no counts', async () => {
    const home = newFolder();
    const terminal = new InProcessTerminal(newFolder(), { HOME: home });
    await terminal.done('init', 'shop', 'Shop');
    spent(terminal, home, 'one', 20_000);
    spent(terminal, home, 'two', -5000);
    match(await terminal.done('usage'), /\ncalls left out because their figures aren't token counts: 1\n/);
    deepStrictEqual(Object.entries(((await terminal.json('usage')) as Printed).total.own).slice(4, 6), [
      ['calls', 1],
      ['unknown', 1],
    ]);
  });

  it('is told by phase, sub-phase, session and model, beside the plan', async () => {
    const terminal = await worked();
    const { id, total, phases, subPhases, sessions, models, plan } = (await terminal.json(
      'usage',
    )) as Printed;
    const figures = {
      input: 20,
      cacheCreation: 47_980,
      cacheRead: 2000,
      output: 140,
      calls: 2,
      unknown: 0,
      processed: 50_140,
      context: 50_000,
    };
    deepStrictEqual([id, total.own], ['shop', figures]);
    deepStrictEqual(
      phases.map(({ num, own: { context } }) => [num, context]).filter(([, context]) => context !== 0),
      [
        [1, 20_000],
        [5, 30_000],
      ],
    );
    deepStrictEqual(
      [phases.length, subPhases.map(({ num, name }) => `${num} ${name}`), models.map(({ model }) => model)],
      [9, ['5b GREEN'], ['claude-opus-4-5-20251101']],
    );
    deepStrictEqual(
      sessions.map(({ sessionId, phases: steps }) => [sessionId, steps]),
      [
        ['one', ['1']],
        ['two', ['5b']],
      ],
    );
    const rows = [
      ['1-4', 'Planning (Requirements/Design/UI/Tests)', '50K-80K', 20_000, 'done'],
      ['5', 'TDD Implementation (RED/GREEN/REFACTOR)', '80K-150K', 30_000, 'current'],
      ['6-9', 'Review & Deploy (Review/Verify/Docs/Notify)', '40K-60K', 0, 'ahead'],
    ] as const;
    const planned = rows.map(([at, focus, typicalTokens, measuredTokens, status], index) => ({
      session: index + 1,
      phases: at,
      focus,
      typicalTokens,
      measuredTokens,
      status,
    }));
    deepStrictEqual(plan, { nextBreak: '5c', sessions: planned });
  });

  it('is written for people: a row for each phase, and the plan', async () => {
    const text = await (await worked()).done('usage', 'shop');
    match(text, /^phase +context +output +processed +calls +sub-agents$/m);
    match(text, /^1 Requirements +20,000 +70 +20,070 +1 +0$/m);
    match(text, /^ {2}5b GREEN +30,000 +70 +30,070 +1 +0$/m);
    match(text, /^all phases +50,000 +140 +50,140 +2 +0$/m);
    match(text, /^claude-code two, phase 5b$/m);
    match(
      text,
      /^ {2}Session 2 {2}5 {5}TDD Implementation \(RED\/GREEN\/REFACTOR\) {2}80K-150K typical, 30,000 measured, current$/m,
    );
  });

  it('says so where nothing was spent, and refuses where there is no such workflow', async () => {
    const terminal = new InProcessTerminal(newFolder());
    strictEqual((await terminal.run(['usage'])).code, 1);
    await terminal.done('init', 'shop', 'Shop');
    match(await terminal.done('usage'), /^no tokens were used in its phases yet$/m);
    deepStrictEqual((await terminal.run(['usage', 'blog'])).code, 1);
  });

  it('follows the plan of ninefold.json; one that can’t be read is refused with its place', async () => {
    const terminal = await worked();
    const plan = [{ phases: '1-9', focus: 'All', typicalTokens: '100K-200K' }];
    writeFiles(terminal.folder, { '.claude/ninefold.json': JSON.stringify({ sessionPlan: plan }) });
    const { plan: shown } = (await terminal.json('usage')) as Printed;
    deepStrictEqual([shown.sessions.length, shown.nextBreak], [1, null]);
    const slip = [{ phases: '1-12', focus: 'All', typicalTokens: '100K-200K' }];
    writeFiles(terminal.folder, { '.claude/ninefold.json': JSON.stringify({ sessionPlan: slip }) });
    const { code, error } = await terminal.run(['usage']);
    strictEqual(code, 3);
    match(error, /sessionPlan\.0\.phases is "1-12"/);
  });
});
