/** What a tail doesn't tell of a session's window: its peak, and what the agent reported of model and host. */

import { deepStrictEqual, ok, strictEqual } from 'node:assert/strict';
import { appendFileSync, existsSync, readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';

import type { Reading } from '../../../src/core/meter/reading.ts';
import { DEFAULT_RULES } from '../../../src/core/rules/rules.ts';
import { MeterFollower } from '../../../src/node/meter/follower.ts';
import { readOwnReading } from '../../../src/node/meter/own-reading.ts';
import { readLiveReading, readReading } from '../../../src/node/meter/read-transcript.ts';
import { SessionListReader } from '../../../src/node/meter/session-list-reader.ts';
import { TemporaryHome } from './temporary.ts';
import { TestClock } from './test-clock.ts';
import { assistantLine, boundaryLine, usage } from './transcript-lines.ts';
import { cacheFolder } from '../../../src/node/machine/cache-folder.ts';

const NOW = Date.parse('2026-01-02T04:00:00.000Z');
const MINUTE = 60_000;
const OPUS_46 = 'claude-opus-4-6';
const LARGE = [1_000_000, 'observed', 17, 'normal'];
const SMALL = [200_000, 'assumed', 87, 'force'];

describe("a session's window beyond its tail", () => {
  let home: TemporaryHome;
  beforeEach(() => (home = new TemporaryHome()));
  afterEach(() => home.remove());

  const call = (id: string, tokens: number, model = OPUS_46, text = ''): string =>
    assistantLine({ id, model, cwd: home.folder, sessionId: 'mine', usage: usage(0, 0, tokens, 50), text });

  /** More than a first tail of calls up to 174,000 tokens. */
  const late = (model = OPUS_46, count = 150): string[] =>
    Array.from({ length: count }, (_, index) =>
      call(`late-${index}`, 40_000 + Math.round((index * 134_000) / (count - 1)), model, 'x'.repeat(1500)),
    );

  const write = (lines: readonly string[], id = 'mine'): string =>
    home.write(home.transcriptPath(id), lines.map((line) => `${line}\n`).join(''), NOW - MINUTE);

  const large = (): string => write([call('early', 960_000), boundaryLine('auto', 967_311), ...late()]);

  const live = (environment = home.environment()): ReturnType<typeof readLiveReading> =>
    readLiveReading({ folder: home.folder, environment, rules: DEFAULT_RULES, now: NOW });

  const figures = (reading: Reading | null): unknown[] => [
    reading?.window,
    reading?.windowSource,
    reading?.percent,
    reading?.level,
  ];

  const peaks = (): string[] => {
    const folder = join(cacheFolder(home.environment()), 'sessions');
    return existsSync(folder) ? readdirSync(folder) : [];
  };

  it('is found by reading on, once: the next process is told by the record', async () => {
    const path = large();
    const first = await live();
    deepStrictEqual(figures(first.reading), LARGE);
    ok(first.bytesRead > 250_000, String(first.bytesRead));
    const second = await live();
    deepStrictEqual(figures(second.reading), LARGE);
    ok(second.bytesRead <= 160 * 1024 + 16 * 1024, String(second.bytesRead));
    const own = { agent: 'claude-code', sessionId: 'mine', transcript: path, folder: home.folder, now: NOW };
    deepStrictEqual(
      figures(await readOwnReading({ ...own, environment: home.environment(), rules: DEFAULT_RULES })),
      LARGE,
    );
  });

  it('is assumed if the whole transcript proves nothing, and only what is new is searched again', async () => {
    const path = write(late());
    deepStrictEqual(figures((await live()).reading), SMALL);
    const again = await live();
    deepStrictEqual(figures(again.reading), SMALL);
    ok(again.bytesRead <= 160 * 1024 + 16 * 1024, String(again.bytesRead));
    appendFileSync(path, [call('more', 960_000), boundaryLine('auto', 967_311), ...late()].join('\n') + '\n');
    deepStrictEqual(figures((await live()).reading), LARGE);
  });

  it('is known without a search for a listed model, and a record of another model says nothing', async () => {
    write([call('early', 960_000), boundaryLine('auto', 967_311), ...late('claude-opus-4-5')]);
    const known = await live();
    deepStrictEqual(figures(known.reading).slice(0, 2), [200_000, 'model']);
    ok(known.bytesRead <= 160 * 1024 + 16 * 1024, String(known.bytesRead));
    deepStrictEqual(peaks(), []);
    large();
    await live();
    write(late('claude-sonnet-4-6'));
    deepStrictEqual(figures((await live()).reading).slice(0, 2), [200_000, 'assumed']);
  });

  it('is remembered beside the status line too, and where nothing may be written only found', async () => {
    large();
    const environment = { ...home.environment(), isTrusted: () => false };
    deepStrictEqual(figures((await live(environment)).reading), LARGE);
    deepStrictEqual(peaks(), []);
    home.write(join(home.folder, '.claude', 'state', 'sessions', 'current.json'), '{}');
    await live();
    deepStrictEqual(peaks(), ['mine.json']);
    rmSync(cacheFolder(home.environment()), { recursive: true });
    const again = await live();
    deepStrictEqual(figures(again.reading), LARGE);
    ok(again.bytesRead < 200_000, String(again.bytesRead));
  });

  it('a damaged or foreign record is as good as none', async () => {
    large();
    for (const text of [
      '',
      '{',
      '[]',
      '{"schema":"ninefold/peak/1","model":4,"tokens":"x"}',
      '{"tokens":900000}',
    ]) {
      home.write(join(cacheFolder(home.environment()), 'sessions', 'mine.json'), text);
      deepStrictEqual(figures((await live()).reading), LARGE, text);
    }
  });

  it('holds in a window and in the list of sessions', async () => {
    const path = large();
    const clock = new TestClock();
    clock.time = NOW;
    const environment = home.environment();
    const follower = new MeterFollower({ folder: home.folder, environment, rules: DEFAULT_RULES, clock });
    await follower.start();
    deepStrictEqual(figures(follower.reading), LARGE);
    write([call('early', 960_000), ...late('claude-opus-4-6', 170)]);
    clock.poll();
    await follower.whenIdle();
    deepStrictEqual(figures(follower.reading), LARGE, 'after it was replaced');
    follower.dispose();
    const folder = {
      key: 'k',
      name: 'shop',
      path: home.folder,
      rules: DEFAULT_RULES,
      followed: null,
      pinned: null,
    };
    const rows = await new SessionListReader(environment).read([folder], NOW);
    ok(JSON.stringify(rows).includes('"percent":17'), JSON.stringify(rows));
    strictEqual(path, home.transcriptPath('mine'));
  });

  describe('as its status line reported it', () => {
    const report = (size: number, id = 'mine', model = `${OPUS_46}[1m]`): string =>
      home.write(
        join(home.path, '.ninefold', 'sessions', `${id}.json`),
        JSON.stringify({
          session_id: id,
          model: { id: model },
          context_window: {
            context_window_size: size,
            current_usage: {
              input_tokens: 150_000,
              output_tokens: 5,
              cache_read_input_tokens: 0,
              cache_creation_input_tokens: 0,
            },
          },
        }),
        NOW - MINUTE,
      );
    const windowOf = async (env: Record<string, string> = {}): Promise<unknown> => {
      const { reading } = await live(home.environment(env));
      return [reading?.window, reading?.windowSource];
    };

    it('is remembered for the model and host, for later transcripts', async () => {
      write([call('one', 150_000)]);
      report(1_000_000);
      deepStrictEqual(await windowOf(), [1_000_000, 'reported']);
      rmSync(join(home.path, '.ninefold'), { recursive: true });
      deepStrictEqual(await windowOf(), [1_000_000, 'reported'], 'a later one');
      deepStrictEqual(await windowOf({ ANTHROPIC_BASE_URL: 'http://127.0.0.1:9' }), [200_000, 'assumed']);
      const named = await readReading({
        transcript: home.transcriptPath('mine'),
        environment: home.environment(),
        rules: DEFAULT_RULES,
        now: NOW,
      });
      deepStrictEqual(figures(named.reading).slice(0, 2), [1_000_000, 'reported']);
    });

    it('says nothing of another version of the agent', async () => {
      const byVersion = (version: string): string =>
        write([
          assistantLine({ id: 'one', model: 'claude-opus-5', cwd: home.folder, sessionId: 'mine', version }),
        ]);
      byVersion('2.1.332');
      report(1_000_000, 'mine', 'claude-opus-5');
      deepStrictEqual(await windowOf(), [1_000_000, 'reported']);
      rmSync(join(home.path, '.ninefold'), { recursive: true });
      byVersion('2.1.197');
      deepStrictEqual(await windowOf(), [200_000, 'assumed'], 'it does not know the model');
      byVersion('2.1.332');
      deepStrictEqual(await windowOf(), [1_000_000, 'reported'], 'the same version again');
    });

    it('gives way to a setting of the user, and to more usage', async () => {
      write([call('one', 150_000, 'claude-opus-4-8')]);
      report(200_000, 'mine', 'claude-opus-4-8');
      deepStrictEqual(await windowOf(), [200_000, 'reported']);
      rmSync(join(home.path, '.ninefold'), { recursive: true });
      deepStrictEqual(await windowOf(), [200_000, 'reported']);
      write([call('one', 250_000, 'claude-opus-4-8')]);
      deepStrictEqual(await windowOf(), [1_000_000, 'observed']);
    });

    it('is the one that was reported last', async () => {
      write([call('one', 150_000)]);
      for (const size of [1_000_000, 200_000]) {
        report(size);
        await windowOf();
      }
      rmSync(join(home.path, '.ninefold'), { recursive: true });
      deepStrictEqual(await windowOf(), [200_000, 'reported']);
    });
  });
});
