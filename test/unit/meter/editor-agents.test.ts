/** Agents that live in VS Code: found in its own folders, Cline's by the list of its tasks, Copilot's by workspace. */

import { deepStrictEqual } from 'node:assert/strict';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';

import { clineReader } from '../../../src/core/agents/cline/transcript.ts';
import { clineCompactsAt } from '../../../src/core/agents/cline/window.ts';
import { copilotChatReader } from '../../../src/core/agents/copilot-chat/transcript.ts';
import { EMPTY_TRANSCRIPT, feedText } from '../../../src/core/meter/transcript-reader.ts';
import { DEFAULT_RULES } from '../../../src/core/rules/rules.ts';
import { clineAgent } from '../../../src/node/agents/cline/sessions.ts';
import { copilotChatAgent } from '../../../src/node/agents/copilot-chat/sessions.ts';
import { editorUserFolders } from '../../../src/node/agents/editor-folders.ts';
import { MeterFollower } from '../../../src/node/meter/follower.ts';
import { readLiveReading } from '../../../src/node/meter/read-transcript.ts';
import { TemporaryHome } from './temporary.ts';
import { shown } from '../support/platform.ts';

const NOW = Date.parse('2026-11-20T12:00:00Z');
const MINUTE = 60_000;

describe('agents in the editor', () => {
  let home: TemporaryHome;
  let user: string;
  beforeEach(() => {
    home = new TemporaryHome();
    [user = ''] = editorUserFolders(home.environment());
  });
  afterEach(() => home.remove());

  const live = async (env: Record<string, string> = {}, editorUserFolder: string | null = null) => {
    const environment = { ...home.environment(env), editorUserFolder };
    const { reading } = await readLiveReading({
      folder: home.folder,
      environment,
      rules: DEFAULT_RULES,
      now: NOW,
    });
    return reading === null ? [] : [reading.agent, reading.sessionId, reading.tokens, reading.live];
  };

  /** Cline's tasks: id → folder and what went in. */
  function clineTasks(
    root: string,
    tasks: Record<string, { cwd: string; tokens: number; minutesAgo?: number }>,
  ): void {
    const history = Object.entries(tasks).map(([id, { cwd }]) => ({
      id,
      ts: NOW,
      task: 'x',
      cwdOnTaskInitialization: cwd,
    }));
    home.write(join(root, 'state', 'taskHistory.json'), JSON.stringify(history));
    for (const [id, { tokens, minutesAgo = 1 }] of Object.entries(tasks)) {
      const text = JSON.stringify({ tokensIn: tokens, tokensOut: 5 });
      const messages = [{ ts: NOW, type: 'say', say: 'api_req_started', text }];
      home.write(
        join(root, 'tasks', id, 'ui_messages.json'),
        JSON.stringify(messages),
        NOW - minutesAgo * MINUTE,
      );
    }
  }

  function chat(store: string, workspace: object, tokens: number, name = 'one.jsonl'): string {
    const folder = join(user, 'workspaceStorage', store);
    home.write(join(folder, 'workspace.json'), JSON.stringify(workspace));
    const lines = [
      { kind: 0, v: { version: 3, sessionId: 'one', requests: [{ requestId: 'r' }] } },
      { kind: 1, k: ['requests', 0, 'promptTokens'], v: tokens },
    ];
    const text = lines.map((line) => `${JSON.stringify(line)}\n`).join('');
    return home.write(join(folder, 'chatSessions', name), text, NOW - MINUTE);
  }

  it("Cline's task of the folder or of one below it, by the list of tasks; the newest, never another folder's", async () => {
    const root = join(user, 'globalStorage', 'saoudrizwan.claude-dev');
    clineTasks(root, { '1789000000001': { cwd: '/elsewhere', tokens: 9 } });
    deepStrictEqual(await live(), []);
    clineTasks(root, {
      '1789000000001': { cwd: home.folder, tokens: 20_000, minutesAgo: 30 },
      '1789000000002': { cwd: join(home.folder, 'api'), tokens: 31_000 },
      '../../escape': { cwd: home.folder, tokens: 1, minutesAgo: 0 },
    });
    deepStrictEqual(await live(), ['cline', '1789000000002', 31_005, true]);
  });

  it("Cline's own folder, for its command line; a damaged list names no task", async () => {
    const root = join(home.path, '.cline', 'data');
    clineTasks(root, { '1789000000003': { cwd: home.folder, tokens: 7000 } });
    deepStrictEqual(await live(), ['cline', '1789000000003', 7005, true]);
    const other = new TemporaryHome();
    other.write(join(other.path, '.cline', 'data', 'state', 'taskHistory.json'), '[{"id":');
    const listing = await clineAgent.listSessions(other.environment(), other.folder);
    deepStrictEqual(listing.sessions, []);
    other.remove();
  });

  it("Copilot's chats of the workspace, by the folder it was opened on", async () => {
    chat('aaaa', { folder: pathToFileURL('/elsewhere').href }, 9);
    chat('bbbb', { folder: 'vscode-remote://ssh-remote%2Bbox/home/ada/shop' }, 9);
    chat('cccc', { workspace: pathToFileURL(join(home.path, 'shop.code-workspace')).href }, 9);
    chat('dddd', { folder: 12 }, 9);
    deepStrictEqual(await live(), []);
    chat('eeee', { folder: pathToFileURL(home.folder).href }, 64_020);
    deepStrictEqual(await live(), ['copilot', 'one', 64_020, true]);
  });

  it('a workspace whose address names no path is none, and takes no other agent down', async () => {
    const odd = [
      'file:///a%2Fb',
      'file:///a%zz',
      'file:///a%00b',
      'file://',
      'file:',
      'a%zz',
      '',
      'file:///%C3%28',
    ];
    for (const [at, uri] of odd.entries()) chat(`odd-${at}`, { folder: uri }, 9);
    deepStrictEqual(await live(), []);
    chat('eeee', { folder: pathToFileURL(home.folder).href }, 64_020);
    deepStrictEqual(await live(), ['copilot', 'one', 64_020, true]);
  });

  it('a chat in its older form is passed over where the new one stands beside it', async () => {
    chat('eeee', { folder: pathToFileURL(home.folder).href }, 64_020);
    chat('eeee', { folder: pathToFileURL(home.folder).href }, 1, 'one.json');
    const { sessions } = await copilotChatAgent.listSessions(home.environment(), home.folder);
    deepStrictEqual(
      sessions.map(({ transcript }) => transcript.endsWith('.jsonl')),
      [true],
    );
  });

  it('are looked for in the editor that the window runs in, and nowhere else, where that is known', async () => {
    chat('eeee', { folder: pathToFileURL(home.folder).href }, 64_020);
    deepStrictEqual(await live({}, join(home.path, 'portable', 'User')), []);
    deepStrictEqual((await live({}, user))[0], 'copilot');
    deepStrictEqual(await live({ VSCODE_PORTABLE: join(home.path, 'portable') }), []);
  });

  it('are followed as they are rewritten and appended to', async () => {
    const root = join(user, 'globalStorage', 'saoudrizwan.claude-dev');
    clineTasks(root, { '1789000000001': { cwd: home.folder, tokens: 20_000 } });
    const follower = new MeterFollower({
      folder: home.folder,
      environment: home.environment(),
      rules: DEFAULT_RULES,
      onError: (error) => {
        throw error;
      },
    });
    await follower.start();
    deepStrictEqual(follower.reading?.tokens, 20_005);
    const next = new Promise<number | null | undefined>((resolve) => {
      follower.onDidChange((reading) => resolve(reading?.tokens));
    });
    clineTasks(root, { '1789000000001': { cwd: home.folder, tokens: 25_000, minutesAgo: 0 } });
    deepStrictEqual(await next, 25_005);
    follower.dispose();
  });

  it('live in folders that depend on editor and platform', () => {
    const of = (env: Record<string, string>, platform: NodeJS.Platform = 'linux'): readonly string[] =>
      editorUserFolders(home.environment(env, platform)).map((path) => shown(path.replace(home.path, '~')));
    deepStrictEqual(
      [
        of({})[0],
        of({ XDG_CONFIG_HOME: '/xdg' })[1],
        of({}, 'darwin')[2],
        of({}, 'win32')[5],
        of({ VSCODE_APPDATA: '/data' })[0],
        of({ XDG_DATA_HOME: '/share' }).at(-1),
        of({}).includes('~/.vscode-server/data/User'),
        of({ VSCODE_PORTABLE: '/stick' }),
      ],
      [
        '~/.config/Code/User',
        '/xdg/Code - Insiders/User',
        '~/Library/Application Support/VSCodium/User',
        '~/AppData/Roaming/Cursor/User',
        '/data/Code/User',
        '/share/code-server/User',
        true,
        ['/stick/user-data/User'],
      ],
    );
  });
});

describe('Cline tasks', () => {
  const read = (...messages: readonly object[]): unknown[] => {
    const { call, model, isCompacted, compactions, window } = clineReader.read(JSON.stringify(messages));
    return [call?.tokens ?? null, model, isCompacted, compactions, window];
  };
  const request = (info: object, modelId = 'claude-sonnet-4-5'): object => {
    const text = JSON.stringify(info);
    return { ts: NOW, type: 'say', say: 'api_req_started', text, modelInfo: { modelId } };
  };

  it('add up what went in and out and through the cache of the last request with a count', () => {
    const counted = request({ tokensIn: 10, tokensOut: 20, cacheWrites: 300, cacheReads: 4000 });
    deepStrictEqual(read(counted, request({ request: 'waits' })), [
      4330,
      'claude-sonnet-4-5',
      false,
      [],
      null,
    ]);
    deepStrictEqual(read(request({}))[0], null, 'unknown, not 0');
  });

  it('tell a large window by the id of the model', () => {
    deepStrictEqual(read(request({ tokensIn: 5 }, 'claude-sonnet-4-5:1m'))[4], 1_000_000);
  });

  it('are compacted until the next count', () => {
    const text = JSON.stringify({
      status: 'completed',
      mode: 'auto',
      tokensBefore: 160_000,
      tokensAfter: 9000,
    });
    const compaction = { ts: NOW, type: 'say', say: 'compaction', text };
    const compactions = [{ trigger: 'auto', preTokens: 160_000, tokensBefore: 5 }];
    deepStrictEqual(read(request({ tokensIn: 5 }), compaction).slice(2, 4), [true, compactions]);
    deepStrictEqual(read(request({ tokensIn: 5 }), compaction, request({ tokensIn: 7 })).slice(2, 4), [
      false,
      compactions,
    ]);
    const begun = { ...compaction, text: '{"status":"started"}' };
    deepStrictEqual(read(request({ tokensIn: 5 }), begun)[0], 5);
  });

  it('are cut where the range of removed messages changes, once for each', () => {
    const cut = (to: number, message: object): object => ({
      ...message,
      conversationHistoryDeletedRange: [2, to],
    });
    const first = cut(40, { ts: NOW, type: 'say', say: 'text', text: 'x' });
    const compaction = { trigger: 'auto', preTokens: null, tokensBefore: 160_000 };
    const before = request({ tokensIn: 160_000 });
    deepStrictEqual(read(before, first).slice(2, 4), [true, [compaction]]);
    const after = [
      before,
      first,
      cut(40, request({ tokensIn: 9 })),
      cut(40, request({ tokensIn: 10 })),
    ] as const;
    deepStrictEqual(read(...after).slice(0, 4), [10, 'claude-sonnet-4-5', false, [compaction]]);
    deepStrictEqual((read(...after, cut(80, request({ tokensIn: 5 })))[3] as unknown[]).length, 2);
  });

  it('cut at their own limit below the window, or summarize where the settings say', async () => {
    const at = [64_000, 128_000, 200_000, 1_000_000, 100_000].map((window) => clineCompactsAt(window, null));
    deepStrictEqual(at, [37_000, 98_000, 160_000, 960_000, 80_000]);
    const home = new TemporaryHome();
    const compactsAt = async (): Promise<unknown> => {
      const windowing = await clineAgent.readWindowing(home.environment(), null);
      const state = { ...EMPTY_TRANSCRIPT, model: 'claude-sonnet-4-5', mostTokens: 5 };
      return windowing(state, { reported: null, given: null, rules: {} }).compactsAt;
    };
    const set = (settings: object): string =>
      home.write(join(home.path, '.cline', 'data', 'globalState.json'), JSON.stringify(settings));
    deepStrictEqual(await compactsAt(), 160_000);
    set({ useAutoCondense: true, autoCondenseThreshold: 0.6 });
    deepStrictEqual(await compactsAt(), 120_000);
    set({ useAutoCondense: true });
    deepStrictEqual(await compactsAt(), 150_000);
    set({ useAutoCondense: false, autoCondenseThreshold: 0.6 });
    deepStrictEqual(await compactsAt(), 160_000);
    home.remove();
  });

  it('are none where the document has another shape', () => {
    for (const text of ['', '[]', '{}', '[1]', '[{"ts":"1","say":"x"}]', '[{"role":"user"}]', '[{"ts":1,'])
      deepStrictEqual(clineReader.read(text), EMPTY_TRANSCRIPT, text);
  });
});

describe('Copilot chats', () => {
  const set = (k: readonly unknown[], v: unknown): object => ({ kind: 1, k, v });
  const read = (...changes: readonly object[]): unknown[] => {
    const state = feedText(copilotChatReader, changes.map((change) => JSON.stringify(change)).join('\n'));
    return [state.call?.tokens ?? null, state.call?.outputTokens ?? null, state.model, state.window];
  };
  const whole = (...requests: readonly object[]): object => ({ kind: 0, v: { sessionId: 's', requests } });

  it('are read by the last request with a count, each round of it over the one before', () => {
    const first = { promptTokens: 100, completionTokens: 7, modelId: 'copilot/gpt-5.2' };
    deepStrictEqual(read(whole(first, {})), [100, 7, 'gpt-5.2', null]);
    const rounds = [set(['requests', 1, 'promptTokens'], 200), set(['requests', 1, 'promptTokens'], 300)];
    deepStrictEqual(read(whole(first, {}), ...rounds)[0], 300);
    deepStrictEqual(read(whole(first, {}), ...rounds, set(['requests', 0, 'promptTokens'], 900))[0], 300);
  });

  it('without counts are unknown, not 0', () => {
    deepStrictEqual(read(whole({}), set(['requests', 0, 'promptTokens'], 0)), [null, null, null, null]);
    deepStrictEqual(read(whole({ promptTokens: 5 }), { kind: 3, k: ['requests', 0, 'promptTokens'] })[0], 5);
  });

  it('forget requests that others stand in place of', () => {
    const two = whole({ promptTokens: 100 }, { promptTokens: 200 });
    deepStrictEqual(read(two, { kind: 2, k: ['requests'], i: 1, v: [{}] })[0], 100);
    deepStrictEqual(read(two, { kind: 2, k: ['requests'], i: 0 })[0], null);
    deepStrictEqual(read(two, set(['requests'], [{ promptTokens: 7 }]))[0], 7);
  });

  it('take the window from the selected model', () => {
    const selected = (tokens: number): object => ({ metadata: { maxInputTokens: tokens } });
    const head = {
      kind: 0,
      v: {
        sessionId: 's',
        requests: [{ promptTokens: 5 }],
        inputState: { selectedModel: selected(127_805) },
      },
    };
    deepStrictEqual(read(head)[3], 127_805);
    deepStrictEqual(read(head, set(['inputState', 'selectedModel'], selected(200_000)))[3], 200_000);
    deepStrictEqual(read(head, set(['inputState'], { selectedModel: selected(64_000) }))[3], 64_000);
    deepStrictEqual(read(head, set(['inputState', 'inputText'], 'x'))[3], 127_805);
  });

  it('say nothing by what only looks like a change', () => {
    const before = feedText(copilotChatReader, JSON.stringify(whole({ promptTokens: 100 })));
    for (const line of [
      '{"kind":1,"k":["requests",0,"promptTokens"',
      '["requests"]',
      '{"kind":9,"k":["requests"],"v":[]}',
      '{"kind":1,"k":"requests"}',
    ])
      deepStrictEqual(copilotChatReader.feed(before, line), before, line);
  });
});
