import { deepStrictEqual, match, ok, strictEqual } from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';

import type { MeasuredSavings } from '../../../src/node/savings/measure-savings.ts';
import type { Saving, Technique } from '../../../src/core/savings/savings.ts';
import { newFolder, removeFolders, writeFiles } from '../support/folders.ts';
import { InProcessTerminal } from '../support/in-process.ts';
import { SEED_ID, seedWorkflow } from './terminal.ts';

type Printed = MeasuredSavings & {
  readonly encoding: string;
  readonly savings: readonly Saving[];
  readonly techniques: readonly Technique[];
};

describe('savings on the command line', function () {
  this.timeout(120_000);
  afterEach(removeFolders);

  it('measures what is there and says what is not', async () => {
    const terminal = new InProcessTerminal(newFolder());
    await seedWorkflow(terminal);
    const { id, encoding, isApproximate, measures, savings } = (await terminal.json('savings')) as Printed;
    deepStrictEqual(
      [id, encoding, isApproximate, measures.handoff, measures.transcript, measures.definitions],
      [SEED_ID, 'o200k_base', false, null, null, null],
    );
    const { fullState, prettyJson, compactJson, toon, resume } = measures;
    ok(resume < fullState && toon < compactJson && compactJson < prettyJson, JSON.stringify(measures));
    deepStrictEqual(
      savings.filter(({ percent }) => percent === null).map(({ id: one }) => one),
      ['resume-transcript', 'lazy-loading', 'compressed-context', 'response-analyzer', 'background-agents'],
    );
    match(await terminal.done('savings'), /^handoff +not measured$/m);
  });

  it('sets a new session against the last reading, and definitions against their front matter', async () => {
    const terminal = new InProcessTerminal(newFolder());
    await seedWorkflow(terminal);
    await terminal.done('handoff', 'create');
    await terminal.done('meter', 'set', '152000');
    const body = 'Long instructions that are loaded only when they are used.\n'.repeat(50);
    writeFiles(terminal.folder, {
      '.claude/agents/reviewer.md': `---\nname: reviewer\ndescription: Reviews code\n---\n${body}`,
      '.claude/skills/handoff/SKILL.md': `---\nname: handoff\ndescription: Hands over\n---\n${body}`,
      '.claude/skills/README.md': 'no skill',
    });
    const { measures, savings } = (await terminal.json('savings', SEED_ID)) as Printed;
    strictEqual(measures.transcript, 152_000);
    const share = (id: string): number => savings.find((saving) => saving.id === id)?.percent ?? -1;
    ok(share('resume-transcript') >= 98 && share('lazy-loading') > 80, JSON.stringify(savings));
  });

  it('measures what a session is told against its documents, and answers against outputs', async () => {
    const terminal = new InProcessTerminal(newFolder());
    await seedWorkflow(terminal);
    writeFiles(terminal.folder, {
      'docs/requirements.md': 'The shop takes cards, and says why it refuses one.\n'.repeat(400),
      // Code isn't a document that a session would be told of.
      'src/auth/Login.tsx': 'export const Login = null;\n'.repeat(400),
    });
    const loud = 'for (let line = 0; line < 400; line += 1) console.log(`compiled module number ${line}`)';
    await terminal.done('check', '--', process.execPath, '-e', loud);
    const { techniques, measures } = (await terminal.json('savings')) as Printed;
    const percent = (id: string): number => techniques.find((one) => one.id === id)?.percent ?? -1;
    ok(percent('compressed-context') > 50 && percent('response-analyzer') > 90, JSON.stringify(techniques));
    ok((measures.answers ?? 151) <= 150 && (measures.outputs ?? 0) > 1500, JSON.stringify(measures));
    ok((measures.documents ?? 0) < 2 * 400 * 12, JSON.stringify(measures));
    const rows = (await terminal.done('savings')).split('\n').slice(1, 7);
    deepStrictEqual(
      rows.map((row) => row.split(/ {2,}/)[0]),
      [
        'TOON format',
        'Lazy agent loading',
        'Compressed context',
        'Response analyzer',
        'State persistence',
        'Background agents',
      ],
    );
    match(rows[3] ?? '', / \d+% saved {2}[\d,]+ → \d+$/);
    match(rows[5] ?? '', / not measured$/);
  });

  it('measures agent tasks that ran side by side', async () => {
    const terminal = new InProcessTerminal(newFolder());
    await terminal.done('init', 'one', 'One');
    const program = { idle: [process.execPath, '-e', ''] };
    terminal.trusts({ taskCommands: program, tasks: { place: 'workspace' } });
    for (const id of ['first', 'second']) {
      await terminal.done('tasks', 'create', 'docs', '--id', id, '--agent', 'idle');
      await terminal.done('tasks', 'run', id);
      const file = `.claude/state/agents/${id}/result.json`;
      const record = JSON.parse(readFileSync(join(terminal.folder, file), 'utf8')) as {
        readonly run: object;
      };
      const minute = id === 'first' ? '00' : '05';
      const times = { startedAt: `2026-01-02T03:${minute}:00Z`, endedAt: '2026-01-02T03:10:00Z' };
      writeFiles(terminal.folder, {
        [file]: JSON.stringify({ ...record, run: { ...record.run, ...times } }),
      });
    }
    const { techniques } = (await terminal.json('savings')) as Printed;
    const { before, after, percent } = techniques.find(({ id }) => id === 'background-agents') ?? {};
    deepStrictEqual([before, after, percent], [900_000, 600_000, 33]);
    match(await terminal.done('savings'), /^Background agents .* 33% saved {2}900 s → 600 s$/m);
  });

  it('measures a workflow that is not active by its own file', async () => {
    const terminal = new InProcessTerminal(newFolder());
    await terminal.done('init', 'one', 'One');
    await terminal.done('init', 'two', 'Two');
    const { id, measures } = (await terminal.json('savings', 'one')) as Printed;
    deepStrictEqual([id, measures.resume > 0], ['one', true]);
  });

  it('refuses where there is no workflow', async () => {
    const terminal = new InProcessTerminal(newFolder());
    const runs = [await terminal.run(['savings']), await terminal.run(['savings', 'nope'])];
    deepStrictEqual(
      runs.map(({ code, out }) => [code, out]),
      [
        [1, ''],
        [1, ''],
      ],
    );
  });
});
