/** An agent that a person doesn't use isn't loaded, and one that they begin to use is noticed. */

import { deepStrictEqual, ok, strictEqual } from 'node:assert/strict';
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';

import { DEFAULT_RULES } from '../../../src/core/rules/rules.ts';
import { agentsHere, everyAgent, parseStatusLine } from '../../../src/node/agents/agents.ts';
import { awaitedStores } from '../../../src/node/agents/awaited-stores.ts';
import { MeterFollower } from '../../../src/node/meter/follower.ts';
import { TemporaryHome } from '../meter/temporary.ts';
import { editorUserFolders } from '../../../src/node/agents/editor-folders.ts';

describe('the agents used on a machine', () => {
  let home: TemporaryHome;
  beforeEach(() => (home = new TemporaryHome()));
  afterEach(() => home.remove());

  const here = async (): Promise<readonly string[]> =>
    (await agentsHere(home.environment())).map(({ id }) => id);

  it('are those with a store', async () => {
    const before = await here();
    mkdirSync(join(home.path, '.codex'));
    const [user = ''] = editorUserFolders(home.environment());
    mkdirSync(join(user, 'workspaceStorage'), { recursive: true });
    deepStrictEqual(
      (await here()).filter((id) => !before.includes(id)),
      ['codex', 'copilot'],
    );
    mkdirSync(join(home.path, '.gemini'));
    mkdirSync(join(home.path, '.cline', 'data'), { recursive: true });
    deepStrictEqual(
      (await here()).filter((id) => !before.includes(id)),
      ['codex', 'gemini', 'cline', 'copilot'],
    );
  });

  it('leave the stores of others to watch, of those that a terminal starts', async () => {
    const awaited = async (): Promise<readonly string[]> =>
      awaitedStores(home.environment(), await agentsHere(home.environment()));
    const codex = join(home.path, '.codex');
    const gemini = join(home.path, '.gemini');
    const before = await awaited();
    ok([codex, gemini, join(home.path, '.pi', 'agent')].every((store) => before.includes(store)));
    ok(!before.some((store) => store.includes('globalStorage')));
    mkdirSync(codex);
    deepStrictEqual(
      await awaited(),
      before.filter((store) => store !== codex),
    );
  });

  it('are searched as soon as the store of another is made', async () => {
    const searches: string[][] = [];
    let changed: () => void = () => undefined;
    const follower = new MeterFollower({
      folder: home.folder,
      environment: home.environment(),
      rules: DEFAULT_RULES,
      onSearched: ({ sessions }) => {
        searches.push(sessions.map(({ agent }) => agent));
        if (sessions.length > 0) changed();
      },
    });
    try {
      await follower.start();
      deepStrictEqual(searches.at(-1), []);
      const found = new Promise<void>((resolve) => (changed = resolve));
      const line = { type: 'session_meta', payload: { id: 'mine', cwd: home.folder } };
      const path = join(home.path, '.codex', 'sessions', '2026', '11', '20', 'rollout-x-mine.jsonl');
      home.write(path, `${JSON.stringify({ timestamp: '2026-11-20T10:00:00Z', ...line })}\n`, Date.now());
      await found;
      deepStrictEqual(searches.at(-1), ['codex']);
    } finally {
      follower.dispose();
    }
  });

  it('are loaded at once if they have a status line', async () => {
    const given = JSON.stringify({ session_id: 's-1', model: { id: 'm' }, context_window: {} });
    for (const { parseStatusLine: parse } of await everyAgent()) {
      const own = parse?.(given, '2026-11-20T10:00:00Z') ?? null;
      if (own !== null) deepStrictEqual(parseStatusLine(given, '2026-11-20T10:00:00Z'), own);
    }
    strictEqual(parseStatusLine('no JSON', '2026-11-20T10:00:00Z'), null);
  });
});
