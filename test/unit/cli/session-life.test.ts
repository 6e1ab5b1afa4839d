/** A session's start, course, and end by its hooks alone, without any window: files, words, and times of the source document. */

import { deepStrictEqual, doesNotMatch, match, ok, strictEqual } from 'node:assert/strict';
import { existsSync, readFileSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

import { decode } from '@toon-format/toon';

import { refreshContext } from '../../../src/node/context/refresh-context.ts';
import { newFolder, open, removeFolders, writeFiles } from '../support/folders.ts';
import { InProcessTerminal, bringBundles } from '../support/in-process.ts';
import { appears, gone } from '../support/processes.ts';
import { HookedAgent, SESSION, begun, recordedByHooks, statePath } from './hooked.ts';

const CACHE = 'state/context/project-cache.json';
const CONTEXT = 'session-context.toon';
const STATE = 'workflow-state.toon';
const HANDOFF = 'state/handoffs/handoff-wf-001.md';
const RESUME = (phase: number): string =>
  `Resume workflow wf-001 from Phase ${phase}: read .claude/${HANDOFF} and .claude/${STATE}`;
const HOUR = 3_600_000;
const NEXT = '0d9f4c1e-3b52-4a0c-8a6e-5c1d2e3f4a5b';

interface Cache {
  readonly at: string;
}

/** A git that lists files only once it is let, and notes who asked it to. */
function slowGit(): { readonly path: string; readonly listers: string; readonly open: () => void } {
  const path = newFolder();
  const [listers, gate] = [join(path, 'listers'), join(path, 'gate')];
  const wait = `echo $PPID >> '${listers}'; while [ ! -e '${gate}' ]; do sleep 0.05; done`;
  const script = `#!/bin/sh\ncase "$*" in *ls-files*) ${wait} ;; esac\nPATH="\${PATH#*:}" exec git "$@"\n`;
  writeFileSync(join(path, 'git'), script, { mode: 0o755 });
  return { path, listers, open: () => writeFileSync(gate, '') };
}

describe('the life of a session without a window', function () {
  this.timeout(60_000);
  afterEach(removeFolders);

  const read = ({ folder }: HookedAgent, path: string): string =>
    readFileSync(statePath(folder, path), 'utf8');
  const cacheOf = (agent: HookedAgent): Cache => JSON.parse(read(agent, CACHE)) as Cache;
  /** Makes the last scan of the code as old as this. */
  function age(agent: HookedAgent, milliseconds: number): string {
    const at = new Date(Date.now() - milliseconds).toISOString();
    writeFiles(agent.folder, { [`.claude/${CACHE}`]: read(agent, CACHE).replace(cacheOf(agent).at, at) });
    return at;
  }
  async function working(): Promise<{ readonly agent: HookedAgent; readonly person: InProcessTerminal }> {
    const started = await begun();
    writeFiles(started.agent.folder, {
      'package.json': JSON.stringify({ name: 'my-app', devDependencies: { typescript: '6.0.0' } }),
    });
    return started;
  }

  describe('starts', () => {
    it('with the project context loaded where there is none, and used while it is under an hour old', async () => {
      const { agent } = await working();
      strictEqual(existsSync(statePath(agent.folder, CACHE)), false);
      const told = decode(await agent.told()) as {
        workflow: Record<string, unknown>;
        files: readonly string[];
      };
      deepStrictEqual([told.workflow.id, told.workflow.project], ['wf-001', 'my-app']);
      deepStrictEqual(told.files.slice(0, 2), [`.claude/${STATE}`, `.claude/${CONTEXT}`]);
      match(read(agent, CONTEXT), /stack: TypeScript/);
      strictEqual(existsSync(statePath(agent.folder, 'project-contexts/my-app/conventions.md')), true);
      const young = age(agent, HOUR - 60_000);
      await agent.told({ source: 'resume' });
      strictEqual(cacheOf(agent).at, young);
      const old = age(agent, HOUR + 1000);
      await agent.told({ source: 'clear' });
      strictEqual(Date.parse(cacheOf(agent).at) > Date.parse(old), true);
      deepStrictEqual(agent.started, []);
    });

    it('with session-context.toon written again where it is missing', async () => {
      const { agent } = await working();
      await agent.told();
      rmSync(statePath(agent.folder, CONTEXT));
      await agent.told();
      match(read(agent, CONTEXT), /id: wf-001/);
    });

    it('without waiting longer than its time, and leaves the rest to the background', async () => {
      bringBundles();
      const { agent } = await working();
      let later = 0;
      const continueLater = (): Promise<void> => {
        later += 1;
        return Promise.resolve();
      };
      await refreshContext(await open(agent.folder), { milliseconds: 0, continueLater });
      deepStrictEqual([later, existsSync(statePath(agent.folder, CACHE))], [1, false]);
    });

    it('in a process that loads the context beyond that time, ends by itself, and leaves nothing behind', async () => {
      const { agent } = await working();
      const { path, listers, open: openGate } = slowGit();
      const env = { PATH: `${path}:${process.env.PATH ?? ''}` };
      const { answer } = await agent.fireProcess('SessionStart', { source: 'startup' }, { env });
      match(answer.hookSpecificOutput?.additionalContext ?? '', /id: wf-001/);
      strictEqual(existsSync(statePath(agent.folder, CACHE)), false);
      const background = await appears(listers, (text) => text.split('\n').length > 2);
      openGate();
      const [hook, loader] = background.split('\n').map(Number);
      ok(hook !== undefined && loader !== undefined && hook !== loader);
      await Promise.all([hook, loader].map(gone));
      match(read(agent, CONTEXT), /stack: TypeScript/);
      strictEqual(Date.now() - Date.parse(cacheOf(agent).at) < HOUR, true);
      const left = readdirSync(join(agent.folder, '.claude'), { recursive: true, encoding: 'utf8' });
      deepStrictEqual(
        left.filter((name) => /lock|tmp/.test(name)),
        [],
      );
    });

    it('before its workflow, which then loads the context for it', async () => {
      const folder = newFolder();
      writeFiles(folder, { 'package.json': '{"name":"my-app"}' });
      const session = new InProcessTerminal(folder, { CLAUDECODE: '1', CLAUDE_CODE_SESSION_ID: SESSION });
      await session.done('init', 'wf-001', 'Sign in');
      strictEqual(existsSync(statePath(folder, CACHE)), true);
      const alone = newFolder();
      await new InProcessTerminal(alone).done('init', 'wf-001', 'Sign in');
      strictEqual(existsSync(statePath(alone, CACHE)), false);
    });
  });

  it('goes on with the state saved after each phase, and each level told once', async () => {
    const { agent, person } = await working();
    await agent.told();
    await person.done('approve');
    match(read(agent, STATE), /1,Requirements,completed\n {2}2,Tech Planning,in_progress/);
    const turn = async (tokens: number, event: string): Promise<string> => {
      agent.reach(tokens);
      const { answer } = await agent.fire(event, { prompt: 'Go on' });
      return answer.systemMessage ?? '';
    };
    strictEqual(await turn(149_000, 'UserPromptSubmit'), '');
    match(
      await turn(150_000, 'UserPromptSubmit'),
      /TOKEN WARNING - 75% Context Used[^]*Phase 2 - Tech Planning/,
    );
    strictEqual(existsSync(statePath(agent.folder, HANDOFF)), false);
    match(
      await turn(158_000, 'PostToolBatch'),
      /HANDOFF SUGGESTED[^]*Resume workflow wf-001 from Phase 2: read/,
    );
    const written = statSync(statePath(agent.folder, HANDOFF)).mtimeMs;
    strictEqual(await turn(159_000, 'PostToolBatch'), '');
    strictEqual(statSync(statePath(agent.folder, HANDOFF)).mtimeMs, written);
    match(await turn(164_000, 'PostToolBatch'), /HANDOFF REQUIRED[^]*must save and restart/);
    deepStrictEqual(
      recordedByHooks(agent.folder).map(({ type }) => type),
      ['session.started', 'session.started', 'handoff.created', 'handoff.created'],
    );
  });

  it('ends with context, state, and handoff saved, and with the line that the next session resumes by', async () => {
    const { agent, person } = await working();
    await agent.told();
    await person.done('approve');
    for (const path of [CONTEXT, STATE]) rmSync(statePath(agent.folder, path));
    const { answer } = await agent.fire('SessionEnd', { reason: 'prompt_input_exit' });
    strictEqual(answer.systemMessage?.endsWith(RESUME(2)), true, answer.systemMessage);
    for (const path of [CONTEXT, STATE, HANDOFF]) match(read(agent, path), /wf-001/);
    const types = recordedByHooks(agent.folder).map(({ type }) => type);
    deepStrictEqual(types.slice(-2), ['session.ended', 'handoff.created']);

    const next = new HookedAgent(agent.folder, agent.home, NEXT);
    const told = decode(await next.told()) as { handoff: unknown; workflow: { phase: unknown } };
    deepStrictEqual(
      [(told.handoff as { path: string }).path, told.workflow.phase],
      [`.claude/${HANDOFF}`, 2],
    );
    const resumed = await next.fire('UserPromptSubmit', { prompt: RESUME(2) });
    const context = resumed.answer.hookSpecificOutput?.additionalContext ?? '';
    match(context, /Handoff: .*handoff-wf-001\.md.*No drift since/);
    doesNotMatch(context, /phases\[9\]/);
  });
});
