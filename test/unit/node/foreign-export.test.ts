import { deepStrictEqual, match, strictEqual } from 'node:assert/strict';
import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';

import { causePattern } from '../support/failure-texts.ts';
import { newFolder, removeFolders, writeFiles } from '../support/folders.ts';
import { InProcessTerminal } from '../support/in-process.ts';

const FILE = '.claude/workflow-state.toon';
const STATE_FILE = /.*workflow-state\.toon/;

describe("somebody else's file in the place of an export", function () {
  this.timeout(60_000);
  afterEach(removeFolders);

  const terminalWith = (text: string): InProcessTerminal => {
    const terminal = new InProcessTerminal(newFolder());
    writeFiles(terminal.folder, { [FILE]: text });
    return terminal;
  };
  const read = ({ folder }: InProcessTerminal): string => readFileSync(join(folder, FILE), 'utf8');

  it('is never replaced where it cannot be read; the other exports are written and the command says so', async () => {
    const notes = 'Notes on the state:\n<<<<<<< mine\nnot toon at all { [\n';
    const terminal = terminalWith(notes);
    const { code, error } = await terminal.run(['init', 'shop', 'Shop']);
    deepStrictEqual([code, read(terminal)], [0, notes]);
    match(error, causePattern('exports-unwritten', { path: STATE_FILE }));
    strictEqual(existsSync(join(terminal.folder, '.claude/session-context.toon')), true);
  });

  it('is never replaced where it holds no fields, as a line of prose', async () => {
    for (const notes of ['my own notes\n', 'buy milk, call back\n']) {
      const terminal = terminalWith(notes);
      match(
        (await terminal.run(['init', 'shop', 'Shop'])).error,
        causePattern('exports-unwritten', { path: STATE_FILE }),
      );
      strictEqual(read(terminal), notes);
    }
  });

  it('is replaced where it can be read, and a copy is kept', async () => {
    const older = 'workflow:\n  id: older\n  phase: 3\n';
    const terminal = terminalWith(older);
    await terminal.done('init', 'shop', 'Shop');
    match(read(terminal), /^schema: ninefold\/1$/m);
    const kept = readdirSync(join(terminal.folder, '.claude/state/edits'));
    deepStrictEqual(
      kept.map((name) => readFileSync(join(terminal.folder, '.claude/state/edits', name), 'utf8')),
      [older],
    );
  });
});
