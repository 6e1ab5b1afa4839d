import { deepStrictEqual, match, strictEqual } from 'node:assert/strict';
import { appendFileSync, cpSync } from 'node:fs';
import { basename, join } from 'node:path';

import { newFolder, removeFolders } from '../support/folders.ts';
import { InProcessTerminal } from '../support/in-process.ts';

function terminalIn(fixture: string): InProcessTerminal {
  const folder = newFolder();
  cpSync(join('test/fixtures/projects', fixture), folder, { recursive: true });
  return new InProcessTerminal(folder);
}

describe('ninefold context', function () {
  this.timeout(60_000);
  afterEach(removeFolders);

  it('prints what it found and where it wrote it, without any workflow', async () => {
    const terminal = terminalIn('python-package');
    strictEqual(
      await terminal.done('context'),
      `tidemark: Python, Pydantic, Click
  file_naming  snake_case (100% of 6 files): harmonic_terms.py
  imports      absolute from tidemark (100% of 4 files): from tidemark.prediction import predict
  errors       own exception classes (75% of 4 files): raise ConstituentError(line)
  testing      pytest (100% of 2 files): def test_parses_a_line() -> None:
wrote .claude/project-contexts/tidemark/project-config.yaml
wrote .claude/project-contexts/tidemark/conventions.md
`,
    );
    match(await terminal.done('context'), /\ncached since 20.*--refresh.*\n$/);
    const found = (await terminal.json('context')) as Record<string, unknown>;
    deepStrictEqual([found.name, found.cached, found.written, found.kept], ['tidemark', true, [], []]);
    strictEqual(((await terminal.json('context', '--refresh')) as Record<string, unknown>).cached, false);
  });

  it('says in one line that an edited file was left', async () => {
    const terminal = terminalIn('go-module');
    await terminal.done('context');
    const file = '.claude/project-contexts/berth/conventions.md';
    appendFileSync(join(terminal.folder, file), 'Ours.\n');
    const { code, error } = await terminal.run(['context', '--refresh']);
    strictEqual(code, 0);
    match(error, /^ninefold: '\.claude\/project-contexts\/berth\/conventions\.md' was left unchanged.*\n$/);
  });

  it('is short for an empty folder', async () => {
    const terminal = new InProcessTerminal(newFolder());
    const name = basename(terminal.folder);
    const [first, second] = (await terminal.done('context')).split('\n');
    deepStrictEqual(
      [first, second],
      [
        `${name}: no manifest or source files found`,
        '  no patterns found: too little code, or no consistent convention',
      ],
    );
  });
});
