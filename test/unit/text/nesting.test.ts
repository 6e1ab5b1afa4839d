import { deepStrictEqual, ok, strictEqual, throws } from 'node:assert/strict';

import { parseObject, parseValue } from '../../../src/core/json-fields.ts';
import { hasMoreLevels } from '../../../src/core/text/nesting.ts';
import { parseJson, parseJsonAsWritten } from '../../../src/core/text/well-formed.ts';

const LEVELS = 2_000_000;
const MOST_MS = 500;

describe('deeply nested JSON', () => {
  const texts: Readonly<Record<string, string>> = {
    arrays: '['.repeat(LEVELS) + ']'.repeat(LEVELS),
    'arrays that are not closed': '['.repeat(LEVELS * 2),
    objects: `${'{"a":'.repeat(LEVELS / 4)}1${'}'.repeat(LEVELS / 4)}`,
    'an object with another': `{"schema":"ninefold/session/1","x":${'['.repeat(LEVELS)}${']'.repeat(LEVELS)}}`,
    'a text before it': `{"a":"${'[\\"'.repeat(1000)}","x":${'['.repeat(LEVELS)}${']'.repeat(LEVELS)}}`,
    'a few thousand levels': `{"a":${'['.repeat(5000)}${']'.repeat(5000)}}`,
  };

  for (const [name, text] of Object.entries(texts)) {
    it(`is refused at once: ${name}`, () => {
      const before = process.cpuUsage();
      strictEqual(parseValue(text), undefined);
      strictEqual(parseObject(text), null);
      for (const parse of [parseJson, parseJsonAsWritten]) throws(() => parse(text), SyntaxError);
      const { user, system } = process.cpuUsage(before);
      ok((user + system) / 1000 < MOST_MS, `${(user + system) / 1000} ms`);
    });
  }

  it('is none in brackets of a text, however many, nor in many that are closed', () => {
    const value = { text: `\\"${'[{'.repeat(10_000)}\\`, list: Array.from({ length: 5000 }, () => [{}]) };
    deepStrictEqual(parseValue(JSON.stringify(value)), value);
  });

  it('is counted by its levels', () => {
    const nested = (levels: number): string => '['.repeat(levels) + ']'.repeat(levels);
    deepStrictEqual(
      [hasMoreLevels(nested(100), 100), hasMoreLevels(nested(101), 100), hasMoreLevels('"[[[\\\\"', 1)],
      [false, true, false],
    );
  });
});
