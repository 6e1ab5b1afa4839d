/** State that other tools keep in the user's folder: read as somebody else's, taken over whole on request. */

import { deepStrictEqual, match, ok, strictEqual } from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { mkdirSync, readdirSync, readFileSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';

import { hasOlderState } from '../../../src/node/recovery/older-workflow.ts';
import { StateLayout } from '../../../src/node/state/state-layout.ts';
import { failureLine } from '../support/failure-texts.ts';
import { commitInto, newFolder, removeFolders, writeFiles } from '../support/folders.ts';
import { shown } from '../support/platform.ts';
import { InProcessTerminal } from '../support/in-process.ts';

const STATE = {
  workflow_id: 'wf-001',
  workflow_name: 'Pay by card',
  status: 'in_progress',
  created_at: '2025-12-01T08:00:00Z',
  current_phase: 5,
  phases: {
    1: { status: 'completed', deliverables: ['docs/requirements.md'] },
    3: { status: 'skipped', deliverables: [] },
  },
  context: { task: 'Take cards in the shop', agents: ['tech-lead'] },
};
const HANDOFF = [
  '# Session Handoff: wf-001',
  '',
  '## Quick Context',
  '- **Task:** Cards',
  '- **Phase:** 5 - TDD Implementation (GREEN)',
  '',
  '## Patterns (from session-context.toon)',
  '- File naming: kebab-case',
  '',
  '## Next Steps',
  '1. Refuse expired cards',
  '2. Keep ghp_0123456789abcdefghijABCDEFGHIJ012345 out of it',
  '',
].join('\n');

/** A folder without state, and the home of somebody who used another tool. */
function begin(files: Readonly<Record<string, string>>): InProcessTerminal {
  const home = newFolder();
  for (const [path, text] of Object.entries(files)) writeFiles(home, { [`.claude/state/${path}`]: text });
  return new InProcessTerminal(newFolder(), { HOME: home });
}

const BOTH = { 'workflows/wf-001.json': JSON.stringify(STATE), 'handoffs/handoff-wf-001.md': HANDOFF };

describe('state in the places of other tools', () => {
  afterEach(removeFolders);

  it("isn't what Ninefold wrote of a session without a workflow", async () => {
    const folder = newFolder();
    const name = 'session-claude-code-0123abcd';
    const files = { [`handoff-${name}.md`]: HANDOFF, [`archive/${name}/2026-01-01.md`]: HANDOFF };
    for (const [path, text] of Object.entries(files))
      writeFiles(folder, { [`.claude/state/handoffs/${path}`]: text });
    const layout = new StateLayout(join(folder, '.claude'), folder);
    deepStrictEqual(await hasOlderState({ layout, home: newFolder() }), false);
    writeFiles(folder, { '.claude/state/handoffs/handoff-wf-001.md': HANDOFF });
    deepStrictEqual(await hasOlderState({ layout, home: newFolder() }), true);
  });

  it('is read by resume, handoff show and export without being taken over', async () => {
    const terminal = begin(BOTH);
    const place = shown(join(terminal.home, '.claude/state/workflows/wf-001.json'));
    const runs = [
      await terminal.run(['resume', 'wf-001']),
      await terminal.run(['handoff', 'show', 'wf-001']),
      await terminal.run(['export', 'wf-001', '--stdout']),
    ];
    for (const { code, error } of runs) {
      strictEqual(code, 0, error);
      ok(error.includes(place) && error.includes('ninefold resume wf-001 --take-over'), error);
    }
    const [resumed, read, exported] = runs.map(({ out }) => out);
    const handoff = shown(join(terminal.home, '.claude/state/handoffs/handoff-wf-001.md'));
    match(resumed ?? '', /Resume workflow wf-001 from Phase 5: read /);
    ok(resumed?.includes(handoff), resumed);
    strictEqual(read, HANDOFF);
    match(exported ?? '', / {2}sub_phase: 5b\n/);
    match(exported ?? '', /\n {2}Refuse expired cards,open\n/);
    deepStrictEqual(readdirSync(terminal.folder), []);
  });

  it('is taken over whole: the state of the one, the steps, patterns and sub-phase of the other', async () => {
    const terminal = begin(BOTH);
    await terminal.done('resume', 'wf-001', '--take-over');
    const status = (await terminal.json('status')) as Record<string, unknown>;
    deepStrictEqual(
      [status.name, status.task, status.subPhase, status.agents, status.deliverables],
      [
        'Pay by card',
        'Take cards in the shop',
        '5b',
        ['tech-lead'],
        [{ phase: 1, file: 'docs/requirements.md', exists: false }],
      ],
    );
    const steps = status.nextSteps as readonly { readonly text: string }[];
    deepStrictEqual(steps[0], { text: 'Refuse expired cards', status: 'open', phase: 5 });
    const phases = status.phases as readonly { readonly num: number; readonly status: string }[];
    deepStrictEqual(
      phases.filter(({ status: one }) => one === 'skipped').map(({ num }) => num),
      [3],
    );
    match(
      await terminal.done('export', '--format', 'context', '--stdout'),
      /\n {2}file_naming,kebab-case,""\n/,
    );
    strictEqual(
      readFileSync(join(terminal.home, '.claude/state/handoffs/handoff-wf-001.md'), 'utf8'),
      HANDOFF,
    );
  });

  it('carries the project in its names too, and the newest document says how far it is', async () => {
    const terminal = begin({
      'workflows/shop-wf-001.json': JSON.stringify({ ...STATE, current_phase: 2 }),
      'temp/handoff-wf-001.md': HANDOFF,
    });
    execFileSync('touch', [
      '-d',
      '2025-01-01',
      join(terminal.home, '.claude/state/workflows/shop-wf-001.json'),
    ]);
    match(await terminal.done('resume', 'wf-001'), /^wf-001, from .*shop-wf-001\.json: Phase 5b/);
  });

  it('is shown to an agent without its secrets', async () => {
    const terminal = begin(BOTH);
    for (const args of [
      ['handoff', 'show', 'wf-001'],
      ['export', 'wf-001', '--stdout'],
    ]) {
      const { out, error } = await terminal.run(args, { env: { CLAUDECODE: '1' } });
      ok(!out.includes('ghp_0123') && out.includes('[redacted: '), `${out}${error}`);
    }
  });

  it('is named by status and resume where there is no workflow, as list names it', async () => {
    const terminal = begin(BOTH);
    for (const args of [['status'], ['resume']]) {
      const { code, error } = await terminal.run(args);
      deepStrictEqual([code, error], [1, failureLine('workflow-none-older')]);
    }
    await terminal.done('init', 'other', 'Other');
    strictEqual((await terminal.run(['status', 'wf-001'])).code, 1);
  });

  it('is not what commits alone suggest: they are shown by recover, and by nothing else', async () => {
    const terminal = begin({});
    commitInto(terminal.folder, { 'src/a.ts': '', 'test/a.test.ts': '' }, 'Add failing tests');
    const { code, error } = await terminal.run(['status']);
    deepStrictEqual([code, error], [1, failureLine('workflow-none-active')]);
    strictEqual((await terminal.done('list')).includes('recover'), false);
    match(await terminal.done('recover'), /git log/);
  });

  it('never wins over a workflow of this folder', async () => {
    const terminal = begin(BOTH);
    await terminal.done('init', 'wf-001', 'Mine');
    match(await terminal.done('export', 'wf-001', '--stdout'), /\n {2}name: Mine\n/);
    match(await terminal.done('resume', 'wf-001'), /Phase 1: read \.claude\/workflow-state\.toon\n$/);
  });

  it('is left alone where a link or a pipe stands in its place', async function () {
    if (process.platform === 'win32') this.skip();
    const terminal = begin({});
    const state = join(terminal.home, '.claude/state');
    mkdirSync(join(state, 'workflows'), { recursive: true });
    mkdirSync(join(state, 'handoffs'));
    writeFiles(terminal.home, { 'elsewhere.json': JSON.stringify(STATE) });
    symlinkSync(join(terminal.home, 'elsewhere.json'), join(state, 'workflows/wf-001.json'));
    execFileSync('mkfifo', [join(state, 'handoffs/handoff-wf-001.md')]);
    for (const args of [
      ['resume', 'wf-001'],
      ['handoff', 'show', 'wf-001'],
      ['export', 'wf-001', '--stdout'],
    ]) {
      strictEqual((await terminal.run(args)).error, failureLine('workflow-unknown', { id: 'wf-001' }));
    }
    const layout = new StateLayout(join(terminal.folder, '.claude'), terminal.folder);
    strictEqual(await hasOlderState({ layout, home: terminal.home }), false);
  });

  it('steers no terminal, leads to no path outside, and ends in time, whatever it holds', async () => {
    const evil = {
      ...STATE,
      workflow_name: 'Pay\u001b[31m\nby card',
      phases: { 1: { status: 'completed', deliverables: ['../../etc/passwd', '/etc/passwd', 'docs/a.md'] } },
      context: { task: 'x'.repeat(100_000), agents: ['a\u0007,b', ...Array<string>(3000).fill('c')] },
    };
    const terminal = begin({
      'workflows/wf-001.json': JSON.stringify(evil),
      'workflows/wf-001.toon': '['.repeat(200_000),
      'workflows/deep-wf-001.json': '{"workflow":'.repeat(100_000),
      'handoffs/handoff-wf-001.md': `${HANDOFF}\n${'1. step\u001b]0;title\u0007\n'.repeat(20_000)}`,
    });
    for (const args of [
      ['list'],
      ['status'],
      ['resume', 'wf-001'],
      ['handoff', 'show', 'wf-001'],
      ['export', 'wf-001', '--stdout'],
      ['resume', 'wf-001', '--take-over'],
      ['status'],
    ]) {
      const { code, out, error } = await terminal.run(args);
      ok(code <= 1, `${args.join(' ')}: ${error}`);
      ok(!['\u001b', '\u0007'].some((sign) => (out + error).includes(sign)), args.join(' '));
      ok(!out.includes('passwd') || args[0] === 'handoff', args.join(' '));
    }
    const { deliverables, agents, nextSteps } = (await terminal.json('status')) as Readonly<
      Record<string, readonly unknown[]>
    >;
    ok((agents?.length ?? 0) <= 1000 && (nextSteps?.length ?? 0) <= 1000);
    deepStrictEqual(deliverables, [{ phase: 1, file: 'docs/a.md', exists: false }]);
  }).timeout(60_000);

  it('of the folder itself is recovered with its stack, and kept once', async () => {
    const folder = newFolder();
    const terminal = new InProcessTerminal(folder);
    const workflow = 'workflow:\n  id: wf-001\n  name: Pay by card\n  phase: 5\n';
    writeFiles(folder, {
      '.claude/workflow-state.toon': workflow,
      '.claude/session-context.toon': `project:\n  name: shop\n  stack: React,TypeScript\n${workflow}`,
      '.claude/state/handoffs/handoff-wf-001.md': HANDOFF,
    });
    const { out, error } = await terminal.run(['recover', 'wf-001', '--apply', '1']);
    strictEqual(error, '');
    match(out, /^wf-001 is recovered from \.claude\/workflow-state\.toon: Phase 5b/);
    match(
      await terminal.done('export', '--format', 'context', '--stdout'),
      /\n {2}stack: "React,TypeScript"\n/,
    );
    const backups = readdirSync(join(folder, '.claude/state/backups'));
    strictEqual(backups.length, 1);
    deepStrictEqual(readdirSync(join(folder, '.claude/state')).includes('edits'), false);
    const kept = join(folder, '.claude/state/backups', backups[0] ?? '', 'workflow-state.toon');
    strictEqual(readFileSync(kept, 'utf8'), workflow);
    // What the project's own files name counts once there are any.
    writeFiles(folder, { 'package.json': JSON.stringify({ dependencies: { vue: '3.0.0' } }) });
    match(await terminal.done('export', '--format', 'context', '--stdout'), /\n {2}stack: .*Vue/);
  });
});
