/** Windows in a suite of mocha: opened before the tests that use them, pictured when one fails, closed after. */

import { openWorkbench, type OpenOptions, type OpenWorkbench, stillOpen } from './open-workbench.ts';

/**
 * One window for the tests of a `describe`: opened before them, closed after them.
 *
 * @returns gives the window, from a test or a hook
 */
export function useWorkbench(options: OpenOptions = {}): () => OpenWorkbench {
  let workbench: OpenWorkbench | undefined;
  before('open the window', async () => {
    workbench = await openWorkbench(options);
  });
  after('close the window', () => workbench?.close());
  return () => {
    if (!workbench) throw new Error('The window is not open before the tests run.');
    return workbench;
  };
}

afterEach('picture of a failure', async function () {
  if (this.currentTest?.state !== 'failed') return;
  const name = `failed-${this.currentTest.fullTitle().replace(/[^A-Za-z0-9]+/gu, '-')}`;
  for (const workbench of stillOpen) console.log(`See ${await workbench.screenshot(name)}`);
});

after('close what is open', async () => {
  for (const workbench of stillOpen) await workbench.close();
});
