/** Packs the extension as `npm run package` does, into any file. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { HarnessError } from './harness-error.mjs';
import { projectFolder } from './paths.mjs';
import { cleanEnvironment, runCommand } from './processes.mjs';

/**
 * Builds and packs, by the words of the project's own script but for the name of the package.
 *
 * @param {string} vsix where it goes
 * @param {string} [folder] the extension's (default: the project's)
 * @throws {HarnessError} with what vsce said
 */
export async function packExtension(vsix, folder = projectFolder) {
  const { scripts } = JSON.parse(readFileSync(join(projectFolder, 'package.json'), 'utf8'));
  const [, ...words] = scripts.package.split(' ');
  words[words.indexOf('--out') + 1] = vsix;
  const vsce = join(projectFolder, 'node_modules', '@vscode', 'vsce', 'vsce');
  const { code, output } = await runCommand(process.execPath, [vsce, ...words], {
    cwd: folder,
    env: cleanEnvironment(),
  });
  if (code === 0) return;
  throw new HarnessError(`Packaging failed:\n${output}`, 'npm run package shows the same alone');
}
