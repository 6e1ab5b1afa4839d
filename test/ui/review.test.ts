/** What a person does at a gate: the next step, the review of what changed, the verdict where it is read. */

import { deepStrictEqual, match } from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';

import { ninefold } from './command-line.ts';
import { makeRepository } from './repository.ts';
import { useWorkbench } from './use-workbench.ts';

const DOCUMENT = 'docs/requirements.md';

describe('a phase at its gate', function () {
  this.timeout(120_000);
  const window = useWorkbench({ prepare: ({ workspace }) => makeRepository(workspace) });
  const write = (file: string, text: string): void =>
    writeFileSync(join(window().places.workspace, file), text);

  it('says first what to do next, and does it by one click', async () => {
    ninefold(window().places, 'init', 'sign-in', 'Sign in');
    await window().openContainer('Ninefold');
    await window().tree().row('Next: create requirements.md').click();
    await window().waitForTab('requirements.md');
    await window().tree().row('Next: write requirements.md').waitFor();
    await window().screenshot('next-write-light');
  });

  it('stands above the document with the verdict and what comes next', async () => {
    write(DOCUMENT, '# Sign in\n\nBy mail and password.\n');
    const lenses = window().page.locator('.part.editor .codelens-decoration');
    await lenses.filter({ hasText: 'Approve' }).filter({ hasText: 'Next: Tech Planning' }).waitFor();
    await window().tree().row('Next: review 1 Requirements').waitFor();
  });

  it('asks with its basis, and Review shows what changed since the last gate', async () => {
    write('readme.md', '# Shop\n\nWith sign-in.\n');
    ninefold(window().places, 'submit');
    const request = await window().notifications.message(/is waiting for your approval/);
    match(await request.text(), /docs\/requirements\.md; 2 files\.$/);
    deepStrictEqual(await request.buttons(), ['Review', 'Approve', 'Reject…']);
    await request.press('Review');
    await window().waitForTab(/^Review 1 Requirements \(2 files\)/);
    await window().waitForLine('With sign-in.');
    await window().tree().row('2 files changed').waitFor();
    await window().screenshot('review-light');
    await window().useTheme('dark');
    await window().screenshot('review-dark');
    await window().useTheme('light');
  });

  it('takes the verdict in the title of the review', async () => {
    const title = window().page.locator('.part.editor .title .editor-actions');
    await title.getByRole('button', { name: 'Reject Phase…' }).waitFor();
    await title.getByRole('button', { name: 'Approve Phase' }).click();
    await window().tree().row('2 Tech Planning').waitForSpoken('in progress, current phase');
    await title.getByRole('button', { name: 'Approve Phase' }).waitFor({ state: 'detached' });
  });

  it('leads on to the next phase', async () => {
    await window().tree().row('Next: create tech-spec.md').waitFor();
  });
});
