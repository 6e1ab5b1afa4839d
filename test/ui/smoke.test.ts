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

  it('has six entries of Ninefold in the palette while there is no workflow', async () => {
    assert.deepEqual([...(await workbench().paletteEntries())].sort(), [
      'Ninefold: Connect Agent…',
      'Ninefold: Create Handoff',
      'Ninefold: Focus on Agent Sessions View',
      'Ninefold: Focus on Phases View',
      'Ninefold: Show Session View',
      'Ninefold: Start Workflow…',
    ]);
  });
});
