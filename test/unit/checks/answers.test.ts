/** What an agent is told of real outputs, held against golden answers and counted with the real tokenizer. */

import { deepStrictEqual, ok } from 'node:assert/strict';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { gunzipSync } from 'node:zlib';

import { MAX_TOKENS, answerText } from '../../../src/core/checks/answer.ts';
import { summarize } from '../../../src/core/checks/recognize.ts';
import { countTokens } from './tokens.ts';

const FOLDER = resolve('test/fixtures/outputs');
const IS_WRITTEN = process.env.NINEFOLD_GOLDEN === 'write';
const LOG = '.claude/state/responses/20261130-023355-678.log';

const exitCodes = JSON.parse(readFileSync(join(FOLDER, 'outputs.json'), 'utf8')) as Readonly<
  Record<string, number>
>;

function output(name: string): string {
  const packed = join(FOLDER, `${name}.txt.gz`);
  if (existsSync(packed)) return gunzipSync(readFileSync(packed)).toString('utf8');
  return readFileSync(join(FOLDER, `${name}.txt`), 'utf8');
}

describe('what is told of an output', () => {
  for (const [name, exitCode] of Object.entries(exitCodes)) {
    it(`tells an agent of ${name} what a person would look for`, () => {
      const summary = summarize(output(name), '/home/dev/shop');
      const answer = answerText(summary, { exitCode, signal: null, log: LOG, note: '' });
      const golden = join(FOLDER, `${name}.answer`);
      if (IS_WRITTEN) writeFileSync(golden, `${answer}\n`);
      deepStrictEqual(`${answer}\n`, readFileSync(golden, 'utf8'));
      ok(countTokens(answer) <= MAX_TOKENS, `${countTokens(answer)} tokens`);
    });
  }
});
