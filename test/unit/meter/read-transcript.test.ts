import { deepStrictEqual, rejects } from 'node:assert/strict';
import { join } from 'node:path';
import { NinefoldError } from '../../../src/core/errors.ts';
import { DEFAULT_RULES } from '../../../src/core/rules/rules.ts';
import { readReading } from '../../../src/node/meter/read-transcript.ts';
import { TemporaryHome } from './temporary.ts';
import { assistantLine, boundaryLine, usage } from './transcript-lines.ts';

const NOW = Date.parse('2026-01-02T04:00:00.000Z');
const MINUTE = 60_000;

describe('a named transcript', () => {
  let home: TemporaryHome;
  beforeEach(() => (home = new TemporaryHome()));
  afterEach(() => home.remove());

  const read = (transcript: string, changed: object = {}): ReturnType<typeof readReading> =>
    readReading({ transcript, environment: home.environment(), rules: DEFAULT_RULES, now: NOW, ...changed });

  it('gives every field of `meter --json`', async () => {
    const lines = [
      assistantLine({ id: 'msg_1', usage: usage(10, 0, 150_000, 10) }),
      boundaryLine('manual', 150_020),
      assistantLine({ id: 'msg_2', usage: usage(2000, 0, 150_000, 40) }),
    ];
    const path = home.write(join(home.path, 'one.jsonl'), lines.join('\n'), NOW - MINUTE);
    deepStrictEqual((await read(path)).reading, {
      agent: 'claude-code',
      sessionId: 'first',
      model: 'claude-opus-4-5-20251101',
      source: 'transcript',
      tokens: 152_000,
      outputTokens: 40,
      window: 200_000,
      windowSource: 'model',
      compactsAt: 167_000,
      percent: 76,
      level: 'warning',
      live: true,
      at: '2026-01-02T03:04:05.678Z',
      compactions: [{ trigger: 'manual', preTokens: 150_020, tokensBefore: 150_020 }],
      forecast: { level: 'suggest', tokens: 5000, isEarly: true, turns: null, minutes: null },
    });
    const given = (await read(path, { window: 160_000, now: NOW + 60 * MINUTE })).reading;
    deepStrictEqual(
      [given.window, given.windowSource, given.level, given.live],
      [160_000, 'setting', 'force', false],
    );
  });

  it('is unknown, not 0, when it holds no call', async () => {
    const { reading } = await read(home.write(join(home.path, 'empty.jsonl'), '\n{}\n'), {
      agent: 'claude-code',
    });
    deepStrictEqual(
      [reading.tokens, reading.percent, reading.level, reading.sessionId],
      [null, null, 'unknown', 'empty'],
    );
  });

  it('is refused by code: missing, unreadable, an unknown agent', async () => {
    const code = (expected: string) => (error: unknown) => NinefoldError.is(error) && error.code === expected;
    await rejects(read(join(home.path, 'nowhere.jsonl')), code('transcript-missing'));
    await rejects(read(home.path), code('transcript-unreadable'));
    await rejects(read(home.path, { agent: 'eliza' }), code('agent-unknown'));
  });
});
