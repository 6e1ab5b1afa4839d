/**
 * `npm run screenshots`: the pictures of README and docs, into docs/images: every view of real windows with the packaged
 * extension installed, in a light, a dark and two high contrast themes, and the animated tour.
 * `npm run screenshots -- tour states` takes only some; each part is named in `PARTS`.
 */

import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { HarnessError, runMain } from '../harness/harness-error.mjs';
import { packExtension } from '../harness/package-extension.mjs';
import { pictureAgents } from './agents.ts';
import { animateTour } from './animation.ts';
import { pictureMeterStates } from './meter-states.ts';
import { PictureSession } from './picture-session.ts';
import { inWindow, openSample } from './sample.ts';
import { pictureSessionView } from './session-view.ts';
import { pictureToon } from './toon.ts';
import { pictureTreeStates } from './tree-states.ts';
import { pictureWalkthrough } from './walkthrough.ts';
import { pictureZoom } from './zoom.ts';

const PARTS = {
  tour: takeTour,
  'tree-states': pictureTreeStates,
  'session-view': pictureSessionView,
  agents: pictureAgents,
  toon: pictureToon,
  walkthrough: pictureWalkthrough,
  states: pictureMeterStates,
  zoom: pictureZoom,
  animation: animateTour,
} as const satisfies Readonly<Record<string, (vsix: string) => Promise<void>>>;

void runMain(async () => {
  const wanted = process.argv.slice(2);
  const parts = Object.entries(PARTS);
  const unknown = wanted.find((part) => !parts.some(([name]) => name === part));
  if (unknown !== undefined)
    throw new HarnessError(`No part '${unknown}'.`, `one of ${Object.keys(PARTS).join(' ')}`);
  const folder = mkdtempSync(join(tmpdir(), 'nf-vsix-'));
  try {
    // The package as a person installs it: only then do notifications pop up.
    const vsix = join(folder, 'ninefold.vsix');
    await packExtension(vsix);
    const failed: string[] = [];
    for (const [name, take] of parts) {
      if (wanted.length > 0 && !wanted.includes(name)) continue;
      await take(vsix).catch((error: unknown) => {
        console.error(error);
        failed.push(name);
      });
    }
    if (failed.length > 0) throw new HarnessError(`Not taken: ${failed.join(', ')}.`, 'run these alone');
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
});

function takeTour(vsix: string): Promise<void> {
  return inWindow(openSample({ vsix }), async function tour(window) {
    const session = new PictureSession(window);
    await session.beforeAnyWorkflow();
    await session.atWork();
    await session.warned();
    await session.handedOver();
    await session.atTheEnd();
  });
}
