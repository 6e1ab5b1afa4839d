/** The three troubles that the source document names: lost state, corrupted state, token limit hit. One command each. */

import { deepStrictEqual, match, ok, strictEqual } from 'node:assert/strict';
import { chmodSync, chownSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

import { causePattern } from '../support/failure-texts.ts';
import { InProcessTerminal } from '../support/in-process.ts';
import { Terminal, ordinaryUser } from '../cli/terminal.ts';
import { git, newFolder, removeFolders, writeFiles } from '../support/folders.ts';
import { shown } from '../support/platform.ts';

const JOURNAL = '.claude/state/workflows/wf-001.journal.jsonl';
const HANDOFF = '.claude/state/handoffs/handoff-wf-001.md';

async function started(folder = newFolder()): Promise<InProcessTerminal> {
  const terminal = new InProcessTerminal(folder);
  await terminal.done('init', 'wf-001', 'Sign in');
  await terminal.done('approve');
  await terminal.done('approve');
  return terminal;
}

/** The first event and damage after it; the exports know all three. */
function damage({ folder }: Pick<InProcessTerminal, 'folder'>): string {
  const path = join(folder, JOURNAL);
  const [first = ''] = readFileSync(path, 'utf8').split('\n');
  const text = `${first}\n<<<<<<< HEAD\ngarbage\n`;
  writeFileSync(path, text);
  return text;
}

describe('save --emergency', () => {
  afterEach(removeFolders);

  it('is the usual save while everything is sound', async () => {
    const terminal = await started();
    strictEqual(await terminal.done('save', '--emergency'), `saved wf-001: ${HANDOFF}\n`);
    const { type } = (JSON.parse(await terminal.done('log', '--json')) as { type: string }[]).at(-1) ?? {
      type: '',
    };
    strictEqual(type, 'handoff.created');
  });

  it('writes what is left of a damaged workflow, and leaves the journal', async () => {
    const terminal = await started();
    const text = damage(terminal);
    const { code, out, error } = await terminal.run(['save', '--emergency']);
    deepStrictEqual([code, out], [0, `saved wf-001 from .claude/state/workflows/wf-001.json: ${HANDOFF}\n`]);
    match(error, /^ninefold: .*wf-001\.journal\.jsonl:2: .*recover wf-001/);
    strictEqual(readFileSync(join(terminal.folder, JOURNAL), 'utf8'), text);
    match(readFileSync(join(terminal.folder, HANDOFF), 'utf8'), /- \*\*Phase:\*\* 3 - UI Breakdown/);
    match(readFileSync(join(terminal.folder, '.claude/workflow-state.toon'), 'utf8'), /revision: 3/);
  });

  it('says that what it saved from lacks secrets, since they had been redacted there', async () => {
    const terminal = await started();
    await terminal.done('next', 'add', `use ghp_${'a7B9c2D4e6F8'.repeat(3)}`);
    damage(terminal);
    const from = '.claude/state/workflows/wf-001.json (without 1 redacted secret)';
    const { out } = await terminal.run(['save', '--emergency']);
    strictEqual(
      out,
      `saved wf-001 from ${from}: ${HANDOFF}
`,
    );
  });

  it('takes the readable beginning of the journal where nothing else is left', async () => {
    const terminal = await started();
    const lines = readFileSync(join(terminal.folder, JOURNAL), 'utf8').split('\n');
    rmSync(join(terminal.folder, '.claude'), { recursive: true });
    writeFiles(terminal.folder, {
      [JOURNAL]: `${lines[0] ?? ''}\n${lines[1] ?? ''}\nnonsense\n`,
      '.claude/state/sessions/current.json': 'nonsense',
    });
    const { code, out } = await terminal.run(['save', '--emergency']);
    deepStrictEqual([code, out], [0, `saved wf-001 from ${JOURNAL}: ${HANDOFF}\n`]);
    match(readFileSync(join(terminal.folder, HANDOFF), 'utf8'), /- \*\*Phase:\*\* 2 - Tech Planning/);
  });

  it('hands over the folder where there is no workflow', async () => {
    const folder = newFolder();
    git(folder, 'init', '-q', '-b', 'topic');
    writeFiles(folder, { 'docs/requirements.md': '# Wanted\n' });
    git(folder, 'add', '.');
    git(folder, 'commit', '-q', '-m', 'Wanted');
    writeFiles(folder, { 'src/a.ts': 'use 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\n' });
    const terminal = new InProcessTerminal(folder);
    const path = '.claude/state/handoffs/handoff-emergency.md';
    strictEqual(
      await terminal.done('save', '--emergency'),
      `saved the state of the folder without a workflow: ${path}\n`,
    );
    const text = readFileSync(join(folder, path), 'utf8');
    match(text, /^# Emergency Handoff: /);
    match(text, /## Git\n- Branch: `topic`\n- Commit: `[0-9a-f]{12}`\n- Uncommitted: `src\/a\.ts`\n/);
    match(text, /## Likely Phase\nPhase 5b - TDD GREEN/);
    match(text, /## Session\nNo agent session found for this folder\./);
    writeFiles(folder, { 'src/b.ts': '' });
    await terminal.done('save', '--emergency');
    strictEqual(readdirSync(join(folder, '.claude/state/handoffs/archive/emergency')).length, 1);
    strictEqual((await terminal.run(['status'])).code, 1);
  });

  it('falls back to the user’s own state where the root is no folder, and says so', async () => {
    const folder = newFolder();
    const home = newFolder();
    writeFiles(folder, { '.claude': 'a file\n' });
    const { code, out, error } = await new InProcessTerminal(folder, { HOME: home }).run([
      'save',
      '--emergency',
    ]);
    strictEqual(code, 0, error);
    match(error, causePattern('folder-read-only', { path: /[^']+\.claude[^']*/, reason: /\w+/ }));
    const path = out.trim().replace(/^.*: /, '');
    ok(path.startsWith(shown(join(home, '.claude/state/handoffs/handoff-'))), out);
    match(readFileSync(path, 'utf8'), /^# Emergency Handoff: /);
    strictEqual(readFileSync(join(folder, '.claude'), 'utf8'), 'a file\n');
  });

  it('falls back for a workflow in a folder that may not be written', async function () {
    if (process.getuid?.() !== 0) this.skip();
    const { folder } = await started();
    const { uid, cli } = ordinaryUser(folder);
    const home = newFolder();
    for (const path of [home, newFolder()]) chownSync(path, uid, uid);
    for (const path of readdirSync(folder, { recursive: true, encoding: 'utf8' }))
      chmodSync(join(folder, path), 0o555);
    const before = readFileSync(join(folder, JOURNAL), 'utf8');
    const run = new Terminal(folder, { HOME: home }).run(['save', '--emergency'], { uid, cli });
    strictEqual(run.code, 0, run.error);
    match(run.error, causePattern('folder-read-only', { reason: 'EACCES' }));
    match(run.out, /^saved wf-001: .*\/\.claude\/state\/handoffs\/handoff-.*-wf-001\.md\n$/);
    ok(readdirSync(join(home, '.claude/state/workflows')).some((name) => name.endsWith('-wf-001.json')));
    strictEqual(readFileSync(join(folder, JOURNAL), 'utf8'), before);
    rmSync(join(folder, '.claude'), { recursive: true });
    const listed = await new InProcessTerminal(folder, { HOME: home }).done('recover');
    match(listed, /^1 {2}wf-001: Phase 3 - UI Breakdown/);
  });
});
