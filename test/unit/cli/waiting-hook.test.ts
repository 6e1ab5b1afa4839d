/** The hook at which an agent waits for a person: noted for the list of sessions, and nothing else. */

import { deepStrictEqual } from 'node:assert/strict';
import { mkdirSync, readdirSync, utimesSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

import { newFolder, removeFolders } from '../support/folders.ts';
import { HookedAgent, SESSION, begun } from './hooked.ts';

const ASKED = { message: 'Claude needs your permission to use Bash', notification_type: 'permission_prompt' };

describe('a hook of an agent that waits for a person', () => {
  afterEach(removeFolders);

  const sessions = (agent: HookedAgent): string => join(agent.home, '.ninefold', 'sessions');
  const connected = (): HookedAgent => {
    const agent = new HookedAgent(newFolder(), newFolder());
    mkdirSync(sessions(agent), { recursive: true });
    return agent;
  };
  const waiting = (agent: HookedAgent): readonly string[] => readdirSync(join(sessions(agent), 'waiting'));

  it('notes the session without a word, and writes nothing in the folder', async () => {
    const agent = connected();
    const { out, error } = await agent.fire('Notification', ASKED);
    deepStrictEqual([out, error, waiting(agent), readdirSync(agent.folder)], ['', '', [SESSION], []]);
  });

  it('writes nothing for a person who connected no agent', async () => {
    const agent = new HookedAgent(newFolder(), newFolder());
    const { out, error } = await agent.fire('Notification', ASKED);
    deepStrictEqual([out, error, readdirSync(agent.home)], ['', '', []]);
  });

  it('is over with the next event of the session, also after a turn', async () => {
    const agent = connected();
    for (const [event, fields] of [
      ['UserPromptSubmit', { prompt: 'Yes' }],
      ['PostToolBatch', {}],
      ['SessionEnd', { reason: 'other' }],
      ['Notification', { notification_type: 'idle_prompt' }],
    ] as const) {
      await agent.fire('Notification', ASKED);
      deepStrictEqual(waiting(agent), [SESSION], event);
      await agent.fire(event, fields);
      deepStrictEqual(waiting(agent), [], event);
    }
  });

  it('leaves the workflow as it is', async () => {
    const { agent } = await begun();
    mkdirSync(sessions(agent), { recursive: true });
    const files = (): readonly string[] => readdirSync(agent.folder, { recursive: true }).map(String).sort();
    const before = files();
    const { out } = await agent.fire('Notification', ASKED);
    deepStrictEqual([out, files()], ['', before]);
  });

  it('sweeps up what killed agents left', async () => {
    const agent = connected();
    const left = join(sessions(agent), 'waiting', 'left');
    mkdirSync(join(sessions(agent), 'waiting'));
    writeFileSync(left, '');
    utimesSync(left, 0, 0);
    await agent.fire('Notification', ASKED);
    deepStrictEqual(waiting(agent), [SESSION]);
  });

  it('takes no id for a path', async () => {
    const agent = connected();
    const { out } = await agent.fire('Notification', { ...ASKED, session_id: '../../other' });
    deepStrictEqual([out, readdirSync(sessions(agent))], ['', []]);
  });
});
