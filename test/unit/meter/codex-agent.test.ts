import { deepStrictEqual, rejects } from 'node:assert/strict';
import { appendFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { codexReader } from '../../../src/core/agents/codex/transcript.ts';
import { NinefoldError } from '../../../src/core/errors.ts';
import { DEFAULT_RULES } from '../../../src/core/rules/rules.ts';
import { agentsHere } from '../../../src/node/agents/agents.ts';
import { codexAgent } from '../../../src/node/agents/codex/sessions.ts';
import { findSession, type FindSessionResult } from '../../../src/node/meter/find-session.ts';
import { readLiveReading, readReading } from '../../../src/node/meter/read-transcript.ts';
import { TailCursor } from '../../../src/node/meter/tail-cursor.ts';
import { countLine, messageLine, metaLine, turnLine, usageOf } from './codex-lines.ts';
import { TemporaryHome } from './temporary.ts';

const NOW = Date.parse('2026-11-20T12:00:00Z');
const MINUTE = 60_000;

describe("Codex's session at work in a folder", () => {
  let home: TemporaryHome;
  beforeEach(() => (home = new TemporaryHome()));
  afterEach(() => home.remove());

  interface Session {
    readonly day?: string;
    readonly cwd?: string;
    readonly minutesAgo?: number;
    readonly tokens?: number;
    readonly fields?: Record<string, unknown>;
  }

  function session(id: string, given: Session = {}): string {
    const {
      day = 'sessions/2026/11/20',
      cwd = home.folder,
      minutesAgo = 1,
      tokens = 1000,
      fields = {},
    } = given;
    const lines = [metaLine({ id, cwd, fields }), turnLine('gpt-5.4', cwd), countLine(usageOf(tokens))];
    const path = join(home.path, '.codex', day, `rollout-2026-11-20T10-00-00-${id}.jsonl`);
    return home.write(path, `${lines.join('\n')}\n`, NOW - minutesAgo * MINUTE);
  }

  const look = async (env: Record<string, string> = {}): Promise<FindSessionResult> => {
    const environment = home.environment(env);
    const agents = await agentsHere(environment);
    return findSession({ folder: home.folder, environment, agents, now: NOW });
  };
  const chosen = async (env?: Record<string, string>): Promise<unknown[]> => {
    const { found } = await look(env);
    return found === null ? [] : [found.session.sessionId, found.session.isLive];
  };

  it('is told from those of other folders by the first line, and may be in a folder below', async () => {
    const other = session('other', { cwd: join(home.path, 'elsewhere'), minutesAgo: 0 });
    session('mine', { minutesAgo: 30 });
    deepStrictEqual(await chosen(), ['mine', false]);
    deepStrictEqual((await look()).elsewhere, [other]);
    session('below', { cwd: join(home.folder, 'api'), minutesAgo: 5 });
    deepStrictEqual(await chosen(), ['below', true]);
  });

  it('may sit in an old folder, because a resumed session goes on in its old file', async () => {
    session('today', { minutesAgo: 8 });
    session('resumed', { day: 'sessions/2026/03/02', minutesAgo: 2 });
    deepStrictEqual(await chosen(), ['resumed', true]);
  });

  it('may be archived, and CODEX_HOME may say where', async () => {
    session('archived', { day: 'archived_sessions', minutesAgo: 90 });
    deepStrictEqual(await chosen(), ['archived', false]);
    deepStrictEqual(await chosen({ CODEX_HOME: join(home.path, 'none') }), []);
    // Codex takes it from the folder that it was started in, which nobody knows here.
    deepStrictEqual(await chosen({ CODEX_HOME: 'none' }), ['archived', false]);
  });

  it('is never a sub-agent, which stands under its parent', async () => {
    session('main', { minutesAgo: 5 });
    session('child', { minutesAgo: 0, fields: { thread_source: 'subagent', parent_thread_id: 'main' } });
    deepStrictEqual(await chosen(), ['main', true]);
    const { sessions } = await codexAgent.listSessions(home.environment(), home.folder);
    const children = await codexAgent.listSubagents(home.environment(), home.folder, sessions);
    deepStrictEqual(
      children.map(({ sessionId, parentSessionId }) => [sessionId, parentSessionId]),
      [['child', 'main']],
    );
  });

  it('is passed over while its first line is half written, or where it is another file', async () => {
    const path = session('half', { minutesAgo: 0 });
    writeFileSync(path, metaLine({ id: 'half', cwd: home.folder }).slice(0, 9000));
    home.write(join(home.path, '.codex', 'sessions', '2026', '11', '20', 'rollout-x.jsonl'), '[]\n', NOW);
    deepStrictEqual(await chosen(), []);
    writeFileSync(path, `${metaLine({ id: 'half', cwd: home.folder })}\n`);
    deepStrictEqual((await chosen())[0], 'half');
  });

  it('compressed ones are counted, not read; one that is named is refused with advice', async () => {
    const path = join(home.path, '.codex', 'sessions', '2026', '01', '02', 'rollout-old.jsonl.zst');
    home.write(path, 'zstd');
    const { compressed, found } = await look();
    deepStrictEqual([compressed, found], [1, null]);
    const reading = readReading({
      transcript: path,
      agent: 'codex',
      environment: home.environment(),
      rules: DEFAULT_RULES,
      now: NOW,
    });
    await rejects(reading, (error) => NinefoldError.is(error) && error.code === 'transcript-compressed');
  });

  it('gives a reading by its own formula and its own window, which only --window overrides', async () => {
    session('mine', { tokens: 35_041 });
    const figures = async (window: number | null): Promise<unknown> => {
      const { reading } = await readLiveReading({
        folder: home.folder,
        environment: home.environment(),
        rules: { ...DEFAULT_RULES, windows: { '*': 200_000 } },
        now: NOW,
        window,
      });
      const { agent, model, tokens, window: of, windowSource, percent, level } = reading ?? {};
      return [agent, model, tokens, of, windowSource, percent, level];
    };
    deepStrictEqual(await figures(null), ['codex', 'gpt-5.4', 35_041, 258_400, 'reported', 9, 'normal']);
    deepStrictEqual(await figures(40_000), ['codex', 'gpt-5.4', 35_041, 40_000, 'setting', 82, 'suggest']);
  });

  it('compacts by itself where the rollout and config.toml say, and its levels come first', async () => {
    session('mine', { tokens: 130_000 });
    const figures = async (config: string | null): Promise<unknown> => {
      if (config !== null) home.write(join(home.path, '.codex', 'config.toml'), config);
      const environment = home.environment();
      const options = { folder: home.folder, environment, rules: DEFAULT_RULES, now: NOW };
      const { reading } = await readLiveReading(options);
      return [reading?.compactsAt, reading?.level];
    };
    deepStrictEqual(await figures(null), [244_800, 'normal']);
    deepStrictEqual(await figures('model_auto_compact_token_limit = 140000\n'), [140_000, 'suggest']);
    const scoped = 'model_auto_compact_token_limit_scope = "body_after_prefix"\n';
    deepStrictEqual(await figures(scoped), [null, 'normal']);
  });

  it('a tail has the identity of a first line of any size in front, and reads little', async () => {
    const path = join(home.path, 'rollout-large.jsonl');
    const meta = metaLine({ id: 'own', cwd: home.folder, instructions: 40_000 });
    const copy = metaLine({ id: 'parent', cwd: '/elsewhere' });
    const long = messageLine('y'.repeat(3_000_000));
    writeFileSync(
      path,
      `${meta}\n${long}\n${copy}\n${turnLine('gpt-5.4', home.folder)}\n${countLine(usageOf(35_041))}\n`,
    );
    const cursor = await TailCursor.atTail(path, codexReader);
    const { sessionId, cwd, model, call } = cursor.state;
    deepStrictEqual([sessionId, cwd, model, call?.tokens], ['own', home.folder, 'gpt-5.4', 35_041]);
    deepStrictEqual(cursor.bytesRead <= 256 * 1024, true, `${cursor.bytesRead} bytes`);
    appendFileSync(path, `${countLine(usageOf(36_000))}\n`);
    deepStrictEqual(
      [await cursor.advance(), cursor.state.call?.tokens, cursor.state.sessionId],
      ['grown', 36_000, 'own'],
    );
  });

  it('is looked for further back for its model alone up to 256 KB', async () => {
    const path = join(home.path, 'rollout-turn.jsonl');
    const lines = [metaLine({ id: 'own', cwd: home.folder }), turnLine('gpt-5.4', home.folder)];
    const write = (noise: number): void =>
      writeFileSync(
        path,
        [...lines, messageLine('y'.repeat(noise)), countLine(usageOf(9_000)), ''].join('\n'),
      );
    write(150_000);
    const near = await TailCursor.atTail(path, codexReader);
    write(900_000);
    const far = await TailCursor.atTail(path, codexReader);
    deepStrictEqual(
      [near.state.model, far.state.model, far.state.call?.tokens, far.bytesRead < 300_000],
      ['gpt-5.4', null, 9_000, true],
    );
  });
});
