/** Handoffs of sessions without a workflow are Ninefold's own: removed, tidied, and checked like the rest. */

import { deepStrictEqual, match, ok, strictEqual } from 'node:assert/strict';
import { existsSync, readdirSync, rmSync, symlinkSync, utimesSync } from 'node:fs';
import { join } from 'node:path';

import { NO_ACTIVITY } from '../../../src/core/activity/activity.ts';
import { createSessionHandoff } from '../../../src/node/handoffs/session-handoffs.ts';
import { commitInto, newFolder, open, removeFolders, writeFiles } from '../support/folders.ts';
import { shown } from '../support/platform.ts';
import { InProcessTerminal } from '../support/in-process.ts';

const HANDOFFS = '.claude/state/handoffs';
const DAY_SECONDS = 24 * 60 * 60;

/** @returns the document's absolute path */
async function handOver(
  { folder, home }: { readonly folder: string; readonly home: string },
  isAsked: boolean,
  sessionId = 'one',
): Promise<string> {
  const activity = { ...NO_ACTIVITY, agent: 'codex', sessionId };
  const opened = await open(folder, { home });
  return (await createSessionHandoff(opened, { activity, reading: null, home, isAsked })).file;
}

function age(path: string, days: number): void {
  const then = Date.now() / 1000 - days * DAY_SECONDS;
  utimesSync(path, then, then);
}

describe('the handoff of a session', function () {
  this.timeout(60_000);
  afterEach(removeFolders);

  it('is removed with what Ninefold wrote in the folder, its archive too', async () => {
    const terminal = new InProcessTerminal(newFolder());
    await handOver(terminal, true);
    commitInto(terminal.folder, { 'later.txt': 'x' }, 'Begin');
    await handOver(terminal, true);
    strictEqual(readdirSync(join(terminal.folder, HANDOFFS, 'archive')).length, 1);
    await terminal.done('remove', '--apply');
    deepStrictEqual(readdirSync(terminal.folder).sort(), ['.git', 'later.txt']);
  });

  it('is removed beside a document of someone else, which stays', async () => {
    const terminal = new InProcessTerminal(newFolder());
    await handOver(terminal, true);
    writeFiles(terminal.folder, { [`${HANDOFFS}/handoff-session-notes.md`]: 'mine' });
    match(await terminal.done('remove', '--apply'), /^keep .*handoff-session-notes\.md$/m);
    deepStrictEqual(readdirSync(join(terminal.folder, HANDOFFS)), ['handoff-session-notes.md']);
  });

  it('is removed from the user’s folder with its folder’s state, and no other folder’s', async () => {
    const terminal = new InProcessTerminal(newFolder());
    const other = { folder: newFolder(), home: terminal.home };
    const [mine, theirs] = [await handOver(terminal, false), await handOver(other, false, 'two')];
    ok((await terminal.done('remove')).includes(`remove ${shown(mine)}`));
    ok(existsSync(mine));
    await terminal.done('remove', '--apply');
    deepStrictEqual([mine, theirs].map(existsSync), [false, true]);
    await new InProcessTerminal(other.folder, { HOME: other.home }).done('remove', '--apply');
    deepStrictEqual(readdirSync(terminal.home), []);
  });

  it('is removed from the user’s folder with the last connection, and nothing that it did not write', async () => {
    const terminal = new InProcessTerminal(newFolder());
    await terminal.done('connect', 'claude-code');
    const file = await handOver(terminal, false);
    writeFiles(terminal.home, { '.ninefold/handoffs/notes.md': 'mine' });
    await terminal.done('disconnect', 'claude-code');
    strictEqual(existsSync(file), false);
    const left = readdirSync(join(terminal.home, '.ninefold'), { recursive: true, encoding: 'utf8' });
    deepStrictEqual(left.map(shown).sort(), ['handoffs', 'handoffs/notes.md']);
  });

  it('is trashed when later ones replaced it and it is old', async () => {
    const terminal = new InProcessTerminal(newFolder());
    for (let number = 1; number <= 13; number += 1)
      age(await handOver(terminal, true, `session ${number}`), 10 + number);
    const newest = await handOver(terminal, true, 'session 0');
    match(await terminal.done('handoff', 'clean', '--apply'), /^moved 3 to the trash$/m);
    const left = readdirSync(join(terminal.folder, HANDOFFS));
    strictEqual(left.filter((name) => name.endsWith('.md')).length, 11);
    ok(existsSync(newest));
    const id = /handoff-(.+)\.md$/.exec(newest)?.[1] ?? '';
    strictEqual(await terminal.done('handoff', 'clean', id), 'nothing is past its retention period\n');
  });

  it('is checked by verify', async () => {
    const terminal = new InProcessTerminal(newFolder());
    const file = await handOver(terminal, true);
    match(await terminal.done('verify'), /faults: 0$/m);
    rmSync(file);
    symlinkSync(join(terminal.home, 'elsewhere.md'), file);
    writeFiles(terminal.home, { 'elsewhere.md': '# Elsewhere\n' });
    const { code, out } = await terminal.run(['verify']);
    strictEqual(code, 3);
    match(out, /handoff-session-codex-[0-9a-f]{8}\.md:1: /);
  });
});
