/** Paths of the project. Works in test/harness and in a test bundled into out/, at any depth. */
import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';

/** The folder of package.json. */
export const projectFolder = nearestPackage(import.meta.dirname);

/** Downloads for the tests: ignored by git, outside the project's node_modules. */
export const downloadsFolder = join(projectFolder, '.vscode-test');

/** Screenshots of the UI tests. */
export const screenshotsFolder = join(projectFolder, 'out', 'screenshots');

/**
 * @param {string} folder
 * @returns {string}
 */
function nearestPackage(folder) {
  if (existsSync(join(folder, 'package.json'))) return folder;
  if (dirname(folder) === folder) throw new Error('No package.json above the test harness.');
  return nearestPackage(dirname(folder));
}
