import { deepStrictEqual, strictEqual } from 'node:assert/strict';

import { checkWords } from '../../../src/cli/check-words.ts';
import { batchCommandLine } from '../../../src/core/checks/batch-command-line.ts';
import { KeptOutput } from '../../../src/node/checks/kept-output.ts';

describe('the words of a check', () => {
  it('are the command from the first that isn’t an option of its own', () => {
    const cases: readonly (readonly [line: string, step: string | null, command: string])[] = [
      ['check npm test', null, 'npm test'],
      ['check npm test -- --grep x', null, 'npm test -- --grep x'],
      ['check 5b -- npm test -- -x', '5b', 'npm test -- -x'],
      ['check -- 5b -- npm', null, '5b -- npm'],
      ['check --cwd packages/a make --cwd', null, 'make --cwd'],
      ['--state-dir check check make', null, 'make'],
      ['check 99 -- make', '99', 'make'],
      ['check make -- -j4', null, 'make -- -j4'],
      ['check', null, ''],
    ];
    for (const [line, step, command] of cases) {
      const found = checkWords(line.split(' '));
      deepStrictEqual([found?.step, found?.command.join(' ')], [step, command], line);
    }
  });

  it('are none of another command', () => {
    strictEqual(checkWords(['status', 'check']), undefined);
    strictEqual(checkWords(['--cwd', 'check', 'status']), undefined);
  });
});

describe('the command line of a batch file', () => {
  it('quotes every argument for cmd.exe, and lets it put no variable in', () => {
    strictEqual(
      batchCommandLine('C:\\Program Files\\npm.cmd', ['run', 'a b', 'say "hi"', '100%PATH%', 'C:\\x\\']),
      '""C:\\Program Files\\npm.cmd" "run" "a b" "say ""hi""" "100%%cd:~,%PATH%%cd:~,%" "C:\\x\\\\""',
    );
  });

  it('refuses what ends a line', () => {
    strictEqual(batchCommandLine('C:\\npm.cmd', ['a\nb']), undefined);
    strictEqual(batchCommandLine('C:\\npm.cmd', ['a\0b']), undefined);
  });
});

describe('what is kept of an output', () => {
  const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);

  it('is all of it up to its bound, however it comes', () => {
    const kept = new KeptOutput(8);
    for (const sign of 'one\ntwo\nthree\nx') kept.add(bytes(sign));
    strictEqual(kept.text(), 'one\ntwo\nthree\nx');
  });

  it('is its head and tail beyond that, in whole lines', () => {
    const kept = new KeptOutput(20);
    const lines = Array.from({ length: 1000 }, (_, at) => `line ${at}\n`).join('');
    kept.add(bytes(lines));
    strictEqual(kept.text(), 'line 0\nline 1\n[… 8850 bytes left out …]\nline 998\nline 999\n');
    const inPieces = new KeptOutput(20);
    for (let at = 0; at < lines.length; at += 7) inPieces.add(bytes(lines.slice(at, at + 7)));
    strictEqual(inPieces.text(), kept.text());
  });

  it('holds no rest of a private key whose beginning was left out', () => {
    const kept = new KeptOutput(60);
    kept.add(bytes(`${'x\n'.repeat(100)}abc\ndef\n-----END PRIVATE KEY-----\nend\n`));
    strictEqual(kept.text().endsWith('left out …]\n\nend\n'), true, kept.text());
  });
});
