/** The shared real transcripts, where they are at hand: nothing here needs them. */

import { deepStrictEqual } from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { DEFAULT_RULES } from '../../../src/core/rules/rules.ts';
import { readReading } from '../../../src/node/meter/read-transcript.ts';
import { meteredAgent } from '../../../src/node/meter/agents.ts';
import { openTail } from '../../../src/node/meter/transcript-place.ts';
import { TemporaryHome } from './temporary.ts';

const SHARED = join('..', 'shared', 'transcripts');
const ANSWERS = join(SHARED, 'EXPECTED.json');

type Answer = Record<string, unknown> & { readonly agent: string; readonly why?: string };

const answers: readonly (readonly [string, Answer])[] = existsSync(ANSWERS)
  ? Object.entries(JSON.parse(readFileSync(ANSWERS, 'utf8')) as Record<string, Answer>)
  : [];

describe('real transcripts', () => {
  let home: TemporaryHome;
  beforeEach(() => (home = new TemporaryHome()));
  afterEach(() => home.remove());

  for (const [name, { why, ...expected }] of answers) {
    it(`${name}: ${why ?? expected.agent}`, async () => {
      const { reading } = await readReading({
        transcript: join(SHARED, name),
        agent: expected.agent,
        environment: home.environment(),
        rules: DEFAULT_RULES,
        now: 0,
      });
      const read = reading as unknown as Record<string, unknown>;
      deepStrictEqual(Object.fromEntries(Object.keys(expected).map((key) => [key, read[key]])), expected);
      const tail = await openTail(join(SHARED, name), meteredAgent(expected.agent).readerOf(name));
      deepStrictEqual([tail.state.call?.tokens, tail.state.model], [reading.tokens, reading.model]);
    });
  }
});
