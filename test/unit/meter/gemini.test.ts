import { deepStrictEqual, strictEqual } from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { geminiDocumentReader, geminiReader } from '../../../src/core/agents/gemini/transcript.ts';
import {
  EMPTY_TRANSCRIPT,
  feedText,
  type TranscriptState,
} from '../../../src/core/meter/transcript-reader.ts';
import { DEFAULT_RULES } from '../../../src/core/rules/rules.ts';
import { geminiAgent } from '../../../src/node/agents/gemini/sessions.ts';
import { readLiveReading, readReading } from '../../../src/node/meter/read-transcript.ts';
import { openTail } from '../../../src/node/meter/open-transcript.ts';
import { geminiHead, geminiMessage, person } from './gemini-lines.ts';
import { TemporaryHome } from './temporary.ts';

const NOW = Date.parse('2026-11-20T12:00:00Z');
const MINUTE = 60_000;

const read = (...records: readonly object[]): TranscriptState =>
  feedText(geminiReader, records.map((record) => JSON.stringify(record)).join('\n'));
const tokens = (...records: readonly object[]): number | null => read(...records).call?.tokens ?? null;

describe('Gemini chats', () => {
  it('occupancy is the input of the last message, what was cached included', () => {
    const state = read(
      geminiHead('one'),
      person('a'),
      geminiMessage('b', 12_207, 105),
      geminiMessage('c', 12_350, 51),
    );
    deepStrictEqual(
      [state.sessionId, state.model, state.call?.tokens, state.call?.outputTokens, state.at],
      ['one', 'gemini-2.5-flash', 12_350, 51, '2026-01-15T20:51:59.064Z'],
    );
  });

  it('a message without figures keeps the ones before', () => {
    strictEqual(tokens(geminiMessage('a', 100), { ...geminiMessage('b', 0), tokens: null }), 100);
    strictEqual(tokens(geminiMessage('a', 100), person('b')), 100);
    strictEqual(tokens({ ...geminiMessage('a', 0), tokens: null }), null);
  });

  it('a message written again under its id stays in its place, with the figures that came later', () => {
    const without = { ...geminiMessage('a', 0), tokens: null };
    strictEqual(tokens(without, person('b'), geminiMessage('a', 300)), 300);
    strictEqual(tokens(geminiMessage('a', 300), without), 300);
    strictEqual(tokens(geminiMessage('a', 100), geminiMessage('b', 200), geminiMessage('a', 150)), 200);
  });

  it('a rewind takes its message and all after it away, one to nowhere takes everything', () => {
    const chat = [geminiMessage('a', 100), person('b'), geminiMessage('c', 200)] as const;
    strictEqual(tokens(...chat, { $rewindTo: 'b' }), 100);
    strictEqual(tokens(...chat, { $rewindTo: 'c' }), 100);
    strictEqual(tokens(...chat, { $rewindTo: 'gone' }), null);
    strictEqual(tokens(...chat, { $rewindTo: 'a' }, geminiMessage('d', 40)), 40);
  });

  it('a change of the head keeps the messages, one with messages replaces them (a compression)', () => {
    const chat = [geminiHead('one'), geminiMessage('a', 100)] as const;
    strictEqual(tokens(...chat, { $set: { lastUpdated: 'later', summary: 's' } }), 100);
    strictEqual(tokens(...chat, { $set: { messages: [person('x'), geminiMessage('y', 30)] } }), 30);
    strictEqual(tokens(...chat, { $set: { messages: [person('x')] } }), null);
    strictEqual(read(...chat, { $set: { sessionId: 'two' } }).sessionId, 'one');
  });

  it('a compression is one compaction, however often the chat repeats it, until the next call', () => {
    const snapshot = {
      id: 's',
      timestamp: 't',
      type: 'user',
      content: [{ text: '<state_snapshot>x</state_snapshot>' }],
    };
    const kept = geminiMessage('a', 520_000);
    const compression = { $set: { messages: [snapshot, person('ok'), kept] } };
    const compaction = { trigger: null, preTokens: 520_000, tokensBefore: 520_051 };
    const facts = (...records: readonly object[]): unknown[] => {
      const { call, isCompacted, compactions } = read(...records);
      return [call?.tokens ?? null, isCompacted, compactions];
    };
    const chat = [geminiHead('one'), kept, compression] as const;
    deepStrictEqual(facts(...chat), [null, true, [compaction]]);
    deepStrictEqual(facts(...chat, compression), [null, true, [compaction]]);
    deepStrictEqual(facts(...chat, { ...person('i'), type: 'info' }), [null, true, [compaction]]);
    const next = [...chat, geminiMessage('b', 40_000)] as const;
    deepStrictEqual(facts(...next), [40_000, false, [compaction]]);
    const later = { $set: { messages: [snapshot, person('ok'), kept, geminiMessage('b', 40_000)] } };
    deepStrictEqual(facts(...next, later), [40_000, false, [compaction]]);
    const second = { $set: { messages: [{ ...snapshot, id: 's2' }] } };
    strictEqual(read(...next, second).compactions.length, 2);
  });

  it('the older form is one document', () => {
    const document = { ...geminiHead('old'), messages: [person('a'), geminiMessage('b', 14_200, 9)] };
    const state = geminiDocumentReader.read(JSON.stringify(document, null, 2));
    deepStrictEqual([state.sessionId, state.call?.tokens, state.call?.outputTokens], ['old', 14_200, 9]);
    for (const text of ['', '[]', '{"messages":', 'null'])
      strictEqual(geminiDocumentReader.read(text), EMPTY_TRANSCRIPT);
  });

  it('lines that are no records say nothing', () => {
    const before = read(geminiMessage('a', 100));
    for (const line of ['{"id":', '["id"]', '"$set"', '{}', '']) {
      strictEqual(geminiReader.feed(before, line).call?.tokens, 100, line);
    }
  });
});

describe("Gemini's session at work in a folder", () => {
  let home: TemporaryHome;
  beforeEach(() => (home = new TemporaryHome()));
  afterEach(() => home.remove());

  it('has the window of its model, and compresses at half of it or where its settings say', async () => {
    const figures = async (model: string, folder: string | null = home.folder): Promise<unknown[]> => {
      const windowing = await geminiAgent.readWindowing(home.environment(), folder);
      const given = { reported: null, given: null, rules: {} };
      const { window, compactsAt } = windowing({ ...EMPTY_TRANSCRIPT, model }, given);
      return [window?.window, compactsAt];
    };
    deepStrictEqual(await figures('gemini-3-pro'), [1_048_576, 524_288]);
    deepStrictEqual(await figures('gemma-4-31b-it'), [256_000, 128_000]);
    const set = (root: string, text: string): string =>
      home.write(join(root, '.gemini', 'settings.json'), text);
    set(home.path, '{"model": {"compressionThreshold": 0.7}}');
    deepStrictEqual((await figures('gemini-3-pro'))[1], 734_004);
    set(home.folder, '{ // ours\n "model": {"compressionThreshold": 0.2}, }');
    deepStrictEqual((await figures('gemini-3-pro'))[1], 209_716);
    deepStrictEqual((await figures('gemini-3-pro', null))[1], 734_004);
    set(home.folder, '{"model": {"compressionThreshold": 1}}');
    deepStrictEqual((await figures('gemini-3-pro'))[1], null);
    set(home.folder, '{"chatCompression": {"contextPercentageThreshold": 0.6}}');
    deepStrictEqual((await figures('gemini-3-pro'))[1], 629_146);
    set(home.folder, '{"model": {"compressionThreshold": "half"');
    deepStrictEqual((await figures('gemini-3-pro'))[1], 734_004);
  });

  const chat = (id: string, name: string, text: string, minutesAgo = 1): string =>
    home.write(join(home.path, '.gemini', 'tmp', id, 'chats', name), text, NOW - minutesAgo * MINUTE);
  const lines = (...records: readonly object[]): string =>
    records.map((one) => `${JSON.stringify(one)}\n`).join('');
  const live = async (): Promise<unknown[]> => {
    const environment = home.environment();
    const { reading } = await readLiveReading({
      folder: home.folder,
      environment,
      rules: DEFAULT_RULES,
      now: NOW,
    });
    if (reading === null) return [];
    const { agent, sessionId, tokens: used, window, windowSource, percent, live: isLive } = reading;
    return [agent, sessionId, used, window, windowSource, percent, isLive];
  };

  it('is found by projects.json, also in a folder below', async () => {
    const projects = {
      [home.folder]: 'shop',
      [join(home.folder, 'api')]: 'api',
      '/elsewhere': 'other',
      '/x': '../../x',
    };
    home.write(join(home.path, '.gemini', 'projects.json'), JSON.stringify({ projects }));
    chat('other', 'session-1-aaaaaaaa.jsonl', lines(geminiHead('other'), geminiMessage('a', 9)));
    deepStrictEqual(await live(), []);
    chat(
      'shop',
      'session-1-f7633853.jsonl',
      lines(geminiHead('f7633853-one'), geminiMessage('a', 524_288)),
      20,
    );
    deepStrictEqual(await live(), ['gemini', 'f7633853-one', 524_288, 1_048_576, 'model', 50, false]);
    chat('api', 'session-1-bbbbbbbb.jsonl', lines(geminiHead('below'), geminiMessage('a', 7)));
    deepStrictEqual(await live(), ['gemini', 'below', 7, 1_048_576, 'model', 0, true]);
  });

  it('is found by the hash of the folder, in the older form', async () => {
    const hash = createHash('sha256').update(home.folder).digest('hex');
    chat(
      hash,
      'session-1-cccccccc.json',
      JSON.stringify({ ...geminiHead('old'), messages: [geminiMessage('a', 14_200)] }),
    );
    chat(hash, 'logs.json', '[]', 0);
    deepStrictEqual(await live(), ['gemini', 'old', 14_200, 1_048_576, 'model', 1, true]);
  });

  describe('under any name', () => {
    const document = { ...geminiHead('old'), messages: [person('a'), geminiMessage('b', 14_200)] };
    const forms: Readonly<Record<string, string>> = {
      lines: lines(geminiHead('old'), person('a'), geminiMessage('b', 14_200)),
      'a document': JSON.stringify(document, null, 2),
      'a document in one line': JSON.stringify(document),
    };
    const names = ['session-1-cccccccc', 'session-1-cccccccc.jsonl', 'session-1-cccccccc.json', 'copy.txt'];
    for (const [form, text] of Object.entries(forms)) {
      it(`are read by their content: ${form}`, async () => {
        const hash = createHash('sha256').update(home.folder).digest('hex');
        for (const name of names) {
          const transcript = chat(hash, name, text);
          const found = ['gemini', 'old', 14_200, 1_048_576, 'model', 1, true];
          deepStrictEqual(await live(), found, name);
          const options = { transcript, environment: home.environment(), rules: DEFAULT_RULES, now: NOW };
          for (const agent of [null, 'gemini']) {
            const { reading } = await readReading({ ...options, agent });
            deepStrictEqual([reading.agent, reading.tokens], ['gemini', 14_200], `${name}, ${agent}`);
          }
          rmSync(transcript);
        }
      });
    }

    it('are no chat where the content is another', async () => {
      const hash = createHash('sha256').update(home.folder).digest('hex');
      for (const text of ['', '{}\n', '[]', 'notes', '{"projectHash": "x"']) {
        chat(hash, 'notes.txt', text);
        deepStrictEqual(await live(), [], text);
      }
    });
  });

  it('a document that is half written keeps what was known, and one over 8 MB is unknown', async () => {
    const path = join(home.path, 'session-1-dddddddd.json');
    const document = (input: number, text = ''): string =>
      JSON.stringify({ ...geminiHead('old'), messages: [person('a', text), geminiMessage('b', input)] });
    home.write(path, document(14_200));
    const place = await openTail(path, geminiAgent);
    const after = async (text: string): Promise<unknown[]> => {
      home.write(path, text);
      return [await place.advance(), place.state.call?.tokens ?? null];
    };
    deepStrictEqual(await after(document(15_000).slice(0, -20)), ['grown', 14_200]);
    deepStrictEqual(await after(document(15_000)), ['grown', 15_000]);
    deepStrictEqual(await after(document(16_000, 'x'.repeat(8 * 1024 * 1024))), ['restarted', null]);
    deepStrictEqual(await after(document(17_000)), ['grown', 17_000]);
  });

  it('a damaged projects.json names no folder', async () => {
    home.write(join(home.path, '.gemini', 'projects.json'), '{"projects": [');
    deepStrictEqual(await live(), []);
  });

  it('a folder that can have no such name is none, and takes no other agent down', async () => {
    const projects = { [home.folder]: 'x'.repeat(300), [join(home.folder, 'a')]: 'a\0b' };
    home.write(join(home.path, '.gemini', 'projects.json'), JSON.stringify({ projects }));
    deepStrictEqual(await live(), []);
    const hash = createHash('sha256').update(home.folder).digest('hex');
    chat(hash, 'session-1-aaaaaaaa.jsonl', lines(geminiHead('漢'.repeat(190)), geminiMessage('a', 7)));
    const { sessions } = await geminiAgent.listSessions(home.environment(), home.folder);
    deepStrictEqual(await geminiAgent.listSubagents(home.environment(), home.folder, sessions), []);
    deepStrictEqual((await live())[2], 7);
  });

  it('sub-agents stand under their chat', async () => {
    const hash = createHash('sha256').update(home.folder).digest('hex');
    chat(hash, 'session-1-f7633853.jsonl', lines(geminiHead('f7633853-6663'), geminiMessage('a', 100)));
    chat(hash, 'f7633853-6663/child.jsonl', lines({ ...geminiHead('child'), kind: 'subagent' }), 0);
    deepStrictEqual((await live())[1], 'f7633853-6663');
    const { sessions } = await geminiAgent.listSessions(home.environment(), home.folder);
    const children = await geminiAgent.listSubagents(home.environment(), home.folder, sessions);
    deepStrictEqual(
      children.map(({ sessionId, parentSessionId }) => [sessionId, parentSessionId]),
      [['child', 'f7633853-6663']],
    );
  });
});
