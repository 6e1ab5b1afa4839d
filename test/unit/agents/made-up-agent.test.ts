/** CONTRIBUTING.md's recipe "an agent", followed: nothing but a folder in each layer makes an agent work. */

import { deepStrictEqual } from 'node:assert/strict';
import { join } from 'node:path';

import { launchLine } from '../../../src/core/handoff/launch-line.ts';
import { everyAgent } from '../../../src/node/agents/agents.ts';
import { findSession } from '../../../src/node/meter/find-session.ts';
import { TemporaryHome } from '../meter/temporary.ts';
import { abacus } from './made-up/agent.ts';
import { abacusAgent } from './made-up/sessions.ts';

const NOW = Date.parse('2026-11-20T12:00:00Z');
const MINUTE = 60_000;

describe('an agent that was added', () => {
  let home: TemporaryHome;
  beforeEach(() => (home = new TemporaryHome()));
  afterEach(() => home.remove());

  const session = (id: string, cwd: string, held: number, minutesAgo: number): string =>
    home.write(
      join(home.path, '.abacus', `${id}.jsonl`),
      [
        { abacus: 'head', session: id, cwd },
        { abacus: 'call', model: 'abacus-2', held },
      ]
        .map((line) => `${JSON.stringify(line)}\n`)
        .join(''),
      NOW - minutesAgo * MINUTE,
    );

  it('has its session found among those of all others, by the folder that its lines name', async () => {
    session('elsewhere', join(home.path, 'other'), 5000, 0);
    session('mine', home.folder, 41_000, 3);
    const { found } = await findSession({
      folder: home.folder,
      environment: home.environment(),
      agents: [...(await everyAgent()), abacusAgent],
      now: NOW,
    });
    deepStrictEqual(
      [found?.agent.id, found?.session.sessionId, found?.cursor?.state.call?.tokens],
      ['abacus', 'mine', 41_000],
    );
  });

  it('is started in a terminal by its own command', () => {
    const { terminal } = abacus;
    deepStrictEqual(
      terminal && launchLine(terminal, 'Resume workflow wf-001'),
      'abacus --ask "Resume workflow wf-001"',
    );
  });

  it('is recognized by its own reader alone, and recognizes no other’s lines', async () => {
    const line = { abacus: 'call', model: 'abacus-2', held: 1 };
    deepStrictEqual(
      (await everyAgent()).filter((agent) => agent.recognizes(line, 'session.jsonl')),
      [],
    );
  });
});
