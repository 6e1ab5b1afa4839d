/** The package as a person gets it: what is in it, and that it works where only it is installed. */

import { deepStrictEqual, match, ok } from 'node:assert/strict';
import { mkdirSync, readFileSync, readdirSync, statSync } from 'node:fs';
import { dirname, join } from 'node:path';

import { packExtension } from '../harness/package-extension.mjs';
import { projectFolder } from '../harness/paths.mjs';
import { AgentSession } from './agent-session.ts';
import { pathWithStandIns, StandIn } from './stand-in.ts';
import { useWorkbench } from './use-workbench.ts';
import { zipEntries } from './zip-entries.ts';

const METER = 'ninefold.meter';
/** Half of it are the tokenizer's ranks. What is much larger took something in that doesn't belong here. */
const LARGEST_BYTES = 2.5 * 1024 * 1024;
const vsix = join(projectFolder, 'out', 'packaged', 'ninefold.vsix');
const claude = new StandIn('claude');

const CONTENT = [
  '[Content_Types].xml',
  'extension.vsixmanifest',
  'extension/LICENSE.txt',
  'extension/changelog.md',
  'extension/dist/cl100k.ranks',
  'extension/dist/cli.js',
  'extension/dist/commands.js',
  'extension/dist/connect.js',
  'extension/dist/context.js',
  'extension/dist/engine.js',
  'extension/dist/extension.js',
  'extension/dist/mcp.js',
  'extension/dist/o200k.ranks',
  'extension/dist/redactor.js',
  'extension/dist/session-view.js',
  'extension/dist/third-party-licenses.txt',
  'extension/dist/tokenizer.js',
  'extension/dist/toon.js',
  'extension/dist/usage.js',
  'extension/l10n/bundle.l10n.de.json',
  'extension/l10n/bundle.l10n.json',
  'extension/media/icon.png',
  'extension/media/icon.svg',
  'extension/media/ninefold.schema.json',
  'extension/media/session-view.css',
  'extension/media/walkthrough/connect.svg',
  'extension/media/walkthrough/handoff.svg',
  'extension/media/walkthrough/meter.svg',
  'extension/media/walkthrough/resume.svg',
  'extension/media/walkthrough/start.svg',
  'extension/package.json',
  'extension/package.nls.de.json',
  'extension/package.nls.json',
  'extension/readme.md',
  'extension/syntaxes/toon-markdown.tmLanguage.json',
  'extension/syntaxes/toon.language-configuration.json',
  'extension/syntaxes/toon.tmLanguage.json',
];

describe('the package', function () {
  this.timeout(120_000);
  before('pack it', async () => {
    mkdirSync(dirname(vsix), { recursive: true });
    await packExtension(vsix);
  });
  const window = useWorkbench({
    vsix,
    files: { 'package.json': '{"name":"shop"}' },
    environment: pathWithStandIns,
    prepare: (places) => {
      claude.install(places);
      new AgentSession(places).start(80_000);
    },
  });
  const handoffs = (): string => join(window().places.workspace, '.claude/state/handoffs');
  const handoff = (): string => readdirSync(handoffs()).find((name) => name.endsWith('.md')) ?? '';

  it('is small and holds what it needs, nothing else', () => {
    deepStrictEqual(zipEntries(vsix), CONTENT);
    ok(statSync(vsix).size < LARGEST_BYTES, `${statSync(vsix).size} bytes`);
  });

  it('meters the session and starts a workflow where nothing else is installed', async () => {
    await window().statusBarItem(METER).waitForText('40%');
    await window().runCommand('Ninefold: Start Workflow…');
    await window().quickInput.answer('Sign in', 'Start Workflow');
    await window().quickInput.pick('Full');
    await window().tree().row('9 Notification').waitFor();
    // The nine phases and the session plan.
    await window()
      .tree()
      .showsRows((rows) => rows.filter(({ level }) => level === 1).length, 10);
  });

  it('warns in a toast at 76 %, and its button writes and opens the handoff', async () => {
    new AgentSession(window().places).reach(152_000);
    await window().statusBarItem(METER).waitForText('76%');
    const toast = await window().notifications.toast(/context window is 76% full/);
    deepStrictEqual(await toast.buttons(), ['Create Handoff', 'Snooze', "Don't Show Again"]);
    await window().screenshot('packaged-toast-light');
    await toast.press('Create Handoff');
    await window().waitForTab(/^Preview handoff-sign-in-\d{8}/);
    await window().webview().getByRole('heading', { name: 'Quick Context' }).waitFor();
    match(readFileSync(join(handoffs(), handoff()), 'utf8'), /^# Session Handoff: sign-in-\d{8}\n/);
  });

  it('resumes in a terminal with exactly the one-line prompt', async () => {
    await window().runCommand('Ninefold: Resume Workflow…');
    await window().quickInput.waitFor('Resume Workflow');
    await window().quickInput.pick(/Sign in/);
    await window().quickInput.waitFor('Resume Sign in');
    await window().useTheme('dark');
    await window().screenshot('packaged-resume-dark');
    await window().quickInput.pick(/Run in Terminal/);
    await claude.untilCalled(window().places);
    const id = handoff().replace(/^handoff-|\.md$/g, '');
    deepStrictEqual(claude.calls(window().places), [
      `[Resume workflow ${id} from Phase 1: read .claude/state/handoffs/handoff-${id}.md and .claude/workflow-state.toon]`,
    ]);
    await window().screenshot('packaged-terminal-dark');
  });
});
