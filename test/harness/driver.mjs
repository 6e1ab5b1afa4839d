#!/usr/bin/env node
/**
 * Replaces the VS Code executable that `runTests` of @vscode/test-electron starts: takes its arguments, serves the
 * workbench, opens it in Chromium, and exits with the tests' exit code.
 */
import { appendFileSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { format } from 'node:util';
import { launchChromium } from './chromium.mjs';
import { HarnessError, runMain } from './harness-error.mjs';
import { projectFolder } from './paths.mjs';
import { serveWorkbench } from './serve.mjs';
import { parseWindowArguments } from './window-arguments.mjs';
import { workbenchAddress } from './workbench-address.mjs';

/** All console output of the window in this run. */
const consoleFile = join(projectFolder, 'out', 'host-console.log');
const testMark = '[tests] ';
const timeLimitMs = Number(process.env.NINEFOLD_TEST_TIMEOUT_MS ?? 300_000);

await runMain(async () => {
  const { extensionFolder, testsPath, ...run } = parseWindowArguments(process.argv.slice(2));
  if (testsPath === undefined || extensionFolder === undefined) {
    throw new HarnessError(
      'The driver needs --extensionDevelopmentPath and --extensionTestsPath.',
      'run npm run test:host',
    );
  }
  return runInWorkbench({ ...run, extensionFolder, testsPath });
});

/**
 * @param {import('./window-arguments.mjs').WindowArguments & { extensionFolder: string, testsPath: string }} run
 * @returns {Promise<number>} the tests' exit code
 */
async function runInWorkbench(run) {
  mkdirSync(join(projectFolder, 'out'), { recursive: true });
  writeFileSync(consoleFile, '');
  const scratch = mkdtempSync(join(tmpdir(), 'nf-'));
  const served = await serveWorkbench({
    dataFolder: run.dataFolder ?? join(scratch, 'd'),
    extensionsFolder: run.extensionsFolder ?? join(scratch, 'e'),
    trusted: run.trusted,
    home: process.env.HOME,
    environment: { NINEFOLD_TEST_MARK: testMark },
  });
  try {
    return await runInPage(workbenchAddress(served, run), served.exited);
  } finally {
    await served.stop();
    rmSync(scratch, { recursive: true, force: true });
  }
}

/**
 * @param {string} address
 * @param {Promise<number>} serverExited
 * @returns {Promise<number>}
 */
async function runInPage(address, serverExited) {
  const browser = await launchChromium();
  let limit;
  try {
    const page = await browser.newPage({ viewport: { width: 1280, height: 800 } });
    let finish;
    const exitCode = new Promise((resolve) => (finish = resolve));
    await page.exposeFunction('codeAutomationExit', (code) => finish(code));
    await page.exposeFunction('codeAutomationLog', (type, values) => print(type, values));
    const failure = new Promise((_, reject) => {
      const fail = (problem, remedy) => reject(new HarnessError(problem, remedy));
      const lookThere = `see ${consoleFile}`;
      page.on('crash', () => fail('The page crashed.', lookThere));
      void serverExited.then((code) => fail(`The server exited with code ${code}.`, lookThere));
      const remedy = `${lookThere} for a test that never ends, or set NINEFOLD_TEST_TIMEOUT_MS`;
      const timeUp = `The tests in the workbench did not end in ${timeLimitMs / 1000} s.`;
      limit = setTimeout(() => fail(timeUp, remedy), timeLimitMs);
    });
    await Promise.race([page.goto(address), failure]);
    return Number(await Promise.race([exitCode, failure]));
  } finally {
    clearTimeout(limit);
    await browser.close();
  }
}

/**
 * The window's console has the output of the workbench, every extension, and the tests. Prints the tests' marked
 * lines, and what our extension is blamed for; everything goes to a file.
 *
 * @param {string} type
 * @param {unknown[]} values
 */
function print(type, values) {
  const text = format(...values);
  appendFileSync(consoleFile, `${type}: ${text}\n`);
  if (text.startsWith(testMark)) process.stdout.write(`${text.slice(testMark.length)}\n`);
  else if (type === 'error' && text.includes('ninefold.ninefold')) process.stdout.write(`${text}\n`);
}
