/** Finds and starts the browser for the served workbench. */
import { accessSync, constants } from 'node:fs';
import { delimiter, join } from 'node:path';
import { chromium } from 'playwright-core';
import { HarnessError } from './harness-error.mjs';

const names = ['chromium', 'chromium-browser', 'google-chrome-stable', 'google-chrome', 'microsoft-edge'];
const elsewhere = [
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
  '/Applications/Chromium.app/Contents/MacOS/Chromium',
  'C:\\Program Files\\Google\\Chrome\\Application\\chrome.exe',
];

/**
 * Returns the path of a Chromium: `NINEFOLD_CHROMIUM`, otherwise the first known name on the PATH.
 *
 * @throws {HarnessError} if there is none
 * @returns {string}
 */
function findChromium() {
  const given = process.env.NINEFOLD_CHROMIUM;
  if (given) {
    if (isExecutable(given)) return given;
    throw new HarnessError(
      `NINEFOLD_CHROMIUM isn't an executable: ${given}`,
      'set it to the path of Chromium',
    );
  }
  const folders = (process.env.PATH ?? '').split(delimiter).concat('/usr/bin');
  const candidates = names.flatMap((name) => folders.map((folder) => join(folder, name))).concat(elsewhere);
  const found = candidates.find(isExecutable);
  if (found) return found;
  throw new HarnessError(
    'Chromium not found.',
    'run apt-get install chromium, or set NINEFOLD_CHROMIUM to its path',
  );
}

/**
 * Starts Chromium headless. Playwright closes it with this process.
 *
 * @returns {Promise<import('playwright-core').Browser>}
 */
export async function launchChromium() {
  return chromium.launch({
    executablePath: findChromium(),
    args: [
      // Root has no sandbox, and neither do most containers.
      '--no-sandbox',
      '--disable-gpu',
      '--disable-quic',
      '--disable-dev-shm-usage',
      '--no-first-run',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
    ],
  });
}

/** @param {string} path */
function isExecutable(path) {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch (error) {
    if (['ENOENT', 'EACCES', 'ENOTDIR'].includes(error.code)) return false;
    throw error;
  }
}
