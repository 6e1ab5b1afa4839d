import assert from 'node:assert/strict';
import { useWorkbench } from './use-workbench.ts';

describe('the window', () => {
  const workbench = useWorkbench({ files: { 'README.md': '# A project\n' } });

  it('has Ninefold in the activity bar, and its view opens', async () => {
    await workbench().openContainer('Ninefold');
    await workbench().tree().locator.or(workbench().welcome()).first().waitFor();
    assert.equal(await workbench().container('Ninefold').getAttribute('aria-expanded'), 'true');
    await workbench().screenshot('smoke');
  });
});
