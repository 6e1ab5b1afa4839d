/** A workflow taken up again after the disk went its own way: what drifted, seen in the diff editor, told to the next. */

import { deepStrictEqual, match, ok } from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

import { ninefold } from './command-line.ts';
import type { Places } from './open-workbench.ts';
import { pathWithStandIns, StandIn } from './stand-in.ts';
import { useWorkbench } from './use-workbench.ts';

function git(folder: string, ...args: readonly string[]): void {
  const env = { PATH: process.env.PATH, HOME: folder, GIT_CONFIG_NOSYSTEM: '1' };
  const author = ['-c', 'user.name=Tester', '-c', 'user.email=tester@example.com'];
  execFileSync('git', [...author, ...args], { cwd: folder, env });
}

/** Handed over on `main`, then changed on another branch; a session began and nobody saw its end. */
function prepare(places: Places): void {
  const { workspace } = places;
  new StandIn('claude').install(places);
  git(workspace, 'init', '-q', '-b', 'main');
  git(workspace, 'add', '.');
  git(workspace, 'commit', '-q', '-m', 'Begin');
  ninefold(places, 'init', 'wf-001', 'Sign in');
  ninefold(places, 'set', 'wf-001', 'deliverables', 'docs/requirements.md');
  ninefold(places, 'handoff', 'create');
  git(workspace, 'checkout', '-q', '-b', 'other');
  writeFileSync(join(workspace, 'docs/requirements.md'), '# Wanted\n\nAnother thing\n');
  git(workspace, 'commit', '-q', '-a', '-m', 'Want another thing');
}

describe('a workflow resumed after the disk changed', function () {
  this.timeout(120_000);
  const window = useWorkbench({
    files: { 'docs/requirements.md': '# Wanted\n' },
    prepare,
    environment: pathWithStandIns,
  });
  const handoff = (): string =>
    readFileSync(join(window().places.workspace, '.claude/state/handoffs/handoff-wf-001.md'), 'utf8');
  const resume = async (): Promise<readonly string[]> => {
    await window().runCommand('Ninefold: Resume Workflow…');
    await window().quickInput.waitFor('Resume Sign in');
    return window().quickInput.labels();
  };

  it('says what drifted, and notes it in the document that the prompt names', async () => {
    await window().openContainer('Ninefold');
    const labels = await resume();
    const drifted = labels
      .map((label) => label.trim())
      .filter((label) => !/Prompt|Terminal|Handoff/.test(label));
    const [branch, commits = '', ...files] = drifted;
    deepStrictEqual([branch, files], ['main, now other', ['docs/requirements.md']]);
    match(commits, /^[0-9a-f]{8} Want another thing$/);
    await window().screenshot('resume-drift-light');
    await window().useTheme('dark');
    await window().screenshot('resume-drift-dark');
    await window().useTheme('light');
    match(handoff(), /## Drift\n[^]*\*branch differs\*[^]*\*new commits\*[^]*\*changed since\*/);
  });

  it('compares a file with what it was at the handoff', async () => {
    await window().quickInput.choose('docs/requirements.md', 'Resume Sign in');
    await window().page.locator('.monaco-diff-editor .view-line').filter({ hasText: 'Another' }).waitFor();
    deepStrictEqual(await window().tabs(), ['docs/requirements.md (Handoff ↔ Current)']);
    await window().screenshot('resume-drift-diff');
  });

  it('writes the handoff again, and then nothing drifts', async () => {
    await resume();
    await window().quickInput.choose('Refresh Handoff', 'Resume Sign in');
    await window().quickInput.locator.getByText('Unchanged since the handoff').waitFor();
    deepStrictEqual(
      (await window().quickInput.labels()).map((label) => label.trim()),
      ['Copy Prompt', 'Run in Terminal', 'Open Handoff', '1 file'],
    );
    ok(!handoff().includes('## Drift'));
    await window().quickInput.cancel();
  });
});
