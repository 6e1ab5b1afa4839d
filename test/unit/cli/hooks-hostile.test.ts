/** Hooks that are given what nobody should give them: a valid answer, 0, and nothing written where there is no workflow. */

import { deepStrictEqual, match, ok, strictEqual } from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { chmodSync, existsSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

import { HOOK_EVENTS } from '../../../src/core/hooks/hook-vocabulary.ts';
import { withLock } from '../../../src/node/lock/lock.ts';
import { causePattern, failurePattern } from '../support/failure-texts.ts';
import { newFolder, removeFolders, writeFiles } from '../support/folders.ts';
import { HookedAgent, begun, recordedByHooks, statePath } from './hooked.ts';

const JOURNAL = 'state/workflows/wf-001.journal.jsonl';

describe('hooks that are given something else', function () {
  this.timeout(60_000);
  afterEach(removeFolders);

  it('say nothing and write nothing in a folder without a workflow', async () => {
    const agent = new HookedAgent(newFolder(), newFolder());
    agent.reach(170_000);
    for (const event of HOOK_EVENTS) {
      const { out, error } = await agent.fire(event, { prompt: 'workflow:resume', trigger: 'auto' });
      deepStrictEqual([out, error], ['', ''], event);
    }
    deepStrictEqual(readdirSync(agent.folder), []);
    deepStrictEqual(readdirSync(agent.home), ['.claude']);
    deepStrictEqual(readdirSync(`${agent.home}/.claude`), ['projects']);
  });

  it('leave a folder with settings of Claude Code, and no workflow, as it is', async () => {
    const agent = new HookedAgent(newFolder(), newFolder());
    writeFiles(agent.folder, { '.claude/settings.json': '{}', '.claude/agents/reviewer.md': '# Reviewer' });
    for (const event of HOOK_EVENTS) strictEqual((await agent.fire(event)).out, '', event);
    deepStrictEqual(readdirSync(`${agent.folder}/.claude`), ['agents', 'settings.json']);
  });

  it('leave the agent of a background task alone', async () => {
    const { agent } = await begun();
    const before = readFileSync(statePath(agent.folder, JOURNAL), 'utf8');
    for (const event of HOOK_EVENTS) {
      const fields = { prompt: 'workflow:handoff', trigger: 'auto', reason: 'other' };
      strictEqual((await agent.fire(event, fields, { env: { NINEFOLD_TASK: 'tests' } })).out, '', event);
    }
    strictEqual(readFileSync(statePath(agent.folder, JOURNAL), 'utf8'), before);
  });

  it('do without any input, at the folder where they stand', async () => {
    const { agent } = await begun();
    const { answer } = await agent.fireProcess('SessionStart', {}, { text: null });
    match(answer.hookSpecificOutput?.additionalContext ?? '', /id: wf-001/);
    for (const event of HOOK_EVENTS) await agent.fire(event, {}, { text: null });
    const lines = readFileSync(statePath(agent.folder, JOURNAL), 'utf8').trimEnd().split('\n');
    // Without a session's id there is none to record; the handoff before a compaction is written all the same.
    deepStrictEqual(
      lines.map((line) => (JSON.parse(line) as { type: string }).type),
      ['workflow.started', 'handoff.created'],
    );
  });

  it('do not wait for an input that never ends', async () => {
    const { agent } = await begun();
    match((await agent.fireProcess('SessionStart', { source: 'startup' }, { isOpen: true })).out, /wf-001/);
    match((await agent.fireProcess('SessionStart', {}, { text: null, isOpen: true })).out, /wf-001/);
    match(
      (await agent.fireProcess('SessionStart', {}, { text: '{"session_id":', isOpen: true })).out,
      /wf-001/,
    );
    strictEqual((await agent.fireProcess('SessionEnd', {}, { text: null, isOpen: true })).out, '');
  });

  it('take what is not JSON, or other JSON, for no input', async () => {
    const { agent } = await begun();
    for (const text of ['not JSON', '[1,2]', 'null', '"text"', '{"a":', '\u0000\u0001', '\ufeff{}']) {
      const { answer } = await agent.fire('SessionStart', {}, { text });
      match(answer.hookSpecificOutput?.additionalContext ?? '', /id: wf-001/, text);
    }
    const odd = JSON.stringify({ session_id: 7, cwd: { a: 1 }, transcript_path: [], prompt: null });
    for (const event of HOOK_EVENTS) await agent.fire(event, {}, { text: odd });
  });

  it('read a huge input, and let go of one that has no end', async () => {
    const { agent } = await begun();
    const prompt = `workflow:handoff\n${'x'.repeat(8 * 1024 * 1024)}`;
    match((await agent.fireProcess('UserPromptSubmit', { prompt })).out, /handoff of wf-001 is written/);
    const summary = 'y'.repeat(20 * 1024 * 1024);
    strictEqual(
      (await agent.fireProcess('PostCompact', { trigger: 'auto', compact_summary: summary })).out,
      '',
    );
  });

  it('answer an event that they do not know with nothing', async () => {
    const { agent } = await begun();
    for (const event of ['Stop', 'sessionstart', '', '--version', '../x']) {
      const { out, error } = await agent.fire(event);
      strictEqual(out, '', event);
      match(error, /unknown hook .*; use one of SessionStart/, event);
    }
  });

  it('do without a transcript that is missing, empty, a folder, a pipe or not one', async () => {
    const { agent } = await begun();
    writeFiles(agent.home, { 'empty.jsonl': '', 'other.jsonl': 'not a transcript\n{"type":"assistant"}\n' });
    execFileSync('mkfifo', [join(agent.home, 'pipe.jsonl')]);
    for (const name of ['gone.jsonl', 'empty.jsonl', 'other.jsonl', 'pipe.jsonl', '.', '\u0000']) {
      const fields = { transcript_path: `${agent.home}/${name}`, prompt: 'Go on', trigger: 'auto' };
      strictEqual((await agent.fire('UserPromptSubmit', fields)).out, '', name);
      match((await agent.fire('PreCompact', fields)).out, /handoff-wf-001/, name);
      await agent.fire('SessionEnd', fields);
    }
  });

  it('say nothing where the folder is gone', async () => {
    const { agent } = await begun();
    const cwd = `${agent.folder}/gone`;
    const elsewhere = newFolder();
    for (const event of HOOK_EVENTS)
      strictEqual((await agent.fire(event, { cwd }, { cwd: elsewhere })).out, '');
    const env = { CLAUDE_PROJECT_DIR: cwd };
    strictEqual((await agent.fire('SessionStart', { cwd }, { cwd: elsewhere, env })).out, '');
  });

  it('say that the state is being written by another process, and tell a session where it stands all the same', async () => {
    const { agent } = await begun();
    agent.reach(166_000);
    const answers = await withLock(statePath(agent.folder, 'state/ninefold.lock'), async () => ({
      start: await agent.fireProcess('SessionStart', { source: 'startup' }),
      compact: await agent.fireProcess('PreCompact', { trigger: 'auto' }),
      prompt: await agent.fireProcess('UserPromptSubmit', { prompt: 'Go on' }),
      end: await agent.fireProcess('SessionEnd', { reason: 'other' }),
    }));
    match(
      answers.start.answer.systemMessage ?? '',
      causePattern('lock-busy', { path: /.*ninefold\.lock/, holder: /pid \d+.*/ }),
    );
    match(answers.start.answer.hookSpecificOutput?.additionalContext ?? '', /id: wf-001/);
    match(answers.compact.out, causePattern('lock-busy', { path: /.*ninefold\.lock/, holder: /pid \d+.*/ }));
    match(
      answers.prompt.answer.systemMessage ?? '',
      causePattern('lock-busy', { path: /.*ninefold\.lock/, holder: /pid \d+.*/ }),
    );
    // The level is told when it can be recorded, and only then.
    match((await agent.fire('UserPromptSubmit', { prompt: 'Go on' })).out, /83% full/);
    strictEqual((await agent.fire('UserPromptSubmit', { prompt: 'Go on' })).out, '');
    const lines = readFileSync(statePath(agent.folder, JOURNAL), 'utf8');
    strictEqual(lines.includes('session.'), false);
  });

  it('say what cannot be read, to the session and to the person, and change nothing', async () => {
    const { agent: damaged } = await begun();
    const journal = statePath(damaged.folder, JOURNAL);
    writeFileSync(journal, `<<<<<<< ours\n${readFileSync(journal, 'utf8')}`);
    const before = readFileSync(journal, 'utf8');
    const { answer } = await damaged.fire('SessionStart', { source: 'startup' });
    match(answer.hookSpecificOutput?.additionalContext ?? '', /^Ninefold: .*wf-001\.journal\.jsonl:1: /);
    match(answer.systemMessage ?? '', /ninefold recover wf-001/);
    match((await damaged.fire('PreCompact', { trigger: 'auto' })).out, /journal\.jsonl:1/);
    strictEqual(readFileSync(journal, 'utf8'), before);

    const { agent: session } = await begun();
    writeFiles(session.folder, { '.claude/state/sessions/current.json': 'not JSON' });
    for (const event of HOOK_EVENTS) {
      const { out } = await session.fire(event, { prompt: 'Go on', trigger: 'auto', reason: 'other' });
      // One has no one left to tell; the other only notes that the session waits.
      if (event !== 'SessionEnd' && event !== 'Notification') match(out, /current\.json:1: /, event);
    }
  });

  it('meter and save by the defaults where the rules cannot be read, and say so beside whatever they say', async () => {
    const { agent } = await begun();
    writeFiles(agent.folder, { '.claude/ninefold.json': '{\n  "levels": 5\n}' });
    const handoff = statePath(agent.folder, 'state/handoffs/handoff-wf-001.md');
    const named = failurePattern('rules-invalid', { file: /.*ninefold\.json/, line: 2 });
    const said = async (event: string): Promise<string> =>
      (await agent.fire(event, { prompt: 'Go on', trigger: 'auto', reason: 'other' })).answer.systemMessage ??
      '';
    match(await said('SessionStart'), named);
    agent.reach(90_000);
    strictEqual(await said('UserPromptSubmit'), '');
    agent.reach(164_000);
    const told = await said('UserPromptSubmit');
    match(told, /HANDOFF REQUIRED - 82% Context Used[^]*must save and restart/);
    match(told, named);
    match(readFileSync(handoff, 'utf8'), /HANDOFF REQUIRED/);
    strictEqual(await said('PostToolBatch'), '');
    rmSync(handoff);
    match(
      (await agent.fire('PreCompact', { trigger: 'auto' })).out,
      /^Keep this line in the summary: Resume/,
    );
    ok(existsSync(handoff));
    match(await said('SessionEnd'), named);
    deepStrictEqual(
      recordedByHooks(agent.folder).map(({ type }) => type),
      ['session.started', 'session.started', 'handoff.created', 'handoff.created', 'session.ended'],
    );
  });

  it('tell a session where it stands although no program can be found', async () => {
    const { agent } = await begun();
    const { answer } = await agent.fireProcess(
      'SessionStart',
      { source: 'startup' },
      { env: { PATH: '/nowhere' } },
    );
    match(answer.hookSpecificOutput?.additionalContext ?? '', /branch: null/);
  });

  it('say it where git takes too long, instead of letting the session wait', async () => {
    const { agent } = await begun();
    const slow = newFolder();
    writeFiles(slow, { git: '#!/bin/sh\nexec sleep 30\n' });
    chmodSync(`${slow}/git`, 0o755);
    const env = { PATH: `${slow}:${process.env.PATH ?? ''}` };
    const { answer } = await agent.fireProcess('SessionStart', { source: 'startup' }, { env });
    match(answer.hookSpecificOutput?.additionalContext ?? '', /git:\n {2}known: false/);
    const hurried = { ...env, CLAUDE_CODE_SESSIONEND_HOOKS_TIMEOUT_MS: '1500' };
    const end = await agent.fireProcess('SessionEnd', { reason: 'other' }, { env: hurried });
    match(end.answer.systemMessage ?? '', /SessionEnd took longer than 1\.2 s/);
    deepStrictEqual(
      recordedByHooks(agent.folder).map(({ type }) => type),
      ['session.started', 'session.ended'],
      'the end comes first',
    );
  });

  it('answer at a place that was removed under them', async () => {
    const { agent } = await begun();
    const run = await agent.fireProcess(
      'SessionStart',
      { source: 'startup' },
      { cwd: newFolder(), isPlaceRemoved: true },
    );
    match(run.out, /id: wf-001/);
    const text = '';
    strictEqual(
      (await agent.fireProcess('SessionStart', {}, { text, cwd: newFolder(), isPlaceRemoved: true })).out,
      '',
    );
  });
});
