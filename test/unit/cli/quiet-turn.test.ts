/** Turns without an answer: recognized early, and never one that the whole hook would have answered. */

import { deepStrictEqual, strictEqual } from 'node:assert/strict';
import { mkdirSync, readFileSync, renameSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

import { answerHook } from '../../../src/cli/hooks/answer-hook.ts';
import { workflowPlaces } from '../../../src/cli/hooks/called-hook.ts';
import type { CalledHook } from '../../../src/cli/hooks/called-hook.ts';
import { isQuietTurn } from '../../../src/cli/hooks/quiet-turn.ts';
import { readHook } from '../../../src/core/agents/hook-senders.ts';
import { NO_ANSWER } from '../../../src/core/hooks/hook-answer.ts';
import { systemEnvironment } from '../../../src/node/machine/environment.ts';
import { newFolder, removeFolders } from '../support/folders.ts';
import { HookedAgent, SESSION, begun, statePath } from './hooked.ts';

const CURRENT = 'state/sessions/current.json';
const COMMANDS = {
  tool_calls: [{ tool_name: 'Bash', tool_input: { command: 'npm test' }, tool_response: 'Exit code 1' }],
};

function callOf(
  agent: HookedAgent,
  event: string,
  fields: Readonly<Record<string, unknown>> = {},
): CalledHook {
  const read = readHook(event, agent.inputOf(event, { prompt: 'Go on', ...fields }));
  if (read === null) throw new Error(`no hook for ${event}`);
  const environment = { PATH: process.env.PATH, HOME: agent.home };
  return {
    ...read,
    system: {
      ...{ argv: ['hook', event], cwd: agent.folder, environment, home: agent.home },
      input: { on: () => undefined, destroy: () => undefined },
      elapsed: () => 0,
      writeError: () => undefined,
      startLater: () => Promise.resolve(),
    },
    options: { event, cwd: null, stateDirectory: null },
    environment: { ...systemEnvironment(), home: agent.home, env: environment },
    limit: 60_000,
    left: () => 60_000,
  };
}

const isQuiet = (call: CalledHook): Promise<boolean> =>
  isQuietTurn({ ...call, chosen: undefined, places: workflowPlaces(call), now: Date.now() });

/** Changes the session record on disk. */
function record(
  agent: HookedAgent,
  change: (before: Record<string, unknown>) => Record<string, unknown>,
): void {
  const path = statePath(agent.folder, CURRENT);
  const before = JSON.parse(readFileSync(path, 'utf8')) as Record<string, unknown>;
  writeFileSync(path, JSON.stringify(change(before)));
}

interface Case {
  readonly title: string;
  readonly isQuiet: boolean;
  readonly prepare?: (agent: HookedAgent) => unknown;
  readonly event?: string;
  readonly fields?: Readonly<Record<string, unknown>>;
}

const session = (fields: Readonly<Record<string, unknown>>) => (agent: HookedAgent) => {
  agent.reach(20_000);
  const known = { agent: 'claude-code', sessionId: SESSION, transcript: agent.transcript, ...fields };
  record(agent, (before) => ({ ...before, agentSession: known }));
};

const CASES: readonly Case[] = [
  { title: 'without a transcript yet', isQuiet: true },
  { title: 'below every level', isQuiet: true, prepare: (agent) => agent.reach(20_000) },
  { title: 'at a level', isQuiet: false, prepare: (agent) => agent.reach(151_000) },
  {
    title: 'at a level that was shown',
    isQuiet: true,
    prepare: (agent) => {
      agent.reach(151_000);
      return agent.fire('UserPromptSubmit', { prompt: 'Go on' });
    },
  },
  { title: 'with a phrase that asks for something', isQuiet: false, fields: { prompt: 'session:save' } },
  { title: 'after tools', isQuiet: true, event: 'PostToolBatch', prepare: (agent) => agent.reach(20_000) },
  { title: 'after commands', isQuiet: false, event: 'PostToolBatch', fields: COMMANDS },
  { title: 'at a start', isQuiet: false, event: 'SessionStart' },
  {
    title: 'whose session has its model yet to be recorded',
    isQuiet: false,
    prepare: session({ hasModel: false }),
  },
  { title: 'whose session compacts', isQuiet: false, prepare: session({ isCompacting: true }) },
  { title: 'whose session is recorded', isQuiet: true, prepare: session({ hasModel: true }) },
  {
    title: 'above a level of the folder’s own',
    isQuiet: false,
    prepare(agent) {
      agent.reach(80_000);
      writeFileSync(join(agent.folder, '.claude', 'ninefold.json'), '{ "levels": { "warning": 30 } }');
    },
  },
  {
    title: 'with rules that can’t be read',
    isQuiet: false,
    prepare: (agent) => writeFileSync(join(agent.folder, '.claude', 'ninefold.json'), '{'),
  },
  {
    title: 'with a record that can’t be read',
    isQuiet: false,
    prepare: (agent) => writeFileSync(statePath(agent.folder, CURRENT), '{'),
  },
  {
    title: 'with a reported number',
    isQuiet: false,
    prepare: (agent) =>
      record(agent, (before) => ({
        ...before,
        reported: { tokens: 190_000, window: null, at: '', sessionId: SESSION },
      })),
  },
  {
    title: 'with a rejection to tell',
    isQuiet: false,
    prepare: (agent) => {
      record(agent, (before) => ({ ...before, rejection: { workflow: 'wf-001', step: '1' } }));
    },
  },
  {
    title: 'without a record, beside a journal',
    isQuiet: false,
    prepare: (agent) => rmSync(statePath(agent.folder, CURRENT)),
  },
  {
    title: 'in a folder whose state is a link',
    isQuiet: false,
    prepare(agent) {
      const elsewhere = join(newFolder(), 'state-of-another');
      renameSync(join(agent.folder, '.claude'), elsewhere);
      symlinkSync(elsewhere, join(agent.folder, '.claude'));
    },
  },
  {
    title: 'in a folder below that has rules of its own',
    isQuiet: false,
    fields: {},
    prepare(agent) {
      const below = join(agent.folder, 'packages', 'app', '.claude');
      mkdirSync(below, { recursive: true });
      writeFileSync(join(below, 'ninefold.json'), '{}');
      (agent as { folder: string }).folder = join(agent.folder, 'packages', 'app');
    },
  },
];

describe('a turn without an answer', function () {
  this.timeout(60_000);
  afterEach(removeFolders);

  for (const { title, isQuiet: expected, prepare, event = 'UserPromptSubmit', fields } of CASES)
    it(`${title} is ${expected ? 'quiet' : 'left to the whole hook'}`, async () => {
      const { agent } = await begun();
      await prepare?.(agent);
      const call = callOf(agent, event, fields);
      const found = await isQuiet(call).catch(() => false);
      strictEqual(found, expected);
      if (!found) return;
      const before = readFileSync(statePath(agent.folder, CURRENT), 'utf8');
      deepStrictEqual(await answerHook(call), NO_ANSWER);
      strictEqual(readFileSync(statePath(agent.folder, CURRENT), 'utf8'), before);
    });

  it('is every one in a folder that has no state', async () => {
    const agent = new HookedAgent(newFolder(), newFolder());
    agent.reach(190_000);
    const call = callOf(agent, 'UserPromptSubmit');
    strictEqual(await isQuiet(call), true);
    deepStrictEqual(await answerHook(call), NO_ANSWER);
  });
});
