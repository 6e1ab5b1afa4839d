/** The list of agent sessions: looked at, pinned, followed, by mouse and keyboard, in one folder and in two. */

import { deepStrictEqual, match } from 'node:assert/strict';
import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

import { AgentSession } from './agent-session.ts';
import { ninefold } from './command-line.ts';
import { CodexSession } from './codex-session.ts';
import type { Places } from './open-workbench.ts';
import { beginSixSessions } from './six-agents.ts';
import { useWorkbench } from './use-workbench.ts';
import { THEMES } from './workbench.ts';

const OTHER = '0d3c7c1e-52a1-4c5b-8c59-6e3f5a1b2c3d';

describe('the list of agent sessions', function () {
  this.timeout(120_000);
  const window = useWorkbench({ files: { 'readme.md': '# Shop\n' } });

  it('says what would appear while there is none', async () => {
    await window().runCommand('Ninefold: Focus on Agent Sessions View');
    await window().page.getByText('No agent session found in this folder.').waitFor();
    await window().screenshot('sessions-empty-light');
  });

  it('lists each session with what it has in use, sub-agents under it', async () => {
    const { places } = window();
    const claude = new AgentSession(places);
    claude.start(152_000);
    const subagent = join(claude.path.replace('.jsonl', ''), 'subagents', 'agent-review.jsonl');
    mkdirSync(dirname(subagent), { recursive: true });
    writeFileSync(subagent, '{}\n');
    new AgentSession(places, OTHER).start(64_000);
    new CodexSession(places).start(35_041);
    const used = [
      /^Claude Code · 152K 76% · just now · opus-4-5$/,
      /^Claude Code · 64K 32% · just now/,
      /^35K 9% · just now · gpt-5\.4$/,
    ];
    await window()
      .tree('Agent Sessions')
      .showsRows(
        (rows) => used.filter((text) => !rows.some(({ description }) => text.test(description))),
        [],
      );
    await window().screenshot('sessions-light');
    await window().useTheme('dark');
    await window().screenshot('sessions-dark');
    await window().useTheme('light');
  });

  it('pins the session that is clicked, and goes back to the newest one', async () => {
    const codex = window().tree('Agent Sessions').row('Codex');
    await codex.click();
    await window().statusBarItem('ninefold.meter').waitForText('35K 9%');
    await codex.waitForSpoken('pinned');
    await window().screenshot('sessions-pinned-light');
    deepStrictEqual(await codex.menuTitles(), [
      'Pin Session',
      'Follow the Newest Live Session',
      'Open Transcript',
      'Copy Session ID',
    ]);
    await codex.chooseFromMenu('Follow the Newest Live Session');
    new AgentSession(window().places, OTHER).reach(66_000);
    await window()
      .statusBarItem('ninefold.meter')
      .waitForText(/152K|66K|35K/);
  });
});

/** The places of a folder below the workspace. */
function below({ workspace, home }: Places, folder: string): Places {
  return { home, workspace: join(workspace, folder) };
}

describe('sessions in two folders', function () {
  this.timeout(120_000);
  const window = useWorkbench({
    roots: ['shop', 'blog'],
    files: { 'shop/readme.md': '# Shop\n', 'blog/readme.md': '# Blog\n' },
    prepare: (places) => {
      ninefold(below(places, 'shop'), 'init', 'shop', 'Corner shop');
      ninefold(below(places, 'blog'), 'init', 'blog', 'Travel blog');
      new AgentSession(below(places, 'shop')).start(20_000);
      new AgentSession(below(places, 'blog'), OTHER).start(164_000);
    },
  });

  it('warn also where the folder is not the shown one', async () => {
    await window().statusBarItem('ninefold.meter').waitForText('20K 10%');
    await window().notifications.message(/Claude Code compacts in about 3K tokens/);
    await window().notifications.close();
  });

  it('stand under a row for each folder', async () => {
    await window().runCommand('Ninefold: Focus on Agent Sessions View');
    await window()
      .page.getByRole('treeitem', { name: /Folder blog/ })
      .last()
      .waitFor();
    await window()
      .page.getByRole('treeitem', { name: /164,000 of 200,000 tokens used/ })
      .waitFor();
    await window().screenshot('sessions-folders-light');
  });
});

describe('sessions of six agents at work', function () {
  this.timeout(120_000);
  const window = useWorkbench({ files: { 'readme.md': '# Shop\n' }, prepare: beginSixSessions });
  const list = () => window().tree('Agent Sessions');

  it('are listed by what was asked, who waits for a person first, each with its agent and figures', async () => {
    await window()
      .statusBarItem('ninefold.meter')
      .waitForText(/[0-9]K/);
    await window().runCommand('Ninefold: Focus on Agent Sessions View');
    const agents = ['Claude Code', 'Codex', 'Copilot CLI', 'Droid', 'Pi', 'Qwen Code'];
    await list().showsRows(
      (rows) => agents.filter((agent) => rows.some(({ spoken }) => spoken.includes(agent))),
      agents,
    );
    const waiting = (rows: readonly { readonly description: string }[]): readonly boolean[] =>
      rows.map(({ description }) => description.startsWith('needs your input'));
    await list().showsRows(waiting, [true, true, false, false, false, false]);
    const figures = ['23K 14%', '27K 11%', '152K 76%', '35K 9%', '74K 33%', '14K 7%'];
    await list().showsRows(
      (rows) => figures.filter((text) => rows.some(({ description }) => description.includes(text))),
      figures,
    );
  });

  it('count in the badge as far as they wait', async () => {
    const entry = window().container('Ninefold');
    await entry.locator('.badge-content').filter({ hasText: /^2$/ }).waitFor();
    match((await entry.getAttribute('aria-label')) ?? '', /2 agent sessions need your input/);
  });

  it('are drawn in every theme', async () => {
    for (const theme of THEMES) {
      await window().useTheme(theme);
      await window().screenshot(`six-agents-${theme}`);
    }
    await window().useTheme('light');
  });

  it('lead to the one that is pinned, whoever works elsewhere', async () => {
    const codex = list().row('Codex');
    await codex.click();
    await window().statusBarItem('ninefold.meter').waitForText('35K 9%');
    await codex.waitForSpoken('pinned');
    new AgentSession(window().places).reach(154_000);
    await list().showsRows((rows) => rows.some(({ description }) => description.includes('154K 77%')), true);
    await window().statusBarItem('ninefold.meter').waitForText('35K 9%');
    await window().screenshot('six-agents-pinned-light');
  });
});
