/** The first five minutes: the walkthrough, its pictures, what its buttons do, and what checks a step off. */

import { deepStrictEqual, notStrictEqual } from 'node:assert/strict';
import type { Locator } from 'playwright-core';

import { useWorkbench } from './use-workbench.ts';

const STEPS = [
  'Start a workflow',
  'Connect your agent',
  'Watch the meter',
  'Hand over',
  'Resume in a new session',
];

/** The beginning of what each picture says to who doesn't see it. */
const PICTURES = ['The nine phases', 'An agent and Ninefold', 'The meter at', 'A handoff', 'A full session'];

/** Runs in the page, whose functions Node's types don't have. */
function fillOf(element: unknown): string {
  const { getComputedStyle } = globalThis as unknown as {
    getComputedStyle: (of: unknown) => { readonly fill: string };
  };
  return getComputedStyle(element).fill;
}

describe('the walkthrough', function () {
  this.timeout(120_000);
  // A narrow editor has no place for the pictures.
  const window = useWorkbench({
    files: { 'package.json': '{"name":"shop"}' },
    size: { width: 1600, height: 900 },
    // A step takes the keyboard at once and not after its animation, which would close what its button opened meanwhile.
    settings: { 'workbench.reduceMotion': 'on', 'workbench.welcomePage.preferReducedMotion': true },
  });
  const page = (): Locator => window().page.locator('.gettingStartedContainer');
  const steps = (): Locator => page().locator('.getting-started-step');
  const step = (title: string): Locator =>
    steps().filter({ has: window().page.getByRole('heading', { name: title, exact: true }) });
  const button = (name: string): Locator => page().locator('.expanded').getByRole('button', { name });
  const waitUntilDone = (title: string): Promise<void> =>
    step(title).and(window().page.locator('[aria-checked=true]')).waitFor();
  const done = async (): Promise<string[]> =>
    page().locator('.getting-started-step[aria-checked=true] h3').allInnerTexts();

  it('opens from the empty view, with its five steps, none of them done', async () => {
    await window().openContainer('Ninefold');
    await window().welcome().getByRole('button', { name: 'Get Started with Ninefold' }).click();
    await step(STEPS[0] ?? '').waitFor();
    deepStrictEqual(await steps().locator('h3').allInnerTexts(), STEPS);
    deepStrictEqual(await done(), []);
  });

  it('shows a picture with each step, in the colours of the theme', async () => {
    const colours: string[] = [];
    for (const theme of ['light', 'dark'] as const) {
      await window().useTheme(theme);
      for (const [at, title] of STEPS.entries()) {
        await step(title).locator('h3').click();
        const picture = window()
          .webview()
          .locator(`svg[aria-label^="${PICTURES[at] ?? ''}"]`);
        await picture.waitFor();
        await window().screenshot(`walkthrough-${at + 1}-${theme}`);
        if (at > 0) continue;
        const text = picture.locator('text').nth(1);
        colours.push(await text.evaluate(fillOf));
      }
    }
    deepStrictEqual(colours.length, 2);
    notStrictEqual(colours[0], colours[1]);
    deepStrictEqual(await done(), [], 'looking at a step does not check it off');
  });

  it('starts a workflow by its button, and checks that step off alone', async () => {
    await step('Start a workflow').locator('h3').click();
    await button('Start Workflow…').click();
    await window().quickInput.answer('Sign in', 'Start Workflow');
    await window().quickInput.pick('Full');
    await window().tree().row('9 Notification').waitFor();
    await waitUntilDone('Start a workflow');
    deepStrictEqual(await done(), ['Start a workflow']);
  });

  it('shows the actions by the button of the meter, and checks that step off', async () => {
    await step('Watch the meter').locator('h3').click();
    await button('Show Actions').click();
    await window().quickInput.waitFor('Select an action');
    await window().quickInput.pick('Show Phases');
    await window().tree().waitForFocus();
    await waitUntilDone('Watch the meter');
    deepStrictEqual(await done(), ['Start a workflow', 'Watch the meter']);
    await window().screenshot('walkthrough-done-dark');
  });

  it('opens again by the keyboard, and still knows what is done', async () => {
    await window().typeCommand('View: Close All Editors');
    await page().waitFor({ state: 'hidden' });
    await window().typeCommand('Welcome: Open Walkthrough...');
    await window().quickInput.choose('Get Started with Ninefold');
    await step(STEPS[0] ?? '').waitFor();
    deepStrictEqual(await done(), ['Start a workflow', 'Watch the meter']);
    await window().screenshot('walkthrough-again-dark');
  });
});
