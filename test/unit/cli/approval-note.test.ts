import { deepStrictEqual, match, strictEqual } from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';

import { newFolder, removeFolders } from '../support/folders.ts';
import { Terminal } from './terminal.ts';

const NOTE =
  'ninefold: About 40,000 tokens are left in the window, and phase 5 typically takes 80K-150K: it will not fit.';

describe('an approval at the command line', function () {
  this.timeout(60_000);
  afterEach(removeFolders);

  /** In phase 4, with so many tokens of 200,000 in use. */
  function working(tokens: number | null): Terminal {
    const terminal = new Terminal(newFolder());
    terminal.done('init', 'wf-001', 'Login');
    terminal.done('phase', 'wf-001', '4');
    if (tokens !== null) terminal.done('meter', 'set', String(tokens), '--window', '200000');
    return terminal;
  }

  const linesOf = (text: string): readonly string[] => text.trimEnd().split('\n').slice(1);

  it('says on stderr that the phase which begins will not fit, after what it did', () => {
    const { code, out, error } = working(160_000).run(['approve']);
    deepStrictEqual(
      [code, linesOf(error)],
      [0, ['ninefold: Session 1 of the plan ends here: a good place to go on in a new session.', NOTE]],
    );
    match(out, /^approved 4\n/);
  });

  it('says nothing where it fits, where it may not fit, where no session is known, and of other gates', () => {
    const errors = [20_000, 100_000, null].map((tokens) => linesOf(working(tokens).run(['approve']).error));
    deepStrictEqual(errors, [[], [], []]);
    strictEqual(working(160_000).run(['skip', '--reason', 'none']).error, '');
  });

  it('is saved, and says why, where the session cannot be read', () => {
    const terminal = working(160_000);
    writeFileSync(join(terminal.folder, '.claude/state/sessions/current.json'), '{');
    const { code, out, error } = terminal.run(['approve', '--workflow', 'wf-001']);
    match(out, /^approved 4\n/);
    strictEqual(code, 0);
    match(error, /current\.json:1: this file is not JSON/);
  });
});
