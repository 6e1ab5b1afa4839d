/** What the state files save, in the tooltip of the current phase. */

import { match } from 'node:assert/strict';

import { ninefold } from './command-line.ts';
import { useWorkbench } from './use-workbench.ts';

describe('savings in the window', function () {
  this.timeout(120_000);
  const window = useWorkbench({
    prepare: (places) => {
      ninefold(places, 'init', 'shop', 'Shop');
      ninefold(places, 'meter', 'set', '152000');
    },
  });

  it('are measured when somebody hovers over the current phase', async () => {
    await window().openContainer('Ninefold');
    // The view is laid out in steps: the sentence above the tree moves the rows away from under the pointer.
    await window().treeMessage().waitFor();
    await window().tree().row('requirements.md').waitForSpoken('not created');
    const tooltip = await window()
      .tree()
      .row('1 Requirements')
      .tooltip(/TOON uses/);
    match(tooltip, /TOON uses \d+% fewer tokens than pretty-printed JSON of the same content/);
    match(tooltip, /Resuming loads \d+ tokens, \d+% fewer than the full state/);
  });
});
