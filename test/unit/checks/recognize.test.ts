import { deepStrictEqual, ok } from 'node:assert/strict';

import { MAX_TOKENS, answerText } from '../../../src/core/checks/answer.ts';
import { summarize } from '../../../src/core/checks/recognize.ts';
import { hasControl } from '../../../src/core/text/foreign-text.ts';
import { HOSTILE_TEXTS } from '../../fixtures/hostile-texts.ts';
import { countTokens } from './tokens.ts';

const END = { exitCode: 1, signal: null, log: null, note: '' };

describe('a summary of an output', () => {
  it('shows the end of what no tool is known of, without colours and overwritten lines', () => {
    const output = '\u001b[1mbuilding\u001b[0m\n10 %\r100 %\r\nlinking\n\ndone: 2 files\n';
    const answer = answerText(summarize(output, '/home/dev/shop'), { ...END, exitCode: 0 });
    deepStrictEqual(answer, 'exit 0\nbuilding\n100 %\nlinking\ndone: 2 files');
  });

  it('shows the error that nobody caught before the end', () => {
    const stack = Array.from({ length: 30 }, (_, at) => `    at run (node:internal/run:${at}:1)`);
    const output = [
      '/home/dev/shop/build.js:3',
      'throw new Error("no disk");',
      '',
      'Error: no disk',
      ...stack,
    ];
    const [head, first] = answerText(summarize(output.join('\n'), '/home/dev/shop'), END).split('\n');
    deepStrictEqual([head, first], ['exit 1', 'build.js:3: Error: no disk']);
  });

  it('says of an empty output that it is one', () => {
    deepStrictEqual(answerText(summarize('', '/'), END), 'exit 1; no output');
  });

  it('prefers the tool that failed where several ran', () => {
    const lint = 'src/a.ts(1,2): error TS2322: no\n';
    const tests = '\n  3 passing (2ms)\n\n';
    deepStrictEqual(summarize(lint + tests, '').tool, 'tsc');
    deepStrictEqual(summarize(tests, '').tool, 'mocha');
  });

  it('takes no order from a text, and stays within its tokens whatever is in it', () => {
    for (const { name, text } of HOSTILE_TEXTS) {
      const failing = [
        '  1 passing (2ms)',
        '  1 failing',
        '',
        '  1) cart',
        `       ${text}:`,
        `     Error: ${text}`,
      ];
      for (const output of [text, failing.join('\n')]) {
        const answer = answerText(summarize(output, ''), {
          ...END,
          note: 'not recorded',
          log: `/tmp/${text}`,
        });
        ok(
          answer.split('\n').every((line) => !hasControl(line)),
          name,
        );
        ok(countTokens(answer) <= MAX_TOKENS, `${name}: ${countTokens(answer)}`);
      }
    }
  });

  it('takes time that grows with the length alone', () => {
    const lines = [
      'a.b'.repeat(400_000),
      `${'('.repeat(3000)}\n`.repeat(300),
      `[ERROR]   ${'a.b->'.repeat(400)}:1x\n`.repeat(300),
      '\u001b]'.repeat(500_000),
      '--- FAIL: TestA (0.00s)\n'.repeat(50_000),
      '  ● a\n'.repeat(100_000),
    ];
    for (const output of lines) {
      const begun = performance.now();
      summarize(output, '/home/dev/shop');
      ok(performance.now() - begun < 10_000, output.slice(0, 20));
    }
  });
});
