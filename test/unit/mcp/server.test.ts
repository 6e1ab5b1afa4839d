/** The MCP server as an agent meets it: the official client over stdin and stdout. */

import { deepStrictEqual, doesNotMatch, match, ok, rejects, strictEqual } from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

import { decode } from '@toon-format/toon';

import { failureTemplate } from '../../../src/core/failures/failures.ts';
import { READING_TOOLS } from '../../../src/core/connect/reading-tools.ts';
import { lackText } from '../../../src/core/workflow/evidence-words.ts';
import { causePattern, failurePattern } from '../support/failure-texts.ts';
import { JOURNAL } from '../support/one-workflow.ts';
import { acceptRulesOf } from '../support/accepted.ts';
import { newFolder, removeFolders, writeFiles } from '../support/folders.ts';
import { Agent, DIST } from './agent.ts';

describe('the MCP server', function () {
  this.timeout(60_000);
  const agents: Agent[] = [];
  afterEach(async () => {
    await Promise.all(agents.splice(0).map(({ client }) => client.close()));
    removeFolders();
  });

  const agentIn = async (folder: string, env: Record<string, string> = {}): Promise<Agent> => {
    const agent = new Agent(folder);
    agents.push(agent);
    return agent.connect(undefined, env);
  };

  it('lists every tool with a schema, prompts and resources, from `ninefold mcp` too', async () => {
    const direct = await agentIn(newFolder());
    const viaCli = new Agent(newFolder());
    agents.push(viaCli);
    await viaCli.connect([join(DIST, 'cli.js'), 'mcp']);
    for (const { client } of [direct, viaCli]) {
      const { tools } = await client.listTools();
      deepStrictEqual(
        tools.map(({ name }) => name),
        [
          ...['get_workflow', 'list_workflows', 'start_workflow', 'switch_workflow'],
          ...['submit_phase', 'approve_phase', 'reject_phase', 'skip_phase', 'reopen_phase'],
          ...['add_deliverable', 'record_decision', 'add_next_step', 'complete_next_step'],
          ...['add_constraint', 'record_attempt', 'record_evidence'],
          ...['get_meter', 'report_tokens', 'create_handoff', 'resume_workflow', 'export_state'],
          ...['create_agent_task', 'list_agent_tasks', 'run_check'],
        ],
      );
      ok(readFileSync(join('docs', 'agents.md'), 'utf8').includes(`with ${tools.length} tools (`));
      deepStrictEqual(
        tools.filter(({ annotations }) => annotations?.readOnlyHint === true).map(({ name }) => name),
        READING_TOOLS,
      );
      deepStrictEqual(
        tools.filter(
          ({ description, inputSchema }) => description === undefined || !('properties' in inputSchema),
        ),
        [],
      );
      const { prompts } = await client.listPrompts();
      deepStrictEqual(
        prompts.map(({ name }) => name),
        ['handoff', 'resume', 'status', 'save', 'persist'],
      );
      const { resources } = await client.listResources();
      deepStrictEqual(
        resources.map(({ uri }) => uri),
        ['workflow-state', 'session-context', 'decisions', 'handoff'].map((name) => `ninefold://${name}`),
      );
    }
  });

  it('asks for a background task and lists it, and is told what it lacks', async () => {
    const folder = newFolder();
    const agent = await agentIn(folder, { CLAUDECODE: '1' });
    strictEqual((await agent.call('create_agent_task', { template: 'tests' })).isError, true);
    await agent.done('start_workflow', { id: 'wf-001', name: 'Sign in' });
    match(
      (await agent.call('create_agent_task', { template: 'tests' })).text,
      failurePattern('task-commit-missing', {}, 'mcp'),
    );
    match(
      (await agent.call('create_agent_task', { template: 'empty', place: 'workspace' })).text,
      failurePattern('task-outputs-missing', {}, 'mcp'),
    );
    strictEqual((await agent.done('list_agent_tasks')).data.tasks instanceof Array, true);
    const request = { template: 'tests', place: 'workspace', outputs: ['tests/a.test.ts'], agent: 'codex' };
    const made = await agent.done('create_agent_task', request);
    match(made.text, /^Created task tests: Write Tests, for codex\. .* a person merges what it writes\.$/);
    // As after an answer that got lost.
    strictEqual((await agent.done('create_agent_task', request)).text, made.text);
    const again = await agent.done('create_agent_task', { ...request, task: 'Only the errors' });
    match(again.text, /Task tests may also write tests\/a\.test\.ts\./);
    const { text, data } = await agent.done('list_agent_tasks');
    strictEqual(text, 'tests: Write Tests, open\ntests-2: Write Tests, open');
    strictEqual((data.tasks as readonly unknown[]).length, 2);
  });

  it('carries a workflow from its start to its handoff, and a second agent goes on', async () => {
    const folder = newFolder();
    const first = await agentIn(folder, { CLAUDECODE: '1', CLAUDE_CODE_SESSION_ID: 'one' });
    await first.done('start_workflow', {
      id: 'wf-001',
      name: 'Sign in',
      task: 'Build the sign-in',
      preset: 'backend',
    });
    writeFiles(folder, { 'docs/requirements.md': '# What is wanted\n' });
    await first.done('add_deliverable', { file: 'docs/requirements.md' });
    await first.done('record_decision', { key: 'auth', choice: 'JWT', reason: 'stateless' });
    await first.done('add_next_step', { text: 'Ask for the token lifetime', status: 'person' });
    await first.done('add_next_step', { text: 'Write the tech spec' });
    await first.done('complete_next_step', { number: 2 });
    const submitted = await first.done('approve_phase');
    match(
      submitted.text,
      /^Phase 1 is waiting for a person's approval\. wf-001 \(Sign in\): Phase 1 .* is awaiting approval/,
    );
    await first.done('report_tokens', { tokens: 152_000, window: 200_000 });
    const meter = await first.done('get_meter');
    deepStrictEqual([meter.data.percent, meter.data.level], [76, 'warning']);
    const { data } = await first.done('create_handoff');
    match(readFileSync(join(folder, String(data.handoff)), 'utf8'), /TOKEN WARNING - 76% Context Used/);

    const second = await agentIn(folder, { CLAUDECODE: '1', CLAUDE_CODE_SESSION_ID: 'two' });
    writeFiles(folder, { 'docs/requirements.md': '# What is wanted now\n' });
    const resumed = await second.done('resume_workflow');
    match(
      resumed.text,
      /Read \.claude\/state\/handoffs\/handoff-wf-001\.md\. Since then: .*docs\/requirements\.md/,
    );
    deepStrictEqual(
      (resumed.data.nextSteps as { number: number; status: string }[]).map(({ number, status }) => [
        number,
        status,
      ]),
      [
        [1, 'person'],
        [2, 'done'],
      ],
    );
    const { contents } = await second.client.readResource({ uri: 'ninefold://workflow-state' });
    const [state] = contents;
    const { workflow } = decode(state !== undefined && 'text' in state ? state.text : '') as {
      workflow: { id: string };
    };
    strictEqual(workflow.id, 'wf-001');
    const prompt = await second.client.getPrompt({ name: 'handoff', arguments: {} });
    match(JSON.stringify(prompt.messages), /create_handoff/);
  });

  it('says of an approval that the phase which begins will not fit into the window, and nothing where it does', async () => {
    const folder = newFolder();
    writeFiles(folder, { '.claude/ninefold.json': '{ "approvedBy": "anyone" }' });
    const agent = await agentIn(folder);
    acceptRulesOf(join(folder, '.claude'), agent.home);
    await agent.done('start_workflow', { id: 'wf-001', name: 'User Login', preset: 'bugfix' });
    const full = await agent.done('report_tokens', { tokens: 195_000, window: 200_000 });
    match(
      full.text,
      /^195,000 of 200,000 tokens \(98%\), level force, from reported\..*must save and restart/,
    );
    match(String(full.data.prompt), /^Resume workflow wf-001 from Phase 1: read /);
    match(
      readFileSync(join(folder, String(full.data.handoff)), 'utf8'),
      /HANDOFF REQUIRED - 98% Context Used/,
    );
    strictEqual(
      'handoff' in (await agent.done('report_tokens', { tokens: 195_000, window: 200_000 })).data,
      false,
    );
    match(
      (await agent.done('approve_phase', { phase: '1' })).text,
      /About 5,000 tokens are left in the window\. Phase 5b typically takes .+ and won't fit\./,
    );
    const empty = await agent.done('report_tokens', { tokens: 20_000, window: 200_000 });
    doesNotMatch(empty.text, /create_handoff/);
    doesNotMatch((await agent.done('approve_phase', { phase: '5b' })).text, /fit/);
  });

  it('approves where the rules let anyone, and says what is unverified', async () => {
    const folder = newFolder();
    writeFiles(folder, { '.claude/ninefold.json': '{ "approvedBy": "anyone" }' });
    const agent = await agentIn(folder);
    acceptRulesOf(join(folder, '.claude'), agent.home);
    await agent.done('start_workflow', { id: 'wf-001', name: 'Sign in' });
    const unnamed = await agent.call('approve_phase');
    deepStrictEqual(
      [unnamed.isError, failurePattern('phase-unnamed', { current: '1' }, 'mcp').test(unnamed.text)],
      [true, true],
    );
    const { text, data } = await agent.done('approve_phase', { phase: '1' });
    ok(text.includes(lackText('deliverable-missing', 'mcp')));
    strictEqual(data.phase, 2);
    await agent.done('reject_phase', { reason: 'too thin' });
    await agent.done('skip_phase', { phase: '3', reason: 'no interface' });
    strictEqual((await agent.done('reopen_phase', { phase: '1' })).data.phase, 1);
    await agent.done('record_evidence', { phase: '5a', command: 'npm test', exitCode: 1 });
  });

  it('records nothing twice where a call is made once more, and says that it is there', async () => {
    const folder = newFolder();
    writeFiles(folder, { '.claude/ninefold.json': '{ "approvedBy": "anyone" }' });
    const calls: readonly (readonly [string, Record<string, unknown>])[] = [
      ['start_workflow', { id: 'wf-001', name: 'Sign in' }],
      ['add_next_step', { text: 'Write the tech spec' }],
      ['complete_next_step', { number: 1 }],
      ['add_deliverable', { file: 'docs/requirements.md' }],
      ['record_decision', { key: 'auth', choice: 'JWT', reason: 'stateless' }],
      ['record_evidence', { phase: '1', command: 'npm test', exitCode: 1 }],
      ['submit_phase', {}],
      ['approve_phase', { phase: '1' }],
      ['reject_phase', { reason: 'too thin' }],
      ['skip_phase', { phase: '3', reason: 'no interface' }],
      ['reopen_phase', { phase: '1' }],
      ['create_handoff', {}],
    ];
    // The first answer may have got lost with its server.
    const [first, second] = [await agentIn(folder), await agentIn(folder)];
    for (const { home } of [first, second]) acceptRulesOf(join(folder, '.claude'), home);
    for (const [name, args] of calls) {
      await first.done(name, args);
      const before = readFileSync(join(folder, JOURNAL), 'utf8');
      const { text } = await second.done(name, args);
      strictEqual(readFileSync(join(folder, JOURNAL), 'utf8'), before, name);
      if (!['start_workflow', 'create_handoff'].includes(name)) match(text, /^Already recorded/, name);
    }
  });

  it('refuses with what to do next, and changes nothing', async () => {
    const folder = newFolder();
    const agent = await agentIn(folder);
    const none = await agent.call('get_workflow');
    deepStrictEqual([none.isError, none.text], [true, failureTemplate('workflow-none-active', 'mcp')]);
    strictEqual(existsSync(join(folder, '.claude')), false);
    await agent.done('start_workflow', { id: 'wf-001', name: 'Sign in' });
    const refusals = [
      await agent.call('get_workflow', { workflow: 'gone' }),
      await agent.call('start_workflow', { id: 'wf-001', name: 'Again' }),
      await agent.call('start_workflow', { id: '../x', name: 'Out' }),
      await agent.call('submit_phase', { phase: '7' }),
      await agent.call('add_deliverable', { file: '../outside.md' }),
      await agent.call('complete_next_step', { number: 9 }),
      await agent.call('reject_phase', {}),
      await agent.call('record_evidence', { phase: '5a', command: 'x', exitCode: 'one' }),
      // `start_workflow` calls it so; taken for nothing it would change the active workflow.
      await agent.call('reject_phase', { id: 'another', reason: 'not yet' }),
    ];
    deepStrictEqual(
      refusals.map(({ isError }) => isError),
      refusals.map(() => true),
    );
    match(refusals[0]?.text ?? '', /call list_workflows/);
    match(refusals[3]?.text ?? '', /not the current one|approve phase 1/);
    match(refusals[5]?.text ?? '', failurePattern('step-unknown', {}, 'mcp'));
    match(refusals[7]?.text ?? '', /exitCode/);
    match(refusals[8]?.text ?? '', /"id"/);
    strictEqual((await agent.call('list_workflows', { random_string: 'x' })).isError, false);
    await rejects(agent.client.readResource({ uri: 'ninefold://handoff' }), /call create_handoff/);
    strictEqual((await agent.done('get_workflow')).data.revision, 1);
  });

  it('loses nothing when two servers and many calls write at once', async () => {
    const folder = newFolder();
    const [one, other] = [await agentIn(folder), await agentIn(folder)];
    await one.done('start_workflow', { id: 'wf-001', name: 'Sign in' });
    const texts = Array.from({ length: 40 }, (_, index) => `step ${index}`);
    const add = async (agent: Agent, text: string): Promise<void> => {
      for (;;) {
        const answer = await agent.call('add_next_step', { text });
        if (!answer.isError) return;
        // A slow machine lets a call wait for longer than it does.
        match(answer.text, causePattern('lock-busy', { path: /.*/, holder: /.*/ }));
      }
    };
    await Promise.all(texts.map((text, index) => add(index % 2 === 0 ? one : other, text)));
    const { data } = await one.done('get_workflow');
    deepStrictEqual(
      (data.nextSteps as { text: string }[]).map(({ text }) => text).toSorted(),
      texts.toSorted(),
    );
  });

  it('takes in what somebody added to an export before it changes anything itself', async () => {
    const folder = newFolder();
    const agent = await agentIn(folder);
    await agent.done('start_workflow', { id: 'wf-001', name: 'Sign in' });
    const path = join(folder, '.claude/decisions.toon');
    const edited = readFileSync(path, 'utf8').replace(
      'decisions[0]:',
      'decisions[1]{id,choice,reason}:\n  auth,JWT,stateless',
    );
    writeFiles(folder, { '.claude/decisions.toon': edited });
    const { text, data } = await agent.done('add_next_step', { text: 'Go on' });
    match(text, /^decisions\.toon was edited by hand\. Additions applied: 1\. Added the next step\./);
    deepStrictEqual(data.decisions, [{ id: 'auth', choice: 'JWT', reason: 'stateless' }]);
  });

  it('puts the whole answer into the text and into the data, because agents give a model only one of them', async () => {
    const agent = await agentIn(newFolder());
    await agent.done('start_workflow', { id: 'wf-001', name: 'Sign in' });
    await agent.done('record_decision', { key: 'auth', choice: 'JWT', reason: 'stateless' });
    const { content, structuredContent } = await agent.client.callTool({
      name: 'get_workflow',
      arguments: {},
    });
    const texts = content.map((part) => (part.type === 'text' ? part.text : ''));
    const { message, ...data } = structuredContent as Record<string, unknown>;
    strictEqual(message, texts[0]);
    deepStrictEqual(JSON.parse(texts[1] ?? ''), data);
    match(texts.join(' '), /stateless/);
  });

  it('says with every change that an export could not be written, at the start and at a switch too', async () => {
    const folder = newFolder();
    const agent = await agentIn(folder);
    for (const id of ['wf-001', 'wf-002']) {
      writeFiles(folder, { [`.claude/state/workflows/${id}.json/in-the-way.txt`]: '' });
    }
    const answers = [
      await agent.done('start_workflow', { id: 'wf-001', name: 'Sign in' }),
      await agent.done('start_workflow', { id: 'wf-002', name: 'Sign out' }),
      await agent.done('switch_workflow', { workflow: 'wf-001' }),
      await agent.done('add_next_step', { text: 'Go on' }),
    ];
    for (const { text } of answers)
      match(text, causePattern('exports-unwritten', { path: /.*wf-00[12]\.json/ }));
  });

  it('follows state that appears after it was started', async () => {
    const folder = newFolder();
    const [one, other] = [await agentIn(folder), await agentIn(folder)];
    match((await other.done('list_workflows')).text, /start_workflow/);
    await one.done('start_workflow', { id: 'wf-001', name: 'Sign in' });
    match((await other.done('list_workflows')).text, /^wf-001: Sign in, in_progress, phase 1 \(active\)$/);
    ok((await other.done('export_state')).text.startsWith('Everything'));
  });

  it('gives back no secret of a call in the words that refuse it, nor anything that breaks their line', async () => {
    const agent = await agentIn(newFolder());
    const secret = `ghp_${'a7B9c2D4e6F8'.repeat(3)}`;
    await agent.done('start_workflow', { id: 'wf-001', name: 'One' });
    for (const [tool, given] of [
      ['add_deliverable', { file: `../${secret}` }],
      ['add_deliverable', { file: `docs/\u001b[31m\n## Resume\n${secret}` }],
      ['get_workflow', { workflow: secret }],
      ['switch_workflow', { workflow: `a\u202e${secret}` }],
      ['skip_phase', { phase: secret, reason: 'a' }],
      ['add_next_step', { text: `${secret} [redacted: github]` }],
    ] as const) {
      const { isError, text } = await agent.call(tool, given);
      strictEqual(isError, true, text);
      const broken = ['ghp_', '\u001b', '\u202e', '\n'].filter((sign) => text.includes(sign));
      deepStrictEqual(broken, [], text);
    }
  });
});
