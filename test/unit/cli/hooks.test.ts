/** The hooks of Claude Code: every event and source, as it writes them. */

import { deepStrictEqual, doesNotMatch, match, ok, strictEqual } from 'node:assert/strict';
import { readFileSync, readdirSync } from 'node:fs';

import { decode } from '@toon-format/toon';

import { causePattern } from '../support/failure-texts.ts';
import { git, newFolder, open, removeFolders, writeFiles } from '../support/folders.ts';
import { HookedAgent, SESSION, begun, recordedByHooks, statePath } from './hooked.ts';
import { InProcessTerminal } from '../support/in-process.ts';

const HANDOFF = 'state/handoffs/handoff-wf-001.md';
const RESUME = `Resume workflow wf-001 from Phase 1: read .claude/${HANDOFF} and .claude/workflow-state.toon`;
const CURRENT = 'state/sessions/current.json';

const typesIn = (folder: string): readonly string[] => recordedByHooks(folder).map(({ type }) => type);

describe('hooks of Claude Code', function () {
  this.timeout(60_000);
  afterEach(removeFolders);

  describe('SessionStart', () => {
    for (const source of ['startup', 'resume', 'clear', 'compact', 'fork']) {
      it(`tells a session where its workflow stands (${source})`, async () => {
        const { agent, person } = await begun();
        writeFiles(agent.folder, { 'docs/requirements.md': '# What is wanted\n' });
        await person.done('deliverable', 'add', 'docs/requirements.md');
        await person.done('decision', 'add', 'auth', 'Passkeys', 'No passwords to lose');
        await person.done('next', 'add', 'Ask legal', '--status', 'person');
        const { answer, error } = await agent.fire('SessionStart', { source, model: 'claude-opus-4-5' });
        strictEqual(error, '');
        strictEqual(answer.systemMessage, undefined);
        strictEqual(answer.hookSpecificOutput?.hookEventName, 'SessionStart');
        const text = answer.hookSpecificOutput.additionalContext;
        ok(text.length <= 10_000);
        const told = decode(text) as unknown as Readonly<Record<string, unknown>>;
        const { id, phase, phase_name: name } = told.workflow as Readonly<Record<string, unknown>>;
        deepStrictEqual([id, phase, name], ['wf-001', 1, 'Requirements']);
        deepStrictEqual(told.deliverables, [{ phase: 1, file: 'docs/requirements.md', exists: true }]);
        deepStrictEqual(told.decisions, [{ id: 'auth', choice: 'Passkeys', reason: 'No passwords to lose' }]);
        deepStrictEqual(told.next_steps, [{ num: 1, text: 'Ask legal', status: 'person' }]);
        deepStrictEqual(
          recordedByHooks(agent.folder).map(({ type, actor, data }) => ({ type, actor, data })),
          [
            {
              type: 'session.started',
              actor: { kind: 'hook', session: SESSION },
              data: { id: SESSION, agent: 'claude-code', model: 'claude-opus-4-5' },
            },
          ],
        );
      });
    }

    it('tells the person, and not the model, that rules of the repository wait', async () => {
      const { agent } = await begun();
      const rules = { approvedBy: 'anyone', taskCommands: { 'claude-code': ['evil'] } };
      writeFiles(agent.folder, { '.claude/ninefold.json': JSON.stringify(rules) });
      const { answer } = await agent.fire('SessionStart', { source: 'startup' });
      match(answer.systemMessage ?? '', causePattern('rules-waiting', { names: 'approvedBy, taskCommands' }));
      doesNotMatch(answer.hookSpecificOutput?.additionalContext ?? '', /evil|taskCommands/);
    });

    it('records a session once, however often it starts', async () => {
      const { agent } = await begun();
      await agent.told({ source: 'startup' });
      await agent.told({ source: 'compact' });
      deepStrictEqual(typesIn(agent.folder), ['session.started']);
      const current = JSON.parse(readFileSync(statePath(agent.folder, CURRENT), 'utf8')) as {
        agentSession: unknown;
      };
      deepStrictEqual(current.agentSession, {
        agent: 'claude-code',
        sessionId: SESSION,
        transcript: agent.transcript,
        hasModel: false,
      });
    });

    it('adds the model to the record with the first call, once, where the agent did not name it', async () => {
      const { agent } = await begun();
      await agent.told({ source: 'startup' });
      agent.reach(20_000);
      for (let turn = 0; turn < 2; turn++) strictEqual((await agent.fire('PostToolBatch')).out, '');
      deepStrictEqual(
        recordedByHooks(agent.folder).map(({ type, data }) => [type, data.model]),
        [
          ['session.started', null],
          ['session.started', 'claude-opus-4-5-20251101'],
        ],
      );
      const { sessions } = await (await open(agent.folder)).service.state();
      deepStrictEqual(
        sessions.map(({ id, model }) => [id, model]),
        [[SESSION, 'claude-opus-4-5-20251101']],
      );
    });

    it('tells what drifted since the handoff: branch, commits, files', async () => {
      const { agent, person } = await begun();
      git(agent.folder, 'init', '-q', '-b', 'main');
      writeFiles(agent.folder, { 'docs/requirements.md': 'one\n' });
      git(agent.folder, 'add', 'docs');
      git(agent.folder, 'commit', '-q', '-m', 'first');
      await person.done('deliverable', 'add', 'docs/requirements.md');
      await person.done('handoff', 'create');
      git(agent.folder, 'checkout', '-q', '-b', 'topic');
      writeFiles(agent.folder, { 'docs/requirements.md': 'two\n' });
      git(agent.folder, 'commit', '-q', '-a', '-m', 'second');
      const told = decode(await agent.told()) as unknown as Readonly<Record<string, unknown>>;
      deepStrictEqual(
        (told.drift as readonly { kind: string }[]).map(({ kind }) => kind),
        ['branch differs', 'new commits', 'changed since'],
      );
      strictEqual((told.git as { branch: string }).branch, 'topic');
      strictEqual((told.handoff as { path: string }).path, `.claude/${HANDOFF}`);
    });

    it('finds the workflow from a folder below, and from the project where the agent went elsewhere', async () => {
      const { agent } = await begun();
      writeFiles(agent.folder, { 'src/deep/a.ts': '' });
      const below = await agent.fire('SessionStart', { cwd: `${agent.folder}/src/deep` });
      match(below.out, /wf-001/);
      const env = { CLAUDE_PROJECT_DIR: agent.folder };
      const elsewhere = newFolder();
      const away = await agent.fire('SessionStart', { cwd: elsewhere }, { env, cwd: elsewhere });
      match(away.out, /wf-001/);
    });

    it('tells of a paused workflow without recording the session, and nothing of one that is over', async () => {
      const { agent, person } = await begun();
      await person.done('pause', 'wf-001');
      match(await agent.told(), /status: paused/);
      deepStrictEqual(typesIn(agent.folder), []);
      await person.done('cancel', 'wf-001');
      strictEqual(await agent.told(), '');
    });

    it('names another session that lives and works on it', async () => {
      const { agent } = await begun();
      const other = new HookedAgent(agent.folder, agent.home, '0d9f4c1e-3b52-4a0c-8a6e-5c1d2e3f4a5b');
      other.reach(10_000);
      await other.told();
      match(await agent.told(), /other_session_at_work:\n {2}id: "?0d9f4c1e/);
    });
  });

  describe('PreCompact and PostCompact', () => {
    for (const trigger of ['manual', 'auto']) {
      it(`save and hand over before, and record after (${trigger})`, async () => {
        const { agent } = await begun();
        agent.reach(166_000);
        await agent.told();
        const before = await agent.fireProcess('PreCompact', { trigger, custom_instructions: '' });
        strictEqual(before.out, `Keep this line in the summary: ${RESUME}\n`);
        const document = readFileSync(statePath(agent.folder, HANDOFF), 'utf8');
        match(document, /# Session Handoff: wf-001/);
        match(document, /HANDOFF REQUIRED - 83% Context Used/);
        const after = await agent.fireProcess('PostCompact', { trigger, compact_summary: 'It went well.' });
        strictEqual(after.out, '');
        const lines = recordedByHooks(agent.folder);
        deepStrictEqual(
          lines.map(({ type }) => type),
          ['session.started', 'handoff.created', 'session.compacted'],
        );
        deepStrictEqual(lines.at(-1)?.data, { id: SESSION, trigger });
        strictEqual(lines[1]?.data.session, SESSION);
      });
    }

    it('take in what somebody edited before they save', async () => {
      const { agent } = await begun();
      const file = statePath(agent.folder, 'workflow-state.toon');
      const edited = readFileSync(file, 'utf8').replace(
        /next_steps\[0\].*:/,
        'next_steps[1]{text,status}:\n  Ask legal,open',
      );
      writeFiles(agent.folder, { '.claude/workflow-state.toon': edited });
      await agent.fire('PreCompact', { trigger: 'auto' });
      match(readFileSync(statePath(agent.folder, HANDOFF), 'utf8'), /Ask legal/);
    });
  });

  describe('SessionEnd', () => {
    for (const reason of ['clear', 'resume', 'logout', 'prompt_input_exit', 'other']) {
      it(`records the end and hands over where that is due (${reason})`, async () => {
        const { agent } = await begun();
        agent.reach(90_000);
        await agent.told();
        const { answer } = await agent.fire('SessionEnd', { reason });
        match(answer.systemMessage ?? '', new RegExp(RESUME));
        const lines = recordedByHooks(agent.folder);
        deepStrictEqual(
          lines.map(({ type }) => type),
          ['session.started', 'session.ended', 'handoff.created'],
        );
        deepStrictEqual(lines[1]?.data, {
          id: SESSION,
          model: 'claude-opus-4-5-20251101',
          peakTokens: 90_000,
        });
      });
    }

    it('leaves it to a window to show the way on, unless another session goes on already', async () => {
      for (const [reason, isClaimed] of [
        ['prompt_input_exit', false],
        ['clear', true],
        ['resume', true],
      ] as const) {
        const { agent } = await begun();
        await agent.told();
        await agent.fire('SessionEnd', { reason });
        const current = readFileSync(statePath(agent.folder, CURRENT), 'utf8');
        strictEqual(current.includes(`end:${SESSION}`), isClaimed, reason);
      }
    });

    it('writes no second handoff where nothing changed since the last', async () => {
      const { agent } = await begun();
      await agent.told();
      await agent.fire('PreCompact', { trigger: 'manual' });
      const { answer } = await agent.fire('SessionEnd', { reason: 'other' });
      match(answer.systemMessage ?? '', new RegExp(RESUME));
      deepStrictEqual(typesIn(agent.folder), ['session.started', 'handoff.created', 'session.ended']);
    });
  });

  it('hands a workflow from one session to the next, which knows what the first one recorded', async () => {
    const { agent } = await begun();
    await agent.told();
    const first = new InProcessTerminal(agent.folder, { CLAUDECODE: '1', CLAUDE_CODE_SESSION_ID: SESSION });
    writeFiles(agent.folder, { 'docs/requirements.md': '# Wanted\n' });
    await first.done('deliverable', 'add', 'docs/requirements.md');
    await first.done('decision', 'add', 'auth', 'Passkeys', 'No passwords');
    await first.done('next', 'add', 'Write the plan');
    await agent.fire('SessionEnd', { reason: 'clear' });
    const next = new HookedAgent(agent.folder, agent.home, '0d9f4c1e-3b52-4a0c-8a6e-5c1d2e3f4a5b');
    const told = await next.told({ source: 'clear' });
    for (const fact of ['docs/requirements.md', 'Passkeys', 'Write the plan', 'handoff-wf-001.md']) {
      ok(told.includes(fact), fact);
    }
    deepStrictEqual(readdirSync(statePath(agent.folder, 'state/handoffs')), ['handoff-wf-001.md']);
  });
});
