/** Where agents keep their sessions: found by folder, alive by their process, apart from their sub-agents. */

import { deepStrictEqual } from 'node:assert/strict';
import { copyFileSync, mkdirSync, readFileSync, utimesSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';

import { openCodeCompactsAt, openCodeSettings } from '../../../src/core/agents/opencode/window.ts';
import { qwenCodeCompactsAt } from '../../../src/core/agents/qwen-code/window.ts';
import { droidPercent } from '../../../src/core/agents/droid/transcript.ts';
import { DEFAULT_RULES } from '../../../src/core/rules/rules.ts';
import { agentsHere } from '../../../src/node/agents/agents.ts';
import { editorUserFolders } from '../../../src/node/agents/editor-folders.ts';
import { MeterFollower } from '../../../src/node/meter/follower.ts';
import { listFolderSessions } from '../../../src/node/meter/folder-sessions.ts';
import { readLiveReading } from '../../../src/node/meter/read-transcript.ts';
import { scanStore } from '../../../src/node/usage/scan-transcript.ts';
import { TemporaryHome } from '../meter/temporary.ts';

const NOW = Date.parse('2026-11-20T12:00:00Z');
const MINUTE = 60_000;

const lines = (records: readonly object[]): string =>
  records.map((record) => `${JSON.stringify(record)}\n`).join('');

/** What agents make of a path in a folder's name. */
const dashed = (path: string): string => path.replaceAll(/[/\\:]/g, '-');

describe('the stores of agents', () => {
  let home: TemporaryHome;
  beforeEach(() => (home = new TemporaryHome()));
  afterEach(() => home.remove());

  const read = async (): Promise<readonly unknown[]> => {
    const { reading } = await readLiveReading({
      folder: home.folder,
      environment: home.environment(),
      rules: DEFAULT_RULES,
      now: NOW,
    });
    return reading === null ? [] : [reading.agent, reading.sessionId, reading.tokens, reading.live];
  };
  const subagents = async (): Promise<readonly unknown[]> => {
    const environment = home.environment();
    const agents = await agentsHere(environment);
    const { sessions } = await listFolderSessions({ agents, environment, folder: home.folder });
    const listed = await Promise.all(
      agents.map((agent) => agent.listSubagents(environment, home.folder, sessions)),
    );
    return [
      sessions.map(({ sessionId }) => sessionId).toSorted(),
      listed.flat().map(({ parentSessionId, sessionId }) => [parentSessionId, sessionId]),
    ];
  };

  describe('of Copilot CLI', () => {
    const event = (type: string, data: object): object => ({
      type,
      data,
      id: type,
      timestamp: '2026-11-20T11:00:00Z',
    });
    const session = (id: string, cwd: string, tokens: number, more: readonly object[] = []): string =>
      home.write(
        join(home.path, '.copilot', 'session-state', id, 'events.jsonl'),
        lines([
          event('session.start', { sessionId: id, context: { cwd } }),
          event('session.usage_record', { usage: { model: 'm', inputTokens: tokens, outputTokens: 5 } }),
          ...more,
        ]),
        NOW - MINUTE,
      );
    const lock = (id: string, pid: number): string =>
      home.write(join(home.path, '.copilot', 'session-state', id, `inuse.${pid}.lock`), String(pid));

    it('lead to the folder’s session, which lives as long as the process that holds its lock', async () => {
      session('elsewhere', '/elsewhere', 9);
      const path = session('mine', join(home.folder, 'api'), 4000);
      deepStrictEqual(await read(), ['copilot-cli', 'mine', 4000, true]);
      lock('mine', 71);
      deepStrictEqual(await read(), ['copilot-cli', 'mine', 4000, false]);
      home.living.add(71);
      utimesSync(path, 1000, 1000);
      deepStrictEqual(await read(), ['copilot-cli', 'mine', 4000, true]);
    });

    it('tell that it was closed, until it goes on', async () => {
      const closed = event('session.shutdown', { shutdownType: 'routine' });
      session('mine', home.folder, 4000, [closed]);
      deepStrictEqual(await read(), ['copilot-cli', 'mine', 4000, false]);
      session('mine', home.folder, 4000, [closed, event('session.resume', { sessionId: 'mine' })]);
      deepStrictEqual(await read(), ['copilot-cli', 'mine', 4000, true]);
    });
  });

  it('of Qwen Code: the process in the record beside a chat decides, and sub-agents have a folder', async () => {
    const project = join(home.path, '.qwen', 'projects', home.folder.replaceAll(/[^A-Za-z0-9]/g, '-'));
    const answer = (tokens: number): object => ({
      ...{ uuid: 'u', sessionId: 'one', type: 'assistant', cwd: home.folder, model: 'm' },
      ...{ message: { role: 'model', parts: [] }, usageMetadata: { promptTokenCount: tokens } },
    });
    home.write(join(project, 'chats', 'one.jsonl'), lines([answer(5000)]), NOW - MINUTE);
    home.write(join(project, 'subagents', 'one', 'agent-7.jsonl'), lines([answer(9)]), NOW);
    deepStrictEqual(await read(), ['qwen-code', 'one', 5000, true]);
    home.write(join(project, 'chats', 'one.runtime.json'), JSON.stringify({ pid: 82, session_id: 'one' }));
    deepStrictEqual(await read(), ['qwen-code', 'one', 5000, false]);
    home.living.add(82);
    deepStrictEqual(await read(), ['qwen-code', 'one', 5000, true]);
    deepStrictEqual(await subagents(), [['one'], [['one', 'agent-7']]]);
    deepStrictEqual([qwenCodeCompactsAt(128_000), qwenCodeCompactsAt(1_000_000)], [95_000, 850_000]);
  });

  it('of Pi: a project’s folder, confirmed by the first line; the window of its own models', async () => {
    const name = `--${dashed(home.folder).replace(/^-/, '')}--`;
    const head = (id: string, cwd: string): object => ({
      type: 'session',
      id,
      cwd,
      timestamp: '2026-11-20T10:00:00Z',
    });
    const answer = {
      type: 'message',
      id: 'a',
      message: { role: 'assistant', model: 'm', usage: { input: 700, output: 2 } },
    };
    const sessions = join(home.path, '.pi', 'agent', 'sessions');
    home.write(
      join(sessions, name, 'then_one.jsonl'),
      lines([head('one', home.folder), answer]),
      NOW - MINUTE,
    );
    // The name of a sibling `shop-2` also fits a folder `2` in `shop`.
    home.write(
      join(sessions, `${name.slice(0, -2)}-2--`, 'then_two.jsonl'),
      lines([head('two', `${home.folder}-2`), answer]),
      NOW,
    );
    deepStrictEqual(await read(), ['pi', 'one', 700, true]);
    home.write(
      join(home.path, '.pi', 'agent', 'models.json'),
      JSON.stringify({ providers: { p: { models: [{ id: 'm', contextWindow: 1000 }] } } }),
    );
    const environment = home.environment();
    const { reading } = await readLiveReading({
      folder: home.folder,
      environment,
      rules: DEFAULT_RULES,
      now: NOW,
    });
    deepStrictEqual([reading?.window, reading?.windowSource, reading?.percent], [1000, 'setting', 70]);
  });

  it('of Kimi Code: the index names the folder, wherever it was written; other agents are apart', async () => {
    const root = join(home.path, '.kimi-code');
    const record = (tokens: number): object => ({
      type: 'usage.record',
      usageScope: 'turn',
      usage: { inputOther: tokens, output: 1 },
    });
    const index = (workDir: string): object => ({
      sessionId: 'one',
      sessionDir: '/gone/.kimi-code/sessions/wd_1/one',
      workDir,
    });
    const agents = join(root, 'sessions', 'wd_1', 'one', 'agents');
    home.write(join(root, 'session_index.jsonl'), lines([index('/elsewhere')]));
    home.write(join(agents, 'main', 'wire.jsonl'), lines([record(3000)]), NOW - MINUTE);
    home.write(join(agents, 'sub-1', 'wire.jsonl'), lines([record(8)]), NOW);
    deepStrictEqual(await read(), []);
    home.write(join(root, 'session_index.jsonl'), lines([index('/elsewhere'), index(home.folder)]));
    deepStrictEqual(await read(), ['kimi-code', 'one', 3000, true]);
    deepStrictEqual(await subagents(), [['one'], [['one', 'sub-1']]]);
  });

  it('of Droid: figures beside the session, none after a compression; what a task started is apart', async () => {
    const project = join(home.path, '.factory', 'sessions', dashed(home.folder));
    const session = (id: string, tokens: number, head: object = {}, minutesAgo = 1): void => {
      const first = { type: 'session_start', id, cwd: home.folder, ...head };
      const answer = { type: 'message', id: 'a', message: { role: 'assistant', modelId: 'm' } };
      home.write(join(project, `${id}.jsonl`), lines([first, answer]), NOW - minutesAgo * MINUTE);
      const usage = { lastCallTokenUsage: { inputTokens: tokens, outputTokens: 1, cacheReadTokens: 10 } };
      home.write(join(project, `${id}.settings.json`), JSON.stringify(usage));
    };
    session('one', 6000);
    session('task', 9, { callingSessionId: 'one', callingToolUseId: 't' }, 0);
    deepStrictEqual(await read(), ['droid', 'one', 6010, true]);
    deepStrictEqual(await subagents(), [['one'], [['one', 'task']]]);
    session('one', 777_000);
    session('two', 2000, { parent: 'one' }, 3);
    deepStrictEqual(await read(), ['droid', 'two', 2010, true]);
    deepStrictEqual(droidPercent(111_000, 211_000), 50);
  });

  it('of Droid: a change of the figures alone is read', async () => {
    const project = join(home.path, '.factory', 'sessions', dashed(home.folder));
    const answer = { type: 'message', id: 'a', message: { role: 'assistant', modelId: 'm' } };
    home.write(
      join(project, 'one.jsonl'),
      lines([{ type: 'session_start', id: 'one', cwd: home.folder }, answer]),
      Date.now(),
    );
    const settle = (tokens: number): string =>
      home.write(
        join(project, 'one.settings.json'),
        JSON.stringify({ lastCallTokenUsage: { inputTokens: tokens } }),
      );
    settle(500);
    const follower = new MeterFollower({
      folder: home.folder,
      environment: home.environment(),
      rules: DEFAULT_RULES,
    });
    try {
      await follower.start();
      deepStrictEqual(follower.reading?.tokens, 500);
      const told = new Promise<void>((resolve) => {
        follower.onDidChange((reading) => {
          if (reading?.tokens === 900) resolve();
        });
      });
      settle(900);
      await told;
    } finally {
      follower.dispose();
    }
  });

  it('of Cline’s newer layout: the head names the folder, a sub-agent’s messages stand beside', async () => {
    const root = join(home.path, '.cline', 'data', 'sessions');
    const session = (
      id: string,
      name: string,
      head: object | null,
      tokens: number,
      minutesAgo: number,
    ): void => {
      if (head !== null) home.write(join(root, id, `${id}.json`), JSON.stringify(head));
      const message = { id: 'm', role: 'assistant', ts: NOW, metrics: { inputTokens: tokens } };
      const document = { sessionId: name, agent: 'lead', messages: [message] };
      home.write(
        join(root, id, `${name}.messages.json`),
        JSON.stringify(document),
        NOW - minutesAgo * MINUTE,
      );
    };
    session('other', 'other', { cwd: '/elsewhere' }, 9, 0);
    session('one', 'one', { cwd: home.folder, pid: 4, status: 'idle' }, 5000, 2);
    session('one', 'one__helper', null, 8, 0);
    session('child', 'child', { cwd: home.folder, parent_session_id: 'one' }, 7, 0);
    deepStrictEqual(await read(), ['cline', 'one', 5000, true]);
    deepStrictEqual(await subagents(), [['one'], [['one', 'one__helper']]]);
  });

  it('of extensions that descend from Cline: a task names its folder in a list, in itself, or in its first request', async () => {
    const [editor = ''] = editorUserFolders(home.environment());
    const user = join(editor, 'globalStorage');
    const task = (extension: string, id: string, request: object, minutesAgo: number): void => {
      const said = { ts: NOW, type: 'say', say: 'api_req_started', text: JSON.stringify(request) };
      home.write(
        join(user, extension, 'tasks', id, 'ui_messages.json'),
        JSON.stringify([said]),
        NOW - minutesAgo * MINUTE,
      );
    };
    const text = `<environment_details>\n# Current Workspace Directory (${home.folder}) Files\na.js`;
    task('rooveterinaryinc.roo-cline', '1', { request: text, tokensIn: 10, tokensOut: 1 }, 9);
    deepStrictEqual(await read(), ['roo-code', '1', 11, true]);
    task('rooveterinaryinc.roo-cline', '2', { tokensIn: 20, tokensOut: 2 }, 8);
    const item = join(user, 'rooveterinaryinc.roo-cline', 'tasks', '2', 'history_item.json');
    home.write(item, JSON.stringify({ id: '2', workspace: home.folder }));
    deepStrictEqual(await read(), ['roo-code', '2', 22, true]);
    task('kilocode.kilo-code', '3', { tokensIn: 30, tokensOut: 3, cacheReads: 400 }, 7);
    const history = [{ id: '3', workspace: home.folder }];
    home.write(join(user, 'kilocode.kilo-code', 'state', 'taskHistory.json'), JSON.stringify(history));
    deepStrictEqual(await read(), ['kilo-code', '3', 433, true]);
  });

  describe('of OpenCode and Kilo CLI', () => {
    const SAMPLES = join('test', 'fixtures', 'sqlite');
    const share = (agent: string): string => join(home.path, '.local', 'share', agent);
    /** The sample's folder is fixed. */
    const FOLDER = '/home/me/shop';
    const put = (agent: string, name: string): string => {
      mkdirSync(share(agent), { recursive: true });
      const path = join(share(agent), `${agent}.db`);
      copyFileSync(join(SAMPLES, name), path);
      if (name === 'live.db') copyFileSync(join(SAMPLES, `${name}-wal`), `${path}-wal`);
      return path;
    };

    for (const agent of ['opencode', 'kilo'])
      it(`${agent}: the folder’s session is found; another’s, helpers’ and archived ones aren’t`, async () => {
        put(agent, 'live.db');
        const environment = home.environment();
        const live = await readLiveReading({ folder: FOLDER, environment, rules: DEFAULT_RULES, now: 0 });
        const { reading } = live;
        deepStrictEqual(
          [reading?.agent, reading?.sessionId, reading?.tokens, reading?.window, reading?.level],
          [agent, 'ses_main00001', 15_050, null, 'unknown'],
        );
        const agents = await agentsHere(environment);
        const { sessions } = await listFolderSessions({ agents, environment, folder: FOLDER });
        deepStrictEqual(sessions.map(({ sessionId, hasEnded }) => [sessionId, hasEnded]).toSorted(), [
          ['ses_arch00001', true],
          ['ses_main00001', false],
        ]);
        const listed = await Promise.all(
          agents.map((one) => one.listSubagents(environment, FOLDER, sessions)),
        );
        deepStrictEqual(
          listed.flat().map(({ sessionId, parentSessionId }) => [sessionId, parentSessionId]),
          [['ses_help00001', 'ses_main00001']],
        );
      });

    it('the window is that of the settings, and so is the point of compaction', async () => {
      put('opencode', 'live.db');
      const settings = {
        provider: { acme: { models: { 'glm-5': { limit: { context: 100_000, output: 8000 } } } } },
      };
      home.write(
        join(home.path, '.config', 'opencode', 'opencode.jsonc'),
        `// mine\n${JSON.stringify(settings)}`,
      );
      const environment = home.environment();
      const { reading } = await readLiveReading({
        folder: FOLDER,
        environment,
        rules: DEFAULT_RULES,
        now: 0,
      });
      deepStrictEqual(
        [reading?.window, reading?.windowSource, reading?.compactsAt, reading?.percent],
        [100_000, 'setting', 92_000, 15],
      );
      const none = openCodeSettings([]);
      const limit = { context: 400_000, input: 272_000, output: 128_000 };
      deepStrictEqual(openCodeCompactsAt(limit, none), 252_000);
      deepStrictEqual(openCodeCompactsAt(limit, { ...none, reserved: 10_000 }), 262_000);
      deepStrictEqual(openCodeCompactsAt({ ...limit, input: 0 }, none), 368_000);
      deepStrictEqual(openCodeCompactsAt(limit, { ...none, isAutomatic: false }), null);
    });

    it('what a session cost is the sum of its answers, its compaction’s included', async () => {
      const path = put('opencode', 'checkpointed.db');
      const [agent] = await agentsHere(home.environment());
      const here = (await agentsHere(home.environment())).find(({ id }) => id === 'opencode') ?? agent;
      const scan =
        here?.store === undefined ? null : await scanStore(`${path}#ses_main00001`, 'opencode', here.store);
      deepStrictEqual(
        scan?.indexed.calls.map(({ spent, context }) => [
          spent?.input,
          spent?.cacheRead,
          spent?.output,
          context,
        ]),
        [
          [4100, 16_000, 120, 21_000],
          [31_000, 70_000, 120, 101_000],
          [101_000, 0, 70, null],
          [2100, 9900, 30, 12_000],
          [3050, 12_000, 30, 15_050],
        ],
      );
      deepStrictEqual(scan.indexed.compactions.length, 1);
      deepStrictEqual(scan.indexed.cwds, [FOLDER]);
    });

    it('a change of the log is followed', async () => {
      const path = put('opencode', 'live.db');
      const log = readFileSync(`${path}-wal`);
      writeFileSync(`${path}-wal`, log.subarray(0, 80_000));
      const follower = new MeterFollower({
        folder: FOLDER,
        environment: home.environment(),
        rules: DEFAULT_RULES,
      });
      try {
        await follower.start();
        deepStrictEqual(follower.reading?.sessionId, 'ses_main00001');
        const told = new Promise<void>((resolve) => {
          follower.onDidChange((reading) => {
            if (reading?.tokens === 15_050) resolve();
          });
        });
        writeFileSync(`${path}-wal`, log);
        await told;
        deepStrictEqual(basename(follower.transcript ?? ''), 'opencode.db#ses_main00001');
      } finally {
        follower.dispose();
      }
    });
  });
});
