/** Packs the extension like `npm run package`, to any file. */
import { join } from 'node:path';
import { HarnessError } from './harness-error.mjs';
import { projectFolder } from './paths.mjs';
import { cleanEnvironment, runCommand } from './processes.mjs';

/**
 * Builds and packs the extension.
 *
 * @param {string} vsix target file
 * @param {string} [folder] the extension's (default: the project's)
 * @throws {HarnessError} with vsce's output
 */
export async function packExtension(vsix, folder = projectFolder) {
  const script = join(projectFolder, 'scripts', 'pack-vsix.mjs');
  const { code, output } = await runCommand(process.execPath, [script, vsix], {
    cwd: folder,
    env: cleanEnvironment(),
  });
  if (code === 0) return;
  throw new HarnessError(`Packaging failed:\n${output}`, 'run npm run package to see only this step');
}
