/**
 * A session from its start to its end, by the hooks of its agent, while a window is open on the same folder: files, words, and
 * levels of the source documents, each told once.
 */

import { deepStrictEqual, match, ok, strictEqual } from 'node:assert/strict';
import type { ChildProcess } from 'node:child_process';
import { spawn } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

import { decode } from '@toon-format/toon';

import { AgentSession } from './agent-session.ts';
import { fireHook, ninefold } from './command-line.ts';
import type { Places } from './open-workbench.ts';
import { makeRepository } from './repository.ts';
import { untilChanged } from './until-changed.ts';
import { useWorkbench } from './use-workbench.ts';

const METER = 'ninefold.meter';
const SESSION = '6f0c1b52-8d3a-4f70-9f0e-2f4f8d1c7a55';
const MODEL = 'claude-opus-4-5-20251101';
const HANDOFF = '.claude/state/handoffs/handoff-wf-001.md';
const CONTEXT = '.claude/session-context.toon';
const STATE = '.claude/workflow-state.toon';
const RESUME = `Resume workflow wf-001 from Phase 2: read ${HANDOFF} and ${STATE}`;

interface Answered {
  readonly systemMessage?: string;
  readonly hookSpecificOutput?: { readonly additionalContext: string };
}

interface Recorded {
  readonly type: string;
  readonly data: Readonly<Record<string, unknown>>;
}

/** A workflow in a project of TypeScript, and an agent that runs beside it and doesn't compact by itself. */
function prepare(places: Places): void {
  makeRepository(places.workspace);
  ninefold(places, 'init', 'wf-001', 'Sign in');
}

describe('a session with its hooks beside a window', function () {
  this.timeout(120_000);
  let agent: ChildProcess;
  const window = useWorkbench({
    files: { 'package.json': '{"name":"my-app","devDependencies":{"typescript":"6.0.0"}}' },
    homeFiles: { '.claude/settings.json': '{ "autoCompactEnabled": false }\n' },
    prepare,
  });

  const file = (path: string): string => join(window().places.workspace, path);
  const read = (path: string): string => readFileSync(file(path), 'utf8');
  const session = (): AgentSession => new AgentSession(window().places, SESSION);
  const recorded = (): readonly Recorded[] =>
    read('.claude/state/workflows/wf-001.journal.jsonl')
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line) as Recorded);
  const typesOf = (prefix: string): readonly string[] =>
    recorded()
      .map(({ type }) => type)
      .filter((type) => type.startsWith(prefix));
  /** Without starts that only add the model, which the window may not know at first. */
  const sessionEvents = (): readonly string[] =>
    typesOf('session.').filter((type, index, all) => type !== 'session.started' || all[index - 1] !== type);
  const archived = (): number => {
    const folder = file('.claude/state/handoffs/archive/wf-001');
    return existsSync(folder) ? readdirSync(folder).length : 0;
  };

  /** Fires an event as the agent does, and gives what came back. */
  function fire(event: string, fields: Readonly<Record<string, unknown>> = {}): string {
    const { path } = session();
    return fireHook(window().places, event, { session_id: SESSION, transcript_path: path, ...fields });
  }
  function answerOf(event: string, fields: Readonly<Record<string, unknown>> = {}): Answered {
    const text = fire(event, fields);
    return text === '' ? {} : (JSON.parse(text) as Answered);
  }
  const contextOf = ({ hookSpecificOutput }: Answered): string => hookSpecificOutput?.additionalContext ?? '';

  /** What the window's notifications say of the context window, newest first. */
  async function toldByWindow(): Promise<readonly string[]> {
    const messages = await window().notifications.messages();
    await window().notifications.close();
    return messages.filter((message) => message.includes('context window'));
  }

  before('the agent runs', () => {
    agent = spawn(process.execPath, ['-e', 'setInterval(() => {}, 1000)'], { stdio: 'ignore' });
    const { home, workspace } = window().places;
    const folder = join(home, '.claude', 'sessions');
    mkdirSync(folder, { recursive: true });
    const listed = { pid: agent.pid, sessionId: SESSION, cwd: workspace, startedAt: Date.now() };
    writeFileSync(join(folder, `${String(agent.pid)}.json`), JSON.stringify(listed));
  });
  after(() => agent.kill());

  it('starts with project context and workflow, and is recorded once', async () => {
    await window().openContainer('Ninefold');
    const answer = answerOf('SessionStart', { source: 'startup', model: MODEL });
    const told = decode(contextOf(answer)) as unknown as {
      readonly workflow: Readonly<Record<string, unknown>>;
      readonly files: readonly string[];
    };
    strictEqual(answer.systemMessage, undefined);
    deepStrictEqual(
      [told.workflow.id, told.workflow.phase, told.workflow.project, told.files.slice(0, 2)],
      ['wf-001', 1, 'my-app', [STATE, CONTEXT]],
    );
    match(read(CONTEXT), /stack: TypeScript/);
    for (const path of ['context/project-cache.json', 'sessions/current.json'])
      ok(existsSync(file(`.claude/state/${path}`)), path);
    session().start(20_000);
    await window().statusBarItem(METER).waitForText('10%');
    deepStrictEqual(answerOf('UserPromptSubmit', { prompt: 'Go on' }), {});
    deepStrictEqual(sessionEvents(), ['session.started']);
  });

  it('saves the state after a phase that a person approves', async () => {
    ninefold(window().places, 'deliverable', 'add', 'package.json');
    ninefold(window().places, 'approve', '1');
    await window().tree().row('2 Tech Planning').waitForSpoken('in progress, current phase');
    match(read(STATE), /1,Requirements,completed\n {2}2,Tech Planning,in_progress/);
    match(read(CONTEXT), /phase: 2\n/);
  });

  it('warns at 75%: the window tells the person, the hook the model, and neither says it again', async () => {
    session().reach(149_000);
    await window().statusBarItem(METER).waitForKind('none');
    deepStrictEqual(answerOf('PostToolBatch'), {});
    session().reach(150_000);
    const warning = await window().notifications.message(/context window is 75% full/);
    strictEqual(await warning.severity(), 'warning');
    await window().statusBarItem(METER).waitForKind('warning');
    const answer = answerOf('UserPromptSubmit', { prompt: 'Go on' });
    strictEqual(answer.systemMessage, undefined);
    match(contextOf(answer), /75% full \(150,000 of 200,000 tokens\)/);
    deepStrictEqual(answerOf('UserPromptSubmit', { prompt: 'Go on' }), {});
    await window().screenshot('session-life-warning');
    strictEqual((await toldByWindow()).length, 1);
    strictEqual(existsSync(file(HANDOFF)), false);
  });

  it('suggests a handoff at 85% and has written it once, whichever of window and hook is first', async () => {
    session().reach(170_000);
    const answer = answerOf('PostToolBatch');
    match(contextOf(answer), /85% full/);
    await untilChanged(file('.claude/state'), () => existsSync(file(HANDOFF)), 'No handoff was written.');
    await window().statusBarItem(METER).waitForText('85%');
    match(read(HANDOFF), /HANDOFF SUGGESTED - 85% Context Used/);
    deepStrictEqual(answerOf('PostToolBatch'), {});
    await toldOnce(answer, '85%', /HANDOFF SUGGESTED - 85% Context Used/);
    deepStrictEqual(typesOf('handoff.'), ['handoff.created']);
  });

  it('says at 90% that the session must be saved and restarted, and has saved it once', async () => {
    session().reach(180_000);
    const answer = answerOf('UserPromptSubmit', { prompt: 'Go on' });
    match(contextOf(answer), /must save and restart/);
    await window().statusBarItem(METER).waitForKind('error');
    const isWritten = (): boolean => read(HANDOFF).includes('HANDOFF REQUIRED - 90% Context Used');
    await untilChanged(file('.claude/state'), isWritten, 'The required handoff was not written.');
    match(read(STATE), new RegExp(`handoff: ${HANDOFF}`));
    deepStrictEqual(answerOf('PostToolBatch'), {});
    await toldOnce(answer, '90%', /HANDOFF REQUIRED - 90% Context Used[^]*must save and restart/);
    deepStrictEqual([typesOf('handoff.').length, archived()], [2, 1]);
    await window().notifications.open();
    await window().screenshot('session-life-required');
    await window().notifications.close();
  });

  it('goes on after a compaction from a handoff that the summary names, and is metered anew', async () => {
    strictEqual(fire('PreCompact', { trigger: 'manual' }), `Keep this line in the summary: ${RESUME}\n`);
    session().compact(180_000);
    deepStrictEqual(answerOf('PostCompact', { trigger: 'manual' }), {});
    match(contextOf(answerOf('SessionStart', { source: 'compact' })), /\n {2}phase: 2\n/);
    session().reach(30_000);
    await window().statusBarItem(METER).waitForText('15%');
    await window().statusBarItem(METER).waitForKind('none');
    deepStrictEqual(answerOf('UserPromptSubmit', { prompt: 'Go on' }), {});
    deepStrictEqual(sessionEvents(), ['session.started', 'session.compacted']);
  });

  it('ends with everything saved, and with one way to go on in hook and window each', async () => {
    ninefold(window().places, 'next', 'add', 'Compare two libraries');
    const answer = answerOf('SessionEnd', { reason: 'prompt_input_exit' });
    agent.kill();
    strictEqual(answer.systemMessage?.endsWith(RESUME), true, answer.systemMessage);
    const ended = await window().notifications.message(/The agent session ended/);
    deepStrictEqual(await ended.buttons(), ['Continue in a New Session', 'Copy Prompt']);
    await window().screenshot('session-life-end');
    for (const path of [CONTEXT, STATE, HANDOFF]) match(read(path), /wf-001/);
    match(read(HANDOFF), /1\. Compare two libraries/);
    const [end, ...more] = recorded().filter(({ type }) => type === 'session.ended');
    deepStrictEqual([more, end?.data.peakTokens], [[], 180_000]);
    await ended.press('Copy Prompt');
    await window().statusBarItemWithText('Resume prompt copied').waitFor();
    strictEqual(await window().clipboard(), RESUME);
  });

  /** A person hears of a level by the hook or by the window: whichever was first. */
  async function toldOnce({ systemMessage = '' }: Answered, percent: string, banner: RegExp): Promise<void> {
    const byWindow = (await toldByWindow()).filter((message) => message.includes(percent));
    strictEqual(
      byWindow.length,
      systemMessage === '' ? 1 : 0,
      `${systemMessage} and ${byWindow.join(' | ')}`,
    );
    if (systemMessage !== '') match(systemMessage, banner);
  }
});
