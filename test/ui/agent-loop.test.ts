/** The whole loop: a session runs full, one click, and the next one begins with what its hooks tell it. */

import { deepStrictEqual, match, ok, strictEqual } from 'node:assert/strict';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

import { decode } from '@toon-format/toon';

import { projectFolder } from '../harness/paths.mjs';
import { AgentSession } from './agent-session.ts';
import { fireHook, ninefold } from './command-line.ts';
import type { Places } from './open-workbench.ts';
import { makeRepository } from './repository.ts';
import { StandIn, pathWithStandIns } from './stand-in.ts';
import { untilChanged } from './until-changed.ts';
import { useWorkbench } from './use-workbench.ts';

const METER = 'ninefold.meter';
const NEXT = ['0d9f4c1e-3b52-4a0c-8a6e-5c1d2e3f4a5b', '7b1de0aa-52c4-4d3f-9a51-c0ffee123456'] as const;

interface Answered {
  readonly systemMessage?: string;
  readonly hookSpecificOutput?: { readonly additionalContext: string };
}

/** What a stand-in session was asked, and what its hooks answered. */
interface SessionNote {
  readonly prompt: string;
  readonly started: readonly (Answered | null)[];
  readonly prompted: readonly (Answered | null)[];
}

const sessionsFolder = ({ home }: Places): string => join(home, 'next-sessions');

/** A session at work on a workflow in phase 2, and a `claude` on the PATH that runs the hooks that it is connected by. */
function prepare(places: Places): void {
  makeRepository(places.workspace);
  new AgentSession(places).start(120_000);
  ninefold(places, 'init', 'wf-001', 'Sign in');
  ninefold(places, 'phase', 'wf-001', '2');
  ninefold(places, 'decision', 'add', 'auth', 'Passkeys', 'No passwords to lose');
  ninefold(places, 'connect', 'claude-code');
  mkdirSync(sessionsFolder(places));
  writeFileSync(join(sessionsFolder(places), 'sessions'), NEXT.join('\n'));
  const standIn = join(projectFolder, 'test', 'harness', 'claude-stand-in.mjs');
  const run = `HOME='${places.home}' '${process.execPath}' '${standIn}' '${sessionsFolder(places)}' "$@"`;
  new StandIn('claude').install(places, { then: run });
}

describe('the whole loop', function () {
  this.timeout(120_000);
  const window = useWorkbench({ prepare, environment: pathWithStandIns });

  /** Waits until a session has run its hooks. */
  async function noteOf(id: string): Promise<SessionNote> {
    const folder = sessionsFolder(window().places);
    const file = join(folder, `${id}.json`);
    await untilChanged(folder, () => existsSync(file), `The session ${id} did not run its hooks.`);
    return JSON.parse(readFileSync(file, 'utf8')) as SessionNote;
  }
  const contextOf = ([answer]: readonly (Answered | null)[]): string =>
    answer?.hookSpecificOutput?.additionalContext ?? '';

  it('warns at suggest, and a click starts the next session, which its hooks tell phase and decisions', async () => {
    await window().statusBarItem(METER).waitForText('60%');
    new AgentSession(window().places).reach(158_000);
    const suggest = await window().notifications.message(/compacts in about .* The handoff is saved\./);
    await suggest.press('Continue in a New Session');
    // The first time it is asked how; the choice is remembered.
    await window().quickInput.pick(/Claude Code in a terminal/);
    const { prompt, started, prompted } = await noteOf(NEXT[0]);
    match(
      prompt,
      /^Resume workflow wf-001 from Phase 2: read \.claude\/state\/handoffs\/handoff-wf-001\.md and /,
    );
    const told = contextOf(started);
    ok(told.length <= 10_000);
    const { workflow, decisions, git } = decode(told) as unknown as Readonly<
      Record<string, Readonly<Record<string, unknown>>>
    >;
    deepStrictEqual([workflow?.phase, workflow?.phase_name], [2, 'Tech Planning']);
    deepStrictEqual(decisions, [{ id: 'auth', choice: 'Passkeys', reason: 'No passwords to lose' }]);
    strictEqual(git?.branch, 'main');
    match(contextOf(prompted), /^Workflow wf-001 \('Sign in'\) is in Phase 2 - Tech Planning/);
  });

  it('meters that session by its transcript, and its hooks have recorded it', async () => {
    await window().statusBarItem(METER).waitForText('10%');
    const journal = join(window().places.workspace, '.claude/state/workflows/wf-001.journal.jsonl');
    match(readFileSync(journal, 'utf8'), new RegExp(`"session.started","data":{"id":"${NEXT[0]}"`));
    await window().screenshot('agent-loop');
  });

  it('needs one click only when that session runs full', async () => {
    await window().notifications.close();
    new AgentSession(window().places, NEXT[0]).reach(158_000);
    const suggest = await window().notifications.message(/compacts in about/);
    await suggest.press('Continue in a New Session');
    const { prompt, started } = await noteOf(NEXT[1]);
    match(prompt, /^Resume workflow wf-001 from Phase 2: /);
    match(contextOf(started), /\n {2}phase: 2\n {2}phase_name: Tech Planning\n/);
    await window().statusBarItem(METER).waitForText('10%');
  });

  it('shows the way on as soon as its hook tells that it ended, once', async () => {
    await window().notifications.close();
    fireHook(window().places, 'SessionEnd', { session_id: NEXT[1], reason: 'prompt_input_exit' });
    await window().notifications.message(/The agent session ended\. You can continue workflow 'Sign in'/);
    await window().reload();
    await window().statusBarItem(METER).waitForText('10%');
    deepStrictEqual(
      (await window().notifications.messages()).filter((message) => message.includes('session ended')),
      [],
    );
    const journal = join(window().places.workspace, '.claude/state/workflows/wf-001.journal.jsonl');
    const ofSession = readFileSync(journal, 'utf8')
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line) as { type: string; data: { id: string } })
      .filter(({ type, data }) => type.startsWith('session.') && data.id === NEXT[1]);
    deepStrictEqual(
      ofSession.map(({ type }) => type),
      ['session.started', 'session.ended'],
    );
  });
});
