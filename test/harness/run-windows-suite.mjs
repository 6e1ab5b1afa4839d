/**
 * Runs the unit suite in Node for Windows, under Wine, without what no Wine has a program for. That part is printed with
 * its reason.
 */
import { closeSync, mkdirSync, openSync, readSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { fetchWindows, windowsPath } from './fetch-windows.mjs';
import { runMain } from './harness-error.mjs';
import { projectFolder } from './paths.mjs';
import { startGroup } from './processes.mjs';

const LOOK_MS = 500;
const CHUNK = 65_536;

await runMain(async () => {
  const host = await fetchWindows();
  const {
    NINEFOLD_TEST_RESULTS: results,
    NINEFOLD_TEST_CLAIMS: claims,
    NINEFOLD_TEST_GREP: grep,
  } = process.env;
  const env = {
    ...host.environment,
    ...(results === undefined ? {} : { NINEFOLD_TEST_RESULTS: windowsPath(results) }),
    ...(claims === undefined ? {} : { NINEFOLD_TEST_CLAIMS: windowsPath(claims) }),
    ...(grep === undefined ? {} : { NINEFOLD_TEST_GREP: grep }),
  };
  const script = windowsPath(join(projectFolder, 'test', 'harness', 'run-node-suite.mjs'));
  const log = join(projectFolder, 'out', 'results', `${basename(results ?? 'windows', '.json')}.log`);
  return runToFile([host.wine, host.nodePath, script, 'windows'], env, log);
});

/**
 * Shows what a program writes. It writes into a file, because Node for Windows can't write into this system's pipes.
 *
 * @param {string[]} words
 * @param {Record<string, string>} env
 * @param {string} log
 * @returns {Promise<number>} its exit code
 */
async function runToFile([program, ...words], env, log) {
  mkdirSync(dirname(log), { recursive: true });
  const output = openSync(log, 'w');
  const shown = openSync(log, 'r');
  const show = setInterval(() => passOn(shown), LOOK_MS);
  try {
    return await startGroup(program, words, { cwd: projectFolder, env, stdio: ['ignore', output, output] })
      .exited;
  } finally {
    clearInterval(show);
    passOn(shown);
    closeSync(shown);
    closeSync(output);
  }
}

/**
 * Writes what a file has gained.
 *
 * @param {number} file
 */
function passOn(file) {
  const chunk = Buffer.alloc(CHUNK);
  for (let size; (size = readSync(file, chunk)) > 0;) process.stdout.write(chunk.subarray(0, size));
}
