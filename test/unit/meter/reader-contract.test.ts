/**
 * What every reader owes, tried on every sample: a cut at any byte, growth, truncation, replacement, other agents'
 * files and thousands of damaged ones give a figure that is true, or none.
 */

import { deepStrictEqual, ok } from 'node:assert/strict';
import { readFileSync, renameSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';

import { isTokenCount, parseValue } from '../../../src/core/json-fields.ts';
import {
  EMPTY_TRANSCRIPT,
  feedText,
  type TranscriptReader,
  type TranscriptState,
} from '../../../src/core/meter/transcript-reader.ts';
import { everyAgent, meteredAgent } from '../../../src/node/agents/agents.ts';
import { openTail } from '../../../src/node/meter/open-transcript.ts';
import { TemporaryHome } from './temporary.ts';

const SAMPLES = join('test', 'fixtures', 'transcripts');
const ANSWERS = JSON.parse(readFileSync(join(SAMPLES, 'EXPECTED.json'), 'utf8')) as Record<
  string,
  { readonly agent: string }
>;
const NAMES = Object.entries(ANSWERS).map(([name, { agent }]) => ({ name, agent }));
/** Texts in place of a figure that no count can be. */
const NO_COUNTS = ['-1', '0.5', '"7"', '1e12', 'null', '[]'];
const MUTATIONS = 600;

function stateOf(reader: TranscriptReader, text: string): TranscriptState {
  return reader.form === 'document' ? reader.read(text) : feedText(reader, text);
}

/** The tokens that a sample has at the end of any of its lines, or of the whole document. */
function truths(reader: TranscriptReader, text: string): ReadonlySet<number | null> {
  if (reader.form === 'document') return new Set([null, ...documentTruths(text, reader)]);
  const found = new Set<number | null>([null]);
  text.split('\n').reduce((state, line) => {
    const after = reader.feed(state, line);
    found.add(after.call?.tokens ?? null);
    return after;
  }, EMPTY_TRANSCRIPT);
  return found;
}

/** A document with fewer of its messages is one from before. */
function documentTruths(text: string, reader: TranscriptReader): readonly (number | null)[] {
  const value = parseValue(text) as { messages?: unknown[]; requests?: unknown[] } | unknown[];
  const list = Array.isArray(value) ? value : (value.messages ?? value.requests ?? []);
  return [...list.keys(), list.length].map((count) => {
    const part = list.slice(0, count);
    const whole = Array.isArray(value) ? part : { ...value, messages: part, requests: part };
    return stateOf(reader, JSON.stringify(whole)).call?.tokens ?? null;
  });
}

/** mulberry32 */
function randomFrom(seed: number): (below: number) => number {
  let state = seed;
  return (below) => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) % below;
  };
}

describe('every reader', () => {
  let home: TemporaryHome;
  beforeEach(() => (home = new TemporaryHome()));
  afterEach(() => home.remove());

  for (const { name, agent: id } of NAMES) {
    const text = readFileSync(join(SAMPLES, name), 'utf8');
    const bytes = Buffer.from(text);
    const place = (): string => join(home.path, ...name.split('/'));

    it(`${name}: a cut at any byte tells what some earlier state told, or nothing`, async () => {
      const reader = (await meteredAgent(id)).readerOf(name);
      const known = truths(reader, text);
      for (let cut = 0; cut <= bytes.length; cut += 1) {
        const tokens = stateOf(reader, bytes.subarray(0, cut).toString('utf8')).call?.tokens ?? null;
        ok(known.has(tokens), `${tokens} at byte ${cut}`);
        // Whatever precedes the tail, such as the rest of a line.
        if (reader.form === 'lines' && cut % 7 === 0) {
          const tail = stateOf(reader, bytes.subarray(cut).toString('utf8')).call?.tokens ?? null;
          ok(known.has(tail), `${tail} from byte ${cut}`);
        }
      }
    }).timeout(60_000);

    it(`${name}: follows growth, truncation and replacement`, async () => {
      const agent = await meteredAgent(id);
      const reader = agent.readerOf(name);
      const plain = { readerOf: () => reader };
      const tokensOf = (part: Buffer): number | null =>
        stateOf(reader, part.toString('utf8')).call?.tokens ?? null;
      const middle = bytes.lastIndexOf(0x0a, Math.floor(bytes.length / 2)) + 1;
      const half = bytes.subarray(0, middle);
      home.write(place(), half.toString('utf8'), 1000);
      const cursor = await openTail(place(), plain);
      const told = async (content: Buffer, at: number): Promise<number | null> => {
        home.write(place(), content.toString('utf8'), at);
        await cursor.advance();
        return cursor.state.call?.tokens ?? null;
      };
      deepStrictEqual(await told(bytes, 2000), tokensOf(bytes));
      // A document that isn't whole keeps what it was.
      const short = reader.form === 'lines' ? tokensOf(half) : tokensOf(bytes);
      deepStrictEqual(await told(half, 3000), short);
      writeFileSync(`${place()}.new`, bytes);
      renameSync(`${place()}.new`, place());
      await cursor.advance();
      deepStrictEqual(cursor.state.call?.tokens ?? null, tokensOf(bytes));
    });

    it(`${name}: is recognized by its own agent, and by no other`, async () => {
      const values = name.endsWith('.jsonl') ? text.split('\n').map(parseValue) : [parseValue(text)];
      const path = join(SAMPLES, name);
      const who = (await everyAgent()).filter((agent) =>
        values.some((value) => agent.recognizes(value, path)),
      );
      // The place alone tells whose a task of Cline's family is.
      const others = who.map((agent) => agent.id).filter((other) => other !== id);
      deepStrictEqual([who[0]?.id, others], [id, ['roo-code', 'kilo-code'].includes(id) ? ['cline'] : []]);
    });

    it(`${name}: gives other agents' readers nothing`, async () => {
      for (const agent of await everyAgent()) {
        const reader = agent.readerOf(basename(name));
        const own = (await meteredAgent(id)).readerOf(name);
        if (reader === own) continue;
        const other = stateOf(reader, text).call?.tokens ?? null;
        deepStrictEqual([agent.id, other], [agent.id, null]);
      }
    });

    it(`${name}: survives damage without a figure that was never true`, async () => {
      const reader = (await meteredAgent(id)).readerOf(name);
      const known = truths(reader, text);
      const random = randomFrom(name.length);
      const numbers = [...text.matchAll(/(?<=":)\d+(?=[,}\s])/g)];
      for (let count = 0; count < MUTATIONS; count += 1) {
        const damaged = Buffer.from(bytes);
        damaged[random(bytes.length)] = random(256);
        const { call, compactions } = stateOf(reader, damaged.toString('utf8'));
        const isSound = call?.tokens == null || isTokenCount(call.tokens);
        ok(isSound, `${call?.tokens} after damage ${count}`);
        ok(compactions.every(({ preTokens }) => preTokens === null || isTokenCount(preTokens)));
      }
      for (const { index, 0: figure } of numbers)
        for (const bad of NO_COUNTS) {
          const altered = text.slice(0, index) + bad + text.slice(index + figure.length);
          const tokens = stateOf(reader, altered).call?.tokens ?? null;
          ok(known.has(tokens), `${tokens} with ${bad} for ${figure} at ${index}`);
        }
    }).timeout(60_000);
  }
});
