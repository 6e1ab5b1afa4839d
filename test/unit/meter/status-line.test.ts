import { deepStrictEqual } from 'node:assert/strict';
import { mkdirSync, rmSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';

import type { Reading, ReadingFacts } from '../../../src/core/meter/reading.ts';
import { parseClaudeCodeStatusLine } from '../../../src/core/agents/claude-code/status-line.ts';
import { parseQwenCodeStatusLine } from '../../../src/core/agents/qwen-code/status-line.ts';
import { parseStatusLine } from '../../../src/node/agents/agents.ts';
import { sessionReading } from '../../../src/core/meter/status-line.ts';
import { DEFAULT_RULES } from '../../../src/core/rules/rules.ts';
import { MeterFollower } from '../../../src/node/meter/follower.ts';
import { readLiveReading } from '../../../src/node/meter/read-transcript.ts';
import { statusLinePaths } from '../../../src/node/meter/status-line-file.ts';
import { reading } from './sample-reading.ts';
import { statusLineText } from './status-line-text.ts';
import { TemporaryHome } from './temporary.ts';
import { TestClock } from './test-clock.ts';
import { assistantLine, boundaryLine, usage } from './transcript-lines.ts';
import { inJson } from '../support/platform.ts';
import { cacheFolder } from '../../../src/node/machine/cache-folder.ts';

const AT = '2026-01-02T03:00:00.000Z';
const NOW = Date.parse(AT);

/** What Qwen Code 0.24.4 gave, with figures of our own. */
function qwenText(context: object = {}): string {
  return JSON.stringify({
    session_id: 'first',
    version: '0.24.4',
    model: { display_name: 'qwen3-coder-plus' },
    context_window: {
      context_window_size: 256_000,
      used_percentage: 34.2,
      current_usage: 87_650,
      total_input_tokens: 137_650,
      ...context,
    },
    workspace: { current_dir: '/work/shop' },
  });
}

describe('what Qwen Code gives its status line', () => {
  it('has the last call’s prompt, never the sums, and the window', () => {
    const read = parseQwenCodeStatusLine(qwenText(), AT);
    deepStrictEqual(
      [read?.sessionId, read?.model, read?.tokens, read?.window, read?.noCount],
      ['first', 'qwen3-coder-plus', 87_650, 256_000, null],
    );
    deepStrictEqual(parseStatusLine(qwenText(), AT), read);
  });

  it('has none before the first call, nor where the figure is no count', () => {
    const tokens = (usage: unknown): unknown => {
      const read = parseQwenCodeStatusLine(qwenText({ current_usage: usage }), AT);
      return read === null ? null : [read.tokens, read.noCount];
    };
    deepStrictEqual(
      [tokens(0), tokens(-1), tokens(0.5), tokens('7'), tokens({ input_tokens: 5 })],
      [[null, null], [null, 'current_usage'], [null, 'current_usage'], null, null],
    );
  });

  it('gives a version that keeps no window the window', async () => {
    const home = new TemporaryHome();
    try {
      const chats = join(
        home.path,
        '.qwen',
        'projects',
        home.folder.replaceAll(/[^A-Za-z0-9]/g, '-'),
        'chats',
      );
      const answer = {
        ...{ uuid: 'u', sessionId: 'first', type: 'assistant', cwd: home.folder, model: 'qwen3-coder-plus' },
        ...{ message: { role: 'model', parts: [] }, usageMetadata: { promptTokenCount: 87_650 } },
      };
      home.write(join(chats, 'first.jsonl'), `${JSON.stringify(answer)}\n`, NOW);
      home.write(join(home.path, '.ninefold', 'sessions', 'first.json'), qwenText(), NOW);
      const { reading } = await readLiveReading({
        folder: home.folder,
        environment: home.environment(),
        rules: DEFAULT_RULES,
        now: NOW,
      });
      deepStrictEqual([reading?.tokens, reading?.window, reading?.percent], [87_650, 256_000, 34]);
    } finally {
      home.remove();
    }
  });
});

describe('what an agent gives its status line', () => {
  it('is read with cost and limits', () => {
    deepStrictEqual(parseClaudeCodeStatusLine(statusLineText({}), AT), {
      sessionId: 'first',
      model: 'claude-opus-4-6[1m]',
      version: '2.1.245',
      tokens: 120_000,
      outputTokens: 700,
      noCount: null,
      window: 1_000_000,
      costUsd: 1.25,
      rateLimits: {
        fiveHour: { usedPercent: 23.5, resetsAt: '2026-01-02T05:00:00.000Z' },
        sevenDay: { usedPercent: 41, resetsAt: null },
      },
      at: AT,
    });
  });

  it('knows no tokens before the first call and after a compaction', () => {
    const read = parseClaudeCodeStatusLine(statusLineText({ usage: null }), AT);
    deepStrictEqual([read?.tokens, read?.outputTokens, read?.window], [null, null, 1_000_000]);
  });

  it('takes whatever has another shape for absent', () => {
    const odd = {
      session_id: 's',
      model: 7,
      context_window: [],
      cost: { total_cost_usd: -1 },
      rate_limits: {},
    };
    deepStrictEqual(
      ['', 'null', '[]', '{}', '{"session_id":""}', '{"session_id":"s"'].map((text) =>
        parseClaudeCodeStatusLine(text, AT),
      ),
      [null, null, null, null, null, null],
    );
    deepStrictEqual(parseClaudeCodeStatusLine(JSON.stringify(odd), AT), {
      sessionId: 's',
      model: null,
      version: null,
      tokens: null,
      outputTokens: null,
      noCount: null,
      window: null,
      costUsd: null,
      rateLimits: null,
      at: AT,
    });
  });

  it('is shown before the transcript, unless it is over', () => {
    const at = (seconds: number): string => new Date(NOW + seconds * 1000).toISOString();
    const line = (changed: Partial<ReadingFacts> = {}): Reading =>
      reading({ source: 'statusline', at: AT, ...changed });
    const transcript = (seconds: number, changed: Partial<ReadingFacts> = {}): Reading =>
      reading({ at: at(seconds), ...changed });
    const after = (seconds: number): number => NOW + seconds * 1000;
    const chosen: readonly (readonly [Reading | null, Reading, number])[] = [
      [line(), transcript(-5), after(0)],
      [line(), transcript(30), after(59)],
      [line(), transcript(-5), after(3600)],
      [line(), transcript(30), after(61)],
      [line(), transcript(30, { isCompacted: true }), after(31)],
      [line(), transcript(-5, { isCompacted: true }), after(31)],
      [line({ tokens: null }), transcript(-5), after(0)],
      [line({ sessionId: 'other' }), transcript(-5), after(0)],
      [null, transcript(0), after(0)],
    ];
    deepStrictEqual(
      chosen.map((given) => sessionReading(...given).source),
      [
        ...['statusline', 'statusline', 'statusline'],
        ...['transcript', 'transcript', 'statusline', 'transcript', 'transcript', 'transcript'],
      ],
    );
  });
});

describe('a stored status line', () => {
  let home: TemporaryHome;
  beforeEach(() => {
    home = new TemporaryHome();
  });
  afterEach(() => home.remove());

  const session = (id: string, tokens: number): void => {
    const given = { id: 'msg_1', sessionId: id, cwd: home.folder, usage: usage(tokens, 0, 0, 1) };
    home.write(home.transcriptPath(id), `${assistantLine({ ...given, model: 'claude-opus-4-6' })}\n`);
  };
  const own = (id = 'first'): string => join(home.path, '.ninefold', 'sessions', `${id}.json`);
  const live = async (now = Date.now()): Promise<Reading | null> => {
    const options = { folder: home.folder, environment: home.environment(), rules: DEFAULT_RULES, now };
    return (await readLiveReading(options)).reading;
  };
  const figures = (shown: Reading | null): unknown => [
    shown?.source,
    shown?.tokens,
    shown?.window,
    shown?.windowSource,
  ];

  it('is looked for where the bridge puts it: the nearest state root, and the user’s own folder', () => {
    const work = join(home.path, 'work');
    home.write(join(work, '.ninefold/state/sessions/current.json'), '{}');
    home.write(join(home.path, '.claude/state/sessions/current.json'), '{}');
    const inRoot = join(work, '.ninefold/state/sessions/first.json');
    deepStrictEqual(
      [
        statusLinePaths(home.path, home.folder, 'first'),
        statusLinePaths(home.path, home.path, 'first'),
        statusLinePaths(home.path, home.folder, '../../x'),
      ],
      [[inRoot, own()], [own()], []],
    );
  });

  it('is never looked for in the home folder, by whatever link that is called', () => {
    home.write(join(home.path, '.claude/state/sessions/current.json'), '{}');
    const link = join(home.path, 'link');
    symlinkSync(home.path, link);
    deepStrictEqual(
      [
        statusLinePaths(link, home.folder, 'first'),
        statusLinePaths(home.path, join(link, 'work', 'shop'), 'first'),
      ],
      [[join(link, '.ninefold', 'sessions', 'first.json')], [own()]],
    );
  });

  it('is what the meter shows, with its window', async () => {
    session('first', 90_000);
    home.write(own(), statusLineText({}));
    deepStrictEqual(figures(await live()), ['statusline', 120_000, 1_000_000, 'reported']);
  });

  it('gives way to a transcript that went on, but its window stays while the model does', async () => {
    session('first', 90_000);
    home.write(own(), statusLineText({}), Date.parse('2026-01-01T00:00:00.000Z'));
    deepStrictEqual(figures(await live()), ['transcript', 90_000, 1_000_000, 'reported']);
    rmSync(cacheFolder(home.environment()), { recursive: true });
    home.write(own(), statusLineText({ model: 'claude-haiku-4-5' }), Date.parse('2026-01-01T00:00:00.000Z'));
    deepStrictEqual(figures(await live()), ['transcript', 90_000, 200_000, 'assumed']);
  });

  it('with the figures from before a compaction is stale, even if it was drawn after it', async () => {
    const at = (second: number): string => new Date(Date.parse(AT) - 60_000 + second * 1000).toISOString();
    const call = (id: string, tokens: number, second: number): string =>
      assistantLine({ id, usage: usage(0, 0, tokens, 40), cwd: home.folder, timestamp: at(second) });
    const write = (...lines: readonly string[]): string =>
      home.write(home.transcriptPath('first'), lines.map((line) => `${line}\n`).join(''), NOW);
    const drawn = (input: number): string => home.write(own(), statusLineText({ input }), Date.parse(at(20)));
    const shown = async (): Promise<unknown> => {
      const seen = await live(NOW);
      return [seen?.source, seen?.tokens, seen?.level];
    };
    const before = [call('a', 150_000, 0), boundaryLine('manual', 150_040, at(10))];
    write(...before);
    drawn(150_000);
    deepStrictEqual(await shown(), ['transcript', null, 'compacted']);
    drawn(30_000);
    deepStrictEqual(
      await shown(),
      ['statusline', 30_000, 'normal'],
      'the next call, not yet in the transcript',
    );
    drawn(150_000);
    write(...before, call('b', 31_000, 30));
    deepStrictEqual(await shown(), ['transcript', 31_000, 'normal'], 'not drawn since');
    write(boundaryLine('manual', 150_040, at(10)).replace('/home/me/shop', inJson(home.folder)));
    deepStrictEqual(await shown(), ['transcript', null, 'compacted'], 'the call before it was not read');
  });

  it('tells cost and limits beside the figures of a transcript that went on, and where nobody counts yet', async () => {
    const drawn = Date.parse('2026-01-02T03:00:00.000Z');
    const account = async (now: number): Promise<unknown> => {
      const shown = await live(now);
      return [shown?.source, shown?.tokens, shown?.costUsd, shown?.rateLimits];
    };
    const fiveHour = { usedPercent: 23.5, resetsAt: '2026-01-02T05:00:00.000Z' };
    const sevenDay = { usedPercent: 41, resetsAt: null };
    session('first', 90_000);
    home.write(own(), statusLineText({ usage: null }), drawn);
    const [resets, week] = [Date.parse(fiveHour.resetsAt), drawn + 7 * 24 * 3_600_000];
    deepStrictEqual(await Promise.all([resets - 1, resets, week - 1, week].map(account)), [
      ['transcript', 90_000, 1.25, { fiveHour, sevenDay }],
      ['transcript', 90_000, 1.25, { fiveHour: null, sevenDay }],
      ['transcript', 90_000, 1.25, { fiveHour: null, sevenDay }],
      ['transcript', 90_000, 1.25, undefined],
    ]);
  });

  it('of another session tells nothing', async () => {
    session('first', 90_000);
    home.write(own(), statusLineText({ sessionId: 'other' }));
    const shown = await live();
    deepStrictEqual([shown?.tokens, shown?.costUsd, shown?.rateLimits], [90_000, undefined, undefined]);
  });

  it('is reported again if only cost, a limit, or the time of its reset differs', async () => {
    session('first', 90_000);
    const resetsAt = new Date(Date.now() + 3_600_000).toISOString();
    const drawn = Date.parse('2026-01-01T00:00:00.000Z');
    const line = { usage: null, resetsAt } as const;
    home.write(own(), statusLineText(line), drawn);
    const clock = new TestClock();
    const options = { folder: home.folder, environment: home.environment(), rules: DEFAULT_RULES, clock };
    const follower = new MeterFollower(options);
    const told: unknown[] = [];
    const poll = async (): Promise<void> => {
      clock.poll();
      await follower.whenIdle();
    };
    try {
      follower.onDidChange((shown) =>
        told.push([shown?.tokens, shown?.costUsd, shown?.rateLimits?.fiveHour?.usedPercent]),
      );
      await follower.start();
      await poll();
      home.write(own(), statusLineText({ ...line, cost: 1.5 }), drawn + 1000);
      await poll();
      home.write(own(), statusLineText({ ...line, cost: 1.5, fiveHour: 24 }), drawn + 2000);
      await poll();
      await poll();
      clock.time += 3_600_000;
      await poll();
      deepStrictEqual(told, [
        [90_000, 1.25, 23.5],
        [90_000, 1.5, 23.5],
        [90_000, 1.5, 24],
        [90_000, 1.5, undefined],
      ]);
    } finally {
      follower.dispose();
    }
  });

  it('is followed as it changes, in the state root before the user’s own where it is newer', async () => {
    session('first', 90_000);
    home.write(join(home.folder, '.claude/state/sessions/current.json'), '{}');
    home.write(own(), statusLineText({ input: 1 }), Date.now() - 5000);
    mkdirSync(join(home.path, '.ninefold/sessions'), { recursive: true });
    const follower = new MeterFollower({
      folder: home.folder,
      environment: home.environment(),
      rules: DEFAULT_RULES,
    });
    try {
      await follower.start();
      deepStrictEqual(figures(follower.reading), ['statusline', 1, 1_000_000, 'reported']);
      const told = new Promise<Reading | null>((resolve) => {
        follower.onDidChange((changed) => {
          if (changed?.tokens === 121_000) resolve(changed);
        });
      });
      home.write(join(home.folder, '.claude/state/sessions/first.json'), statusLineText({ input: 121_000 }));
      deepStrictEqual((await told)?.source, 'statusline');
      deepStrictEqual(follower.statusLine?.costUsd, 1.25);
    } finally {
      follower.dispose();
    }
  });
});
