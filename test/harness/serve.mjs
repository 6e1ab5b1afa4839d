/** Serves the workbench on loopback, and stops it. */
import { mkdirSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { fetchServed } from './fetch-served.mjs';
import { HarnessError } from './harness-error.mjs';
import { cleanEnvironment, runCommand, startGroup } from './processes.mjs';

const startTimeoutMs = 60_000;
const pollMs = 50;

/**
 * @typedef {object} ServeOptions
 * @property {string} dataFolder the server's data: settings, logs; short, socket paths end at 103 characters
 * @property {string} extensionsFolder where extensions are installed
 * @property {boolean} [withDriver] support development and test paths in the page (default true)
 * @property {boolean} [trusted] every folder is trusted, no prompt (default true)
 * @property {string} [home] the home folder of the extension host and its terminals (default: this process's)
 * @property {number} [port] default: a free one
 * @property {Record<string, unknown>} [settings] user settings
 * @property {Record<string, string | undefined>} [environment] set in the host, undefined removes
 * @property {string[]} [flags] further flags for the server
 */

/**
 * @typedef {object} ServedWorkbench
 * @property {string} origin `http://127.0.0.1:PORT`
 * @property {string} authority `127.0.0.1:PORT`
 * @property {() => string} output the server's output
 * @property {Promise<number>} exited
 * @property {() => Promise<void>} stop ends the server and everything it started
 */

/**
 * Starts the server and waits until it responds.
 *
 * @param {ServeOptions} options
 * @throws {HarnessError} if it doesn't respond within a minute
 * @returns {Promise<ServedWorkbench>}
 */
export async function serveWorkbench(options) {
  const host = await fetchServed();
  const port = options.port ?? (await freePort());
  writeUserSettings(join(options.dataFolder, 'data'), options.settings);
  const group = startGroup(host.nodePath, [host.serverMain, ...serverFlags(options, port)], {
    env: hostEnvironment(options),
  });
  const authority = `127.0.0.1:${port}`;
  const origin = `http://${authority}`;
  try {
    await untilAnswering(origin, group);
  } catch (error) {
    await group.stop();
    throw error;
  }
  return { origin, authority, output: group.output, exited: group.exited, stop: group.stop };
}

/**
 * Installs a packaged extension like a person would.
 *
 * @param {string} vsix
 * @param {ServeOptions} options those that the server is started with
 */
export async function installExtension(vsix, options) {
  const host = await fetchServed();
  const { code, output } = await runCommand(
    host.nodePath,
    [host.serverMain, ...folderFlags(options), '--install-extension', vsix, '--force'],
    { env: hostEnvironment(options) },
  );
  if (code === 0) return;
  throw new HarnessError(`Installing ${vsix} failed:\n${output}`, 'run npm run package, then run again');
}

/** @param {ServeOptions} options */
function hostEnvironment(options) {
  const home = options.home ? { HOME: options.home, USERPROFILE: options.home } : {};
  return cleanEnvironment({ ...home, XDG_CONFIG_HOME: undefined, ...options.environment });
}

/** @param {ServeOptions} options */
function folderFlags(options) {
  return [
    '--accept-server-license-terms',
    '--server-data-dir',
    options.dataFolder,
    '--extensions-dir',
    options.extensionsFolder,
    '--telemetry-level',
    'off',
  ];
}

/**
 * @param {ServeOptions} options
 * @param {number} port
 */
function serverFlags(options, port) {
  return [
    ...folderFlags(options),
    '--host',
    '127.0.0.1',
    '--port',
    String(port),
    '--without-connection-token',
    // The login shell's variables would make a test depend on who runs it.
    '--force-disable-user-env',
    ...((options.withDriver ?? true) ? ['--enable-smoke-test-driver'] : []),
    ...((options.trusted ?? true) ? ['--disable-workspace-trust'] : []),
    ...(options.flags ?? []),
  ];
}

/** Quiet defaults: nothing opens automatically, nothing uses the network. */
const quietSettings = {
  'telemetry.telemetryLevel': 'off',
  'update.mode': 'none',
  'extensions.autoUpdate': 'off',
  'extensions.autoCheckUpdates': false,
  'extensions.ignoreRecommendations': true,
  'workbench.startupEditor': 'none',
  'workbench.enableExperiments': false,
  'workbench.tips.enabled': false,
  'workbench.secondarySideBar.defaultVisibility': 'hidden',
  'window.confirmBeforeClose': 'never',
  'security.workspace.trust.startupPrompt': 'never',
  'chat.disableAIFeatures': true,
  'git.openRepositoryInParentFolders': 'never',
};

/**
 * Writes user settings on top of the quiet defaults, before the window opens.
 *
 * @param {string} userDataFolder
 * @param {Record<string, unknown>} [settings]
 */
export function writeUserSettings(userDataFolder, settings = {}) {
  writeSettings(join(userDataFolder, 'User'), { ...quietSettings, ...settings });
}

/**
 * Changes settings of an open window. Writes the machine's settings, which override the user's: a served workbench
 * watches their file, but reads the user's only when the window loads. Application settings can only be in the
 * user's.
 *
 * @param {string} dataFolder
 * @param {Record<string, unknown>} settings
 */
export function writeMachineSettings(dataFolder, settings) {
  writeSettings(join(dataFolder, 'data', 'Machine'), settings);
}

/**
 * @param {string} folder
 * @param {Record<string, unknown>} settings
 */
function writeSettings(folder, settings) {
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, 'settings.json'), JSON.stringify(settings, undefined, 2));
}

/**
 * @param {string} origin
 * @param {ReturnType<typeof startGroup>} group
 */
async function untilAnswering(origin, group) {
  let exitCode;
  void group.exited.then((code) => (exitCode = code));
  const deadline = Date.now() + startTimeoutMs;
  while (Date.now() < deadline && exitCode === undefined) {
    if (await answers(origin)) return;
    await new Promise((resolve) => setTimeout(resolve, pollMs));
  }
  const problem =
    exitCode === undefined ? 'The workbench did not answer in a minute' : `The workbench ended (${exitCode})`;
  throw new HarnessError(
    `${problem}:\n${group.output()}`,
    'delete its folder in .vscode-test and run again; --port sets another port',
  );
}

/** @param {string} origin */
async function answers(origin) {
  try {
    return (await fetch(`${origin}/version`)).ok;
  } catch (error) {
    // undici's error for a port that no one listens on yet.
    if (error instanceof TypeError) return false;
    throw error;
  }
}

/** @returns {Promise<number>} */
function freePort() {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const { port } = server.address();
      server.close(() => resolve(port));
    });
  });
}
