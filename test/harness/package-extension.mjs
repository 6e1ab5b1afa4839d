/** Packs the extension as `npm run package` does, into any file. */
import { join } from 'node:path';
import { HarnessError } from './harness-error.mjs';
import { projectFolder } from './paths.mjs';
import { cleanEnvironment, runCommand } from './processes.mjs';

/**
 * Builds and packs.
 *
 * @param {string} vsix where it goes
 * @param {string} [folder] the extension's (default: the project's)
 * @throws {HarnessError} with what vsce said
 */
export async function packExtension(vsix, folder = projectFolder) {
  const script = join(projectFolder, 'scripts', 'pack-vsix.mjs');
  const { code, output } = await runCommand(process.execPath, [script, vsix], {
    cwd: folder,
    env: cleanEnvironment(),
  });
  if (code === 0) return;
  throw new HarnessError(`Packaging failed:\n${output}`, 'npm run package shows the same alone');
}
