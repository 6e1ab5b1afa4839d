import assert from 'node:assert/strict';
import { openWorkbench, type OpenWorkbench } from './open-workbench.ts';

describe('the window', () => {
  let workbench: OpenWorkbench;

  before(async () => {
    workbench = await openWorkbench({ files: { 'README.md': '# A project\n' } });
  });

  after(() => workbench.close());

  it('has Ninefold in the activity bar, and its view opens', async () => {
    await workbench.openContainer('Ninefold');
    await workbench.tree().locator.or(workbench.welcome()).first().waitFor();
    assert.equal(await workbench.container('Ninefold').getAttribute('aria-expanded'), 'true');
    await workbench.screenshot('smoke');
  });
});
