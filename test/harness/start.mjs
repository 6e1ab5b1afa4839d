/**
 * `npm start [-- --no-open] [-- --port N] [-- --inspect N]`: runs Ninefold in a real VS Code on a sample project,
 * until Ctrl+C. Uses the desktop if there is one and a display, otherwise the served workbench for any browser.
 * `--inspect` serves a build for a debugger, which attaches to that port once the page is open.
 */
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { findDesktop } from './desktop.mjs';
import { HarnessError, runMain } from './harness-error.mjs';
import { packExtension } from './package-extension.mjs';
import { projectFolder } from './paths.mjs';
import { cleanEnvironment, runCommand, startGroup } from './processes.mjs';
import { makeSampleProject } from './sample-project.mjs';
import { installExtension, serveWorkbench, writeUserSettings } from './serve.mjs';
import { workbenchAddress } from './workbench-address.mjs';

const BUILD = join(projectFolder, 'esbuild.config.mjs');
const extensionFolder = process.env.NINEFOLD_EXTENSION_FOLDER ?? projectFolder;

await runMain(async () => {
  const { values } = parseArgs({
    options: { 'no-open': { type: 'boolean' }, port: { type: 'string' }, inspect: { type: 'string' } },
  });
  const interrupted = new Promise((resolve) => {
    for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.once(signal, () => resolve(undefined));
  });
  const sample = await makeSampleProject();
  try {
    const window = await openWindow(sample, values);
    sample.startAgent();
    try {
      await Promise.race([interrupted, window.closed]);
    } finally {
      await window.stop();
    }
  } finally {
    sample.remove();
    console.log('\nThe sample was deleted.');
  }
});

/**
 * @typedef {object} Window
 * @property {Promise<unknown>} closed
 * @property {() => Promise<void>} stop
 */

/**
 * @param {import('./sample-project.mjs').SampleProject} sample
 * @param {{ 'no-open'?: boolean, port?: string, inspect?: string }} options
 * @returns {Promise<Window>}
 */
async function openWindow(sample, options) {
  const desktop =
    hasDisplay() &&
    !options['no-open'] &&
    !options.port &&
    !options.inspect &&
    (await findDesktop({ download: false }));
  return desktop ? openDesktop(desktop, sample) : openServed(sample, options);
}

/**
 * @param {string} desktop
 * @param {import('./sample-project.mjs').SampleProject} sample
 * @returns {Promise<Window>}
 */
async function openDesktop(desktop, sample) {
  await runStep('Building', process.execPath, [BUILD]);
  writeUserSettings(join(sample.folder, 'd'));
  const group = startGroup(
    desktop,
    [
      `--extensionDevelopmentPath=${extensionFolder}`,
      `--user-data-dir=${join(sample.folder, 'd')}`,
      `--extensions-dir=${join(sample.folder, 'e')}`,
      '--new-window',
      '--skip-welcome',
      '--disable-workspace-trust',
      '--wait',
      // Root has no sandbox.
      ...(process.getuid?.() === 0 ? ['--no-sandbox'] : []),
      sample.workspace,
    ],
    { env: cleanEnvironment({ HOME: sample.home, USERPROFILE: sample.home }) },
  );
  console.log(`Ninefold is running in ${desktop}, on ${sample.workspace}`);
  console.log('Close it or press Ctrl+C to stop.');
  return { closed: group.exited, stop: group.stop };
}

/**
 * Serves the package, installed like a person would, so that the address is an ordinary one and messages appear; for
 * a debugger, serves the project's folder.
 *
 * @param {import('./sample-project.mjs').SampleProject} sample
 * @param {{ 'no-open'?: boolean, port?: string, inspect?: string }} options
 * @returns {Promise<Window>}
 */
async function openServed(sample, options) {
  const inspectPort = options.inspect ? String(portNumber(options.inspect, '--inspect')) : undefined;
  const serving = {
    dataFolder: join(sample.folder, 'd'),
    extensionsFolder: join(sample.folder, 'e'),
    home: sample.home,
    withDriver: inspectPort !== undefined,
    ...(options.port ? { port: portNumber(options.port, '--port') } : {}),
  };
  if (inspectPort === undefined) await installPackage(sample, serving);
  else await runStep('Building for debugging', process.execPath, [BUILD, '--dev']);
  const served = await serveWorkbench(serving);
  const address = workbenchAddress(served, {
    folder: sample.workspace,
    ...(inspectPort === undefined ? {} : { extensionFolder, inspectPort }),
  });
  console.log(`Ninefold is at ${address}`);
  console.log('A sample agent is working there: its context grows every few seconds. Press Ctrl+C to stop.');
  if (!options['no-open'] && hasDisplay()) await openInBrowser(address);
  const closed = served.exited.then((code) => {
    throw new HarnessError(`The workbench exited (${code}):\n${served.output()}`, 'run npm start again');
  });
  return { closed, stop: served.stop };
}

/**
 * @param {import('./sample-project.mjs').SampleProject} sample
 * @param {import('./serve.mjs').ServeOptions} serving
 */
async function installPackage(sample, serving) {
  const vsix = join(sample.folder, 'ninefold.vsix');
  console.log('Building and packaging …');
  await packExtension(vsix, extensionFolder);
  await installExtension(vsix, serving);
}

/**
 * @param {string} title
 * @param {string} command
 * @param {string[]} commandArguments
 */
async function runStep(title, command, commandArguments) {
  console.log(`${title} …`);
  const { code, output } = await runCommand(command, commandArguments, {
    cwd: extensionFolder,
    env: cleanEnvironment(),
  });
  if (code !== 0)
    throw new HarnessError(`${title} failed:\n${output}`, 'run npm run build to see only this step');
}

/** @param {string} address */
async function openInBrowser(address) {
  const [command, ...prefix] = { darwin: ['open'], win32: ['cmd', '/c', 'start', ''] }[process.platform] ?? [
    'xdg-open',
  ];
  const { code } = await runCommand(command, [...prefix, address]);
  if (code !== 0) console.log("Can't open a browser; paste the address into one.");
}

function hasDisplay() {
  return process.platform !== 'linux' || Boolean(process.env.DISPLAY || process.env.WAYLAND_DISPLAY);
}

/**
 * @param {string} text
 * @param {string} option
 */
function portNumber(text, option) {
  const port = Number(text);
  if (Number.isInteger(port) && port > 0 && port < 65_536) return port;
  throw new HarnessError(`"${text}" isn't a port.`, `set ${option} to a number from 1 to 65535`);
}
