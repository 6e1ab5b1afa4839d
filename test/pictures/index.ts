/**
 * `npm run screenshots`: the pictures of README and docs, into docs/images: a tour of a real window with the packaged
 * extension installed, in a light and a dark theme, and every state of the meter on one sheet for each theme.
 * `npm run screenshots -- tour` or `-- states` takes only some.
 */

import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { HarnessError, runMain } from '../harness/harness-error.mjs';
import { projectFolder } from '../harness/paths.mjs';
import { cleanEnvironment, runCommand } from '../harness/processes.mjs';
import { openWorkbench } from '../ui/open-workbench.ts';
import { pictureMeterStates } from './meter-states.ts';
import { PictureSession } from './picture-session.ts';
import { SAMPLE_FILES, makeRepository } from './sample.ts';

const PARTS = ['tour', 'states'] as const;

void runMain(async () => {
  const wanted = process.argv.slice(2);
  const unknown = wanted.find((part) => !PARTS.some((one) => one === part));
  if (unknown !== undefined) throw new HarnessError(`No part '${unknown}'.`, `one of ${PARTS.join(' ')}`);
  const isWanted = (part: (typeof PARTS)[number]): boolean => wanted.length === 0 || wanted.includes(part);
  if (isWanted('tour')) await takeTour();
  if (isWanted('states')) await pictureMeterStates();
});

async function takeTour(): Promise<void> {
  const scratch = mkdtempSync(join(tmpdir(), 'nf-vsix-'));
  try {
    await takePictures(await makePackage(scratch));
  } finally {
    rmSync(scratch, { recursive: true, force: true });
  }
}

async function takePictures(vsix: string): Promise<void> {
  const window = await openWorkbench({
    vsix,
    files: { ...SAMPLE_FILES },
    prepare: makeRepository,
    settings: { 'window.commandCenter': false, 'workbench.layoutControl.enabled': false },
  });
  try {
    const session = new PictureSession(window);
    await session.beforeAnyWorkflow();
    await session.atWork();
    await session.warned();
    await session.handedOver();
    await session.atTheEnd();
  } finally {
    await window.close();
  }
}

/** The package as a person installs it: only then do notifications pop up. */
async function makePackage(folder: string): Promise<string> {
  const vsix = join(folder, 'ninefold.vsix');
  const packer = join(projectFolder, 'node_modules', '@vscode', 'vsce', 'vsce');
  const flags = [
    '--no-dependencies',
    '--allow-missing-repository',
    '--no-rewrite-relative-links',
    '--out',
    vsix,
  ];
  const env = cleanEnvironment();
  const { code, output } = await runCommand(process.execPath, [packer, 'package', ...flags], {
    cwd: projectFolder,
    env,
  });
  if (code !== 0) throw new HarnessError(`Packaging failed:\n${output}`, 'npm run package shows the same');
  return vsix;
}
