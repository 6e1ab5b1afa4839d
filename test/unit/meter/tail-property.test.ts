/**
 * The tail reader held against a slow one that reads every line of the whole file, over thousands of generated
 * transcripts of every agent, each cut where it hurts. Seeded: a failing file can be made again from its number.
 */

import { deepStrictEqual } from 'node:assert/strict';
import { appendFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { claudeCodeReader } from '../../../src/core/agents/claude-code/transcript.ts';
import { codexReader } from '../../../src/core/agents/codex/transcript.ts';
import { copilotChatReader } from '../../../src/core/agents/copilot-chat/transcript.ts';
import { geminiReader } from '../../../src/core/agents/gemini/transcript.ts';
import {
  feedText,
  type LineReader,
  type TranscriptState,
} from '../../../src/core/meter/transcript-reader.ts';
import { TailCursor } from '../../../src/node/meter/tail-cursor.ts';
import {
  compactedLine,
  countLine,
  messageLine,
  metaLine,
  onlyTotal,
  startedLine,
  turnLine,
  usageOf,
} from './codex-lines.ts';
import { geminiHead, geminiMessage, person } from './gemini-lines.ts';
import { TemporaryHome } from './temporary.ts';
import { assistantLine, boundaryLine, line, usage } from './transcript-lines.ts';

/** A whole number from 0 to below the bound. */
type Random = (below: number) => number;

/** mulberry32 */
function randomFrom(seed: number): Random {
  let state = seed;
  return (below) => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) % below;
  };
}

const WORDS = [
  'naïve',
  '漢字',
  '👩‍👩‍👧',
  '"assistant"',
  '\\n',
  'plain',
  '\u2028',
  '"token_count"',
  '"$rewindTo"',
  '"id"',
];

function words(random: Random): string {
  return Array.from({ length: random(40) }, () => WORDS[random(WORDS.length)]).join(' ');
}

/** Sometimes longer than the first tail, so that it must grow. */
function longText(random: Random, text: string): string {
  return text.repeat(random(random(6) === 0 ? 600 : 20));
}

interface Generator {
  readonly name: string;
  readonly reader: LineReader;
  readonly lines: (random: Random) => string[];
}

function claudeCodeLines(random: Random): string[] {
  let output = 0;
  let id = 0;
  return Array.from({ length: 1 + random(60) }, () => {
    const text = words(random);
    const kind = random(12);
    if (kind < 4) {
      const isSame = random(2) === 0;
      id += isSame ? 0 : 1;
      output = isSame ? output + random(50) : random(50);
      const model = random(9) === 0 ? 'claude-sonnet-5' : 'claude-opus-4-5-20251101';
      return assistantLine({ id: `msg_${id}`, model, text, usage: usage(id, 7, id * 1000, output) });
    }
    if (kind === 4) return boundaryLine(random(2) === 0 ? 'auto' : 'manual', 100_000 + random(9999));
    if (kind === 5) return assistantLine({ id: 'msg_side', isSidechain: true, text });
    if (kind === 6) return line({ type: 'user', text: longText(random, text) });
    if (kind === 7) return '{"type":"assistant", broken';
    return line({ type: 'progress', data: { message: { type: 'assistant', usage: usage(1, 2, 3, 4) } } });
  });
}

function codexLines(random: Random): string[] {
  const head = metaLine({ id: 'own', cwd: '/home/me/shop', instructions: random(30_000) });
  const rest = Array.from({ length: 1 + random(40) }, (_, at) => {
    const kind = random(10);
    if (kind < 3) return countLine(usageOf(1000 + random(300_000), random(900) + 1));
    if (kind === 3) return countLine(null);
    if (kind === 4) return random(2) === 0 ? compactedLine() : countLine(onlyTotal(1000 + random(9000)));
    if (kind === 5) return metaLine({ id: 'parent', cwd: '/home/me/other', instructions: random(9000) });
    if (kind === 6) return startedLine(258_400);
    if (kind === 7) return messageLine(longText(random, words(random)));
    return kind === 8
      ? turnLine('gpt-5.4', `/home/me/shop/${at % 2}`)
      : '{"type":"event_msg","payload":{"type":"token_count"';
  });
  return [head, ...rest, turnLine('gpt-5.4', '/home/me/shop')];
}

function geminiLines(random: Random): string[] {
  const records: object[] = [geminiHead('own')];
  for (let at = 0; at < 1 + random(50); at += 1) {
    const kind = random(9);
    if (kind < 3) records.push(geminiMessage(`m${at}`, 1000 + random(90_000)));
    else if (kind === 3) records.push({ ...geminiMessage(`m${at}`, 0), tokens: null });
    else if (kind === 4) records.push(person(`m${at}`, longText(random, words(random))));
    // The message that is still being written is told again, with its figures.
    else if (kind === 5)
      records.push(geminiMessage(`m${at}`, 0), geminiMessage(`m${at}`, 1000 + random(9000)));
    else if (kind === 6) records.push({ $rewindTo: `m${random(at + 3)}` });
    else if (kind === 7) records.push({ $set: { lastUpdated: words(random) } });
    else records.push({ $set: { messages: [person(`s${at}`), geminiMessage(`t${at}`, 500 + random(900))] } });
  }
  return records.map((record) => JSON.stringify(record));
}

/** As VS Code writes them: what is new of the last request, requests that follow, or stand in place of later ones. */
function copilotLines(random: Random): string[] {
  const request = (text: string): object => ({
    requestId: text.slice(0, 9),
    message: { text },
    modelId: 'copilot/auto',
  });
  const records: object[] = [{ kind: 0, v: { version: 3, sessionId: 'own', requests: [] } }];
  const set = (k: readonly unknown[], v: unknown): void => void records.push({ kind: 1, k, v });
  let count = 0;
  for (let turn = 0; turn < 1 + random(30); turn += 1) {
    const isAgain = count > 0 && random(6) === 0;
    const at = isAgain ? random(count) : count;
    const tokens = 1000 + random(90_000);
    const v = [request(longText(random, words(random)))];
    records.push(isAgain ? { kind: 2, k: ['requests'], i: at, v } : { kind: 2, k: ['requests'], v });
    count = at + 1;
    records.push({
      kind: 2,
      k: ['requests', at, 'response'],
      v: [{ value: longText(random, words(random)) }],
    });
    if (random(4) === 0) continue;
    const told = { promptTokens: tokens, outputTokens: 50, resolvedModel: 'gpt-5.4' };
    set(['requests', at, 'promptTokens'], tokens);
    set(['requests', at, 'completionTokens'], 50);
    set(['requests', at, 'result'], { metadata: told });
    set(['requests', at, 'modelState'], { value: 1, completedAt: 1_789_000_000_000 + turn });
    if (random(3) === 0) set(['inputState', 'inputText'], words(random));
  }
  return records.map((record) => JSON.stringify(record));
}

const GENERATORS: readonly Generator[] = [
  { name: 'Claude Code', reader: claudeCodeReader, lines: claudeCodeLines },
  { name: 'Codex', reader: codexReader, lines: codexLines },
  { name: 'Gemini', reader: geminiReader, lines: geminiLines },
  { name: 'Copilot', reader: copilotChatReader, lines: copilotLines },
];

/** What a tail must agree on with the whole file. */
const figures = ({ call, model, isCompacted, sessionId, at }: TranscriptState): unknown => ({
  tokens: call?.tokens,
  output: call?.outputTokens,
  model,
  isCompacted,
  sessionId,
  at,
});

/** The slow reader: the whole text, every line. A last line that isn't whole yet doesn't count. */
function slowly(reader: LineReader, bytes: Buffer): unknown {
  const whole = bytes.toString('utf8');
  const end = whole.lastIndexOf('\n') + 1;
  const isComplete = whole.endsWith('}');
  return figures(feedText(reader, isComplete ? whole : whole.slice(0, end)));
}

/** Byte offsets where a cut hurts: within a character, at and around line breaks, one byte short, anywhere. */
function awkwardCuts(bytes: Buffer, random: Random): readonly number[] {
  const multibyte = bytes.findLastIndex((byte) => byte >= 0x80);
  const breakBefore = bytes.lastIndexOf(0x0a, Math.max(0, bytes.length - 2));
  const cuts = [bytes.length, bytes.length - 1, multibyte, breakBefore, breakBefore + 1, breakBefore - 1];
  return [...cuts, random(bytes.length), random(bytes.length)].filter((at) => at > 0);
}

describe('the tail reader against a slow full reader', () => {
  let home: TemporaryHome;
  let path: string;
  beforeEach(() => {
    home = new TemporaryHome();
    path = join(home.path, 'session.jsonl');
  });
  afterEach(() => home.remove());

  for (const { name, reader, lines } of GENERATORS) {
    it(`${name}: agrees on 1,000 files and their cuts, and when followed from cut to cut`, async () => {
      for (let seed = 1; seed <= 125; seed += 1) {
        const random = randomFrom(seed);
        const bytes = Buffer.from(lines(random).join('\n') + (random(2) === 0 ? '\n' : ''));
        const cuts = awkwardCuts(bytes, random);
        for (const cut of cuts) {
          writeFileSync(path, bytes.subarray(0, cut));
          const { state } = await TailCursor.atTail(path, reader);
          deepStrictEqual(
            figures(state),
            slowly(reader, bytes.subarray(0, cut)),
            `file ${seed} cut at ${cut}`,
          );
        }
        const rising = cuts.toSorted((one, other) => one - other);
        let written = rising[0] ?? 0;
        writeFileSync(path, bytes.subarray(0, written));
        const cursor = await TailCursor.atTail(path, reader);
        for (const cut of rising) {
          appendFileSync(path, bytes.subarray(written, cut));
          written = cut;
          await cursor.advance();
          deepStrictEqual(
            figures(cursor.state),
            slowly(reader, bytes.subarray(0, cut)),
            `file ${seed} followed to ${cut}`,
          );
        }
      }
    }).timeout(60_000);
  }
});
