/** The tooltip of the current phase: its goal, what it lacks, and what comes next. */

import { match } from 'node:assert/strict';

import { ninefold } from './command-line.ts';
import { useWorkbench } from './use-workbench.ts';

describe('the tooltip of a phase', function () {
  this.timeout(120_000);
  const window = useWorkbench({
    prepare: (places) => {
      ninefold(places, 'init', 'shop', 'Shop');
      ninefold(places, 'meter', 'set', '152000');
    },
  });

  it('says of the current phase what it is for, what is missing, and what comes next', async () => {
    await window().openContainer('Ninefold');
    await window().tree().row('requirements.md').waitForSpoken('not created');
    const tooltip = await window()
      .tree()
      .row('1 Requirements')
      .tooltip(/what to build/);
    match(tooltip, /Missing: It has no deliverable/);
    match(tooltip, /Then: 2 Tech Planning/);
    await window().screenshot('phase-tooltip');
  });
});
