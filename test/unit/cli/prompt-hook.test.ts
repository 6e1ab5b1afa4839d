/** What a person writes to an agent, as its hook sees it: phrases that ask for something, and how full the window is. */

import { deepStrictEqual, match, strictEqual } from 'node:assert/strict';
import { existsSync, mkdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';

import { failurePattern } from '../support/failure-texts.ts';
import { removeFolders, writeFiles } from '../support/folders.ts';
import { InProcessTerminal } from '../support/in-process.ts';
import { SESSION, begun, recordedByHooks, statePath } from './hooked.ts';
import type { HookedAgent } from './hooked.ts';

const HANDOFF = 'state/handoffs/handoff-wf-001.md';
const CURRENT = 'state/sessions/current.json';

const typesIn = (folder: string): readonly string[] => recordedByHooks(folder).map(({ type }) => type);

describe('UserPromptSubmit', function () {
  this.timeout(60_000);
  afterEach(removeFolders);

  const prompted = (agent: HookedAgent, prompt: string) => agent.fire('UserPromptSubmit', { prompt });

  it('says nothing while there is room', async () => {
    const { agent } = await begun();
    agent.reach(20_000);
    strictEqual((await prompted(agent, 'Go on')).out, '');
  });

  it('tells each level once, to the person and to the model, and writes what the level writes', async () => {
    const { agent, person: other } = await begun();
    const person = new InProcessTerminal(other.folder, { HOME: agent.home });
    agent.reach(151_000);
    const warning = await prompted(agent, 'Go on');
    const banner = (await person.done('banner')).trimEnd();
    strictEqual(warning.answer.systemMessage, `Ninefold:\n${banner}`);
    match(banner, /TOKEN WARNING - 76% Context Used/);
    match(banner, /Current: ~151,000 tokens \| Limit: ~200,000 tokens/);
    match(warning.answer.hookSpecificOutput?.additionalContext ?? '', /compacts automatically at 167,000/);
    strictEqual(existsSync(statePath(agent.folder, HANDOFF)), false);
    strictEqual((await prompted(agent, 'Go on')).out, '');
    agent.reach(158_000);
    const suggest = await prompted(agent, 'Go on');
    match(
      suggest.answer.systemMessage ?? '',
      /HANDOFF SUGGESTED[^]*handoff is written: \.claude\/state\/handoffs/,
    );
    strictEqual(existsSync(statePath(agent.folder, HANDOFF)), true);
    strictEqual((await prompted(agent, 'Go on')).out, '');
    agent.reach(164_000);
    const force = await prompted(agent, 'Go on');
    match(
      force.answer.systemMessage ?? '',
      /HANDOFF REQUIRED - 82%[^]*must save and restart\. The state is saved/,
    );
    match(
      force.answer.hookSpecificOutput?.additionalContext ?? '',
      /must save and restart\. The state is saved/,
    );
    strictEqual((await prompted(agent, 'Go on')).out, '');
  });

  it('tells the model once why a person rejected its phase, unless that was taken back', async () => {
    const { agent, person } = await begun();
    const terminal = new InProcessTerminal(person.folder, { HOME: agent.home });
    const told = async (): Promise<string> =>
      (await prompted(agent, 'Go on')).answer.hookSpecificOutput?.additionalContext ?? '';
    agent.reach(20_000);
    await terminal.done('submit');
    await terminal.done('reject', '--reason', 'No figures in it');
    match(await told(), /rejected phase 1 Requirements \(attempt 1\)\. .*Reason: No figures in it/);
    strictEqual(await told(), '');
    await terminal.done('reject', '--reason', 'Still none');
    await terminal.done('approve');
    strictEqual(await told(), '');
  });

  it('tells a level, and names the file, where nobody can read who was told', async () => {
    for (const spoil of [
      (path: string) => writeFileSync(path, '{'),
      (path: string) => mkdirSync(path),
      (path: string) => symlinkSync('elsewhere.json', path),
    ]) {
      const { agent } = await begun();
      const path = statePath(agent.folder, CURRENT);
      rmSync(path);
      spoil(path);
      agent.reach(20_000);
      match((await prompted(agent, 'Go on')).answer.systemMessage ?? '', /^[^%]*current\.json/);
      agent.reach(164_000);
      const { answer } = await prompted(agent, 'Go on');
      match(answer.systemMessage ?? '', /82% full .*current\.json/);
      match(answer.hookSpecificOutput?.additionalContext ?? '', /82% full .*current\.json/);
    }
  });

  it('leaves the person alone whom a window told, and tells the model', async () => {
    const { agent } = await begun();
    agent.reach(151_000);
    const file = statePath(agent.folder, CURRENT);
    const current = JSON.parse(readFileSync(file, 'utf8')) as object;
    const shown = { [SESSION]: { levels: ['warning'], at: new Date().toISOString() } };
    writeFiles(agent.folder, { [`.claude/${CURRENT}`]: JSON.stringify({ ...current, shown }) });
    const { answer } = await prompted(agent, 'Go on');
    strictEqual(answer.systemMessage, undefined);
    match(answer.hookSpecificOutput?.additionalContext ?? '', /76% full/);
  });

  it('takes no level for told of which it says nothing, because the workflow is paused', async () => {
    const { agent, person } = await begun();
    await person.done('pause');
    agent.reach(151_000);
    strictEqual((await prompted(agent, 'Go on')).out, '');
    const { shown } = JSON.parse(readFileSync(statePath(agent.folder, CURRENT), 'utf8')) as { shown: object };
    deepStrictEqual(shown, {}, 'a window may still say it');
    await person.done('resume');
    match((await prompted(agent, 'Go on')).answer.systemMessage ?? '', /76% Context Used/);
  });

  it('announces levels again after a compaction', async () => {
    const { agent } = await begun();
    agent.reach(151_000);
    await prompted(agent, 'Go on');
    await agent.fire('PostCompact', { trigger: 'auto' });
    agent.reach(152_000);
    match((await prompted(agent, 'Go on')).out, /76% full/);
  });

  it('does what the phrases ask for', async () => {
    const { agent } = await begun();
    const handoff = await prompted(agent, 'workflow:handoff');
    match(handoff.answer.systemMessage ?? '', /The handoff of wf-001 is written/);
    match(
      handoff.answer.hookSpecificOutput?.additionalContext ?? '',
      /Resume workflow wf-001 from Phase 1: read/,
    );
    deepStrictEqual(typesIn(agent.folder), ['handoff.created']);
    match((await prompted(agent, 'session:save')).out, /The state of wf-001 is saved and its handoff/);
    deepStrictEqual(typesIn(agent.folder), ['handoff.created', 'handoff.created']);
    match((await prompted(agent, 'context:persist')).out, /session-context\.toon is up to date/);
    const resumed = await prompted(agent, 'workflow:resume');
    const text = resumed.answer.hookSpecificOutput?.additionalContext ?? '';
    match(text, /^Workflow wf-001 \('Sign in'\) is in Phase 1 - Requirements/);
    match(text, /\nphases\[9\]/);
  });

  it('answers the resume prompt in short where the session knows its workflow, in full where it is another', async () => {
    const { agent, person } = await begun();
    await person.done('handoff', 'create');
    const known = await prompted(
      agent,
      'Resume workflow wf-001 from Phase 4: read .claude/workflow-state.toon',
    );
    const short = known.answer.hookSpecificOutput?.additionalContext ?? '';
    match(short, /The prompt names Phase 4, but the workflow has moved on since then\..*No drift since/);
    strictEqual(short.includes('phases[9]'), false);
    await person.done('init', 'wf-002', 'Sign out');
    await person.done('pause', 'wf-001');
    const other = await prompted(agent, 'Resume workflow wf-001 from Phase 1');
    match(other.answer.hookSpecificOutput?.additionalContext ?? '', /status: in_progress/);
    match(await person.done('list'), /\* wf-001/);
  });

  it('tells a session only once of the workflow that its first prompt resumes', async () => {
    const { agent } = await begun();
    await agent.told();
    const { answer } = await prompted(agent, 'Resume workflow wf-001');
    const text = answer.hookSpecificOutput?.additionalContext ?? '';
    match(text, /^Workflow wf-001/);
    strictEqual(text.includes('phases[9]'), false);
    const command = await prompted(agent, 'workflow:resume');
    match(command.answer.hookSpecificOutput?.additionalContext ?? '', /\nphases\[9\]/);
  });

  it('says what a phrase cannot have', async () => {
    const { agent } = await begun();
    const { answer } = await prompted(agent, 'Resume workflow wf-009 from Phase 2');
    match(
      answer.hookSpecificOutput?.additionalContext ?? '',
      failurePattern('workflow-unknown', { id: 'wf-009' }),
    );
    match(answer.systemMessage ?? '', failurePattern('workflow-unknown', { id: 'wf-009' }));
  });

  it('tells a level within a long turn, after a batch of tools', async () => {
    const { agent } = await begun();
    agent.reach(20_000);
    strictEqual((await agent.fire('PostToolBatch')).out, '');
    agent.reach(158_000);
    strictEqual((await agent.fire('PostToolBatch', { agent_id: 'a1' })).out, '');
    const { answer } = await agent.fire('PostToolBatch');
    strictEqual(answer.hookSpecificOutput?.hookEventName, 'PostToolBatch');
    match(answer.hookSpecificOutput.additionalContext, /79% full.*The handoff is written/);
    strictEqual((await agent.fire('PostToolBatch')).out, '');
    strictEqual((await prompted(agent, 'Go on')).out, '');
  });

  it('is not concerned by a sub-agent', async () => {
    const { agent } = await begun();
    agent.reach(151_000);
    const fields = { prompt: 'workflow:handoff', agent_id: 'a1', agent_type: 'Explore' };
    strictEqual((await agent.fire('UserPromptSubmit', fields)).out, '');
    deepStrictEqual(typesIn(agent.folder), []);
  });
});
