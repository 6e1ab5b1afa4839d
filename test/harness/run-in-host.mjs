/**
 * Runs a module inside VS Code's extension host: the desktop's if there is one, otherwise that of the served
 * workbench.
 */
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { runTests, TestRunFailedError } from '@vscode/test-electron';
import { findDesktop, openDisplay } from './desktop.mjs';
import { projectFolder } from './paths.mjs';
import { cleanEnvironment } from './processes.mjs';

/**
 * @typedef {object} HostOptions
 * @property {Record<string, string>} [variables] set in the extension host
 * @property {string} [extension] folder of the extension under test instead of Ninefold's
 * @property {boolean} [isTrusted] whether the workspace is trusted
 * @property {(places: { workspace: string, home: string }) => void} [prepare] fills workspace and home before the start
 */

/**
 * Runs a module.
 *
 * @param {string} testsPath absolute path of a module with `run()`
 * @param {HostOptions} [options]
 * @returns {Promise<number>} 0 when `run()` resolved
 */
export async function runInHost(testsPath, options = {}) {
  const scratch = mkdtempSync(join(tmpdir(), 'nf-'));
  const host = await chooseHost();
  console.log(`Host: ${host.executable}`);
  try {
    return await runIn(host, scratch, testsPath, options);
  } finally {
    await host.stop();
    rmSync(scratch, { recursive: true, force: true });
  }
}

/**
 * @param {Awaited<ReturnType<typeof chooseHost>>} host
 * @param {string} scratch
 * @param {string} testsPath
 * @param {HostOptions} options
 */
async function runIn(host, scratch, testsPath, { variables = {}, extension, isTrusted, prepare }) {
  const home = join(scratch, 'home');
  const workspace = join(scratch, 'workspace');
  for (const folder of [home, workspace]) mkdirSync(folder);
  prepare?.({ workspace, home });
  const environment = cleanEnvironment({ ...host.environment, ...variables, HOME: home, USERPROFILE: home });
  // runTests adds to this process's environment, but removes nothing.
  for (const name of Object.keys(process.env)) if (!(name in environment)) delete process.env[name];
  try {
    return await runTests({
      vscodeExecutablePath: host.executable,
      extensionDevelopmentPath: extension ?? process.env.NINEFOLD_EXTENSION_FOLDER ?? projectFolder,
      extensionTestsPath: testsPath,
      extensionTestsEnv: environment,
      launchArgs: [
        workspace,
        '--user-data-dir',
        join(scratch, 'd'),
        '--extensions-dir',
        join(scratch, 'e'),
        '--disable-telemetry',
        ...(isTrusted ? ['--disable-workspace-trust'] : []),
      ],
    });
  } catch (error) {
    if (error instanceof TestRunFailedError) return error.code ?? 1;
    throw error;
  }
}

/** @returns {Promise<{ executable: string, environment: Record<string, string>, stop: () => Promise<void> }>} */
async function chooseHost() {
  const desktop = await findDesktop({ download: true });
  const display = desktop && (await openDisplay());
  if (desktop && display) return { executable: desktop, ...display };
  if (desktop) console.log('No display and no Xvfb (apt-get install xvfb); using the served workbench.');
  return {
    executable: join(projectFolder, 'test', 'harness', 'driver.mjs'),
    environment: {},
    stop: () => Promise.resolve(),
  };
}
