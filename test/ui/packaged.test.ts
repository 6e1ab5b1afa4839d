/** The package as a person gets it: what is in it, and the whole main job where only it is installed. */

import { deepStrictEqual, match, ok, strictEqual } from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { appendFileSync, mkdirSync, readFileSync, readdirSync, statSync } from 'node:fs';
import { dirname, join } from 'node:path';

import { Client } from '@modelcontextprotocol/client';
import { StdioClientTransport } from '@modelcontextprotocol/client/stdio';

import { LARGEST_VSIX } from '../../scripts/largest-packages.mjs';
import { packExtension } from '../harness/package-extension.mjs';
import { projectFolder } from '../harness/paths.mjs';
import { withoutHashes } from '../unit/support/dist-files.ts';
import { AgentSession } from './agent-session.ts';
import { ninefold, programOf } from './command-line.ts';
import { CONTENT } from './package-content.ts';
import { MAIN_JOB, mainJob } from './main-job.ts';
import { SessionViewPage } from './session-page.ts';
import { pathWithStandIns, StandIn } from './stand-in.ts';
import { useWorkbench } from './use-workbench.ts';
import { zipEntries } from './zip-entries.ts';

const vsix = join(projectFolder, 'out', 'packaged', 'ninefold.vsix');
const claude = new StandIn('claude');

describe('the package', function () {
  this.timeout(120_000);
  before('pack it', async () => {
    mkdirSync(dirname(vsix), { recursive: true });
    await packExtension(vsix);
  });
  const window = useWorkbench({
    ...MAIN_JOB,
    vsix,
    environment: pathWithStandIns,
    prepare: (places) => {
      claude.install(places);
      MAIN_JOB.prepare(places);
    },
  });
  const file = (path: string): string => join(window().places.workspace, path);
  const handoffs = (): readonly string[] =>
    readdirSync(file('.claude/state/handoffs')).filter((name) => name.endsWith('.md'));
  const workflow = (): string => handoffs()[0]?.replace(/^handoff-|\.md$/g, '') ?? '';

  it('is small and holds what it needs, nothing else', () => {
    deepStrictEqual(withoutHashes(zipEntries(vsix)), CONTENT);
    ok(statSync(vsix).size < LARGEST_VSIX, `${statSync(vsix).size} bytes`);
  });

  mainJob(window);

  it('says at a resume what drifted, and opens it', async () => {
    appendFileSync(file('docs/requirements.md'), '\nVisitors sign in with a password.\n');
    await window().runCommand('Ninefold: Resume Workflow…');
    await window().quickInput.waitFor('Resume Sign in');
    const drifted = window().quickInput.entry(/docs\/requirements\.md/);
    await drifted.filter({ hasText: 'changed since' }).click();
    await window().waitForLine('Visitors sign in with a password.');
  });

  it('resumes in a terminal with exactly the one-line prompt', async () => {
    await window().runCommand('Ninefold: Resume Workflow…');
    await window().quickInput.waitFor('Resume Sign in');
    await window().screenshot('packaged-resume-light');
    await window().quickInput.pick(/Run in Terminal/);
    await claude.untilCalled(window().places);
    const id = workflow();
    deepStrictEqual(claude.calls(window().places), [
      `[Resume workflow ${id} from Phase 3: read .claude/state/handoffs/handoff-${id}.md and .claude/workflow-state.toon]`,
    ]);
  });

  it('connects an agent, whose settings then point at what works', async () => {
    await window().runCommand('Ninefold: Connect Agent…');
    await window().quickInput.choose('Claude Code', 'Connect Agent');
    await window().waitForTab(/^Connect Claude Code: Current ↔ Connected/);
    await window().quickInput.choose('Connect', /changes to connect Claude Code\?/);
    await window().statusBarItemWithText('Claude Code is connected').waitFor();
    match(readFileSync(file('.mcp.json'), 'utf8'), /\.ninefold\/bin\/ninefold/);
    const { workspace, home } = window().places;
    const env = { PATH: process.env.PATH, HOME: home };
    const launcher = join(home, '.ninefold/bin/ninefold');
    match(execFileSync(launcher, ['status'], { cwd: workspace, env, encoding: 'utf8' }), /Sign in/);
  });

  it('makes an agent task', async () => {
    // Without git there is no worktree to work in.
    ninefold(window().places, 'config', 'set', 'tasks.place', 'workspace');
    await window().chooseFromViewMenu('Agent', 'Create Agent Task…');
    await window().quickInput.waitFor('Select what the other agent does in parallel with your session');
    await window().quickInput.pick(/Write Tests/);
    await window().quickInput.answer('tests/login.test.ts', /Create Agent Task \(2\/3\)/);
    await window().quickInput.waitFor('Select an agent');
    await window().quickInput.pick('claude-code');
    await (await window().notifications.message("Created agent task 'Write Tests'.")).dismiss();
    match(ninefold(window().places, 'tasks', 'list'), /Write Tests/);
  });

  it('exports TOON and opens it', async () => {
    await window().runCommand('Ninefold: Export TOON');
    await window().waitForTab('workflow-state.toon');
    await window().waitForLine('schema: ninefold/1');
    await window().statusBarItemWithText('TOON').waitFor();
  });

  it('draws the session view', async () => {
    await window().runCommand('Ninefold: Show Session View');
    await window().waitForTab('Session View');
    const view = new SessionViewPage(window());
    await view.waitUntilDrawn();
    await view.figure('occupancy').getByText('now: 184,000').waitFor();
    await window().screenshot('packaged-session-view-light');
  });

  it('has the command line, run with plain Node out of the folder it is installed in', () => {
    match(programOf(window().places), /\/ninefold\.ninefold-[^/]+\/dist\/cli\.js$/);
    const { tokens, level } = JSON.parse(ninefold(window().places, 'meter', '--json')) as Reading;
    deepStrictEqual([tokens, level], [184_000, 'force']);
    match(ninefold(window().places, 'resume'), /Resume workflow sign-in-\d{8} from Phase 3: read /);
    ninefold(window().places, 'verify');
  });

  it('has the MCP server likewise, which answers about this workflow', async () => {
    const { workspace, home } = window().places;
    const transport = new StdioClientTransport({
      command: process.execPath,
      args: [programOf(window().places), 'mcp'],
      cwd: workspace,
      env: { PATH: process.env.PATH ?? '', HOME: home },
    });
    const client = new Client({ name: 'test', version: '1' });
    await client.connect(transport);
    const answer = await client.callTool({ name: 'get_workflow', arguments: {} });
    await client.close();
    strictEqual(answer.isError ?? false, false);
    match(JSON.stringify(answer.content), /sign-in-\d{8}/);
  });

  it('hides the notification of the last level once the session was compacted', async () => {
    const agent = new AgentSession(window().places);
    const meter = window().statusBarItem('ninefold.meter');
    agent.compact(184_000);
    agent.reach(20_000);
    await meter.waitForText('10%');
    agent.reach(184_000);
    const { locator: toast } = await window().notifications.message(/context window is 92% full/);
    await window().screenshot('packaged-last-level');
    agent.compact(184_000);
    agent.reach(20_000);
    await meter.waitForText('10%');
    await toast.waitFor({ state: 'hidden' });
    await window().screenshot('packaged-compacted');
  });
});

/** As much of `ninefold meter --json` as is looked at. */
interface Reading {
  readonly tokens: number;
  readonly level: string;
}
