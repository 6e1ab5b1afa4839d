/** Where things are. Works from test/harness and from a test bundled into out/, at any depth. */
import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';

/** The folder that holds package.json. */
export const projectFolder = nearestPackage(import.meta.dirname);

/** What the tests fetch: git-ignored, outside the project's node_modules. */
export const downloadsFolder = join(projectFolder, '.vscode-test');

/** Pictures taken by the UI tests. */
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
