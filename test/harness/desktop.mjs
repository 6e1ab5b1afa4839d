/** Finds a desktop VS Code: given, downloaded before, or downloadable. */
import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { downloadAndUnzipVSCode } from '@vscode/test-electron';
import { HarnessError } from './harness-error.mjs';
import { downloadsFolder } from './paths.mjs';
import { runCommand, startGroup } from './processes.mjs';

const updateServer = 'https://update.code.visualstudio.com/api/releases/stable';
const probeTimeoutMs = 5_000;
const downloadTimeoutMs = 30_000;

const executables = {
  linux: ['code'],
  darwin: ['Visual Studio Code.app/Contents/MacOS/Electron', 'Visual Studio Code.app/Contents/MacOS/Code'],
  win32: ['Code.exe'],
};

/**
 * Returns the desktop VS Code to use, if any: `NINEFOLD_VSCODE` (a path, or `served` for none), one in .vscode-test/,
 * or a download.
 *
 * @param {{ download: boolean, say?: (line: string) => void }} options
 * @throws {HarnessError} if the file in `NINEFOLD_VSCODE` doesn't exist
 * @returns {Promise<string | undefined>}
 */
export async function findDesktop({ download, say = console.log }) {
  const given = process.env.NINEFOLD_VSCODE;
  if (given === 'served') return undefined;
  if (given) {
    if (existsSync(given)) return given;
    throw new HarnessError(
      `NINEFOLD_VSCODE isn't a file: ${given}`,
      "set it to the path of VS Code's executable, or unset it",
    );
  }
  return fetchedBefore() ?? (download ? downloadDesktop(say) : undefined);
}

/** @returns {string | undefined} */
function fetchedBefore() {
  if (!existsSync(downloadsFolder)) return undefined;
  return readdirSync(downloadsFolder)
    .filter((name) => name.startsWith('vscode-') && existsSync(join(downloadsFolder, name, 'is-complete')))
    .flatMap((name) => (executables[process.platform] ?? []).map((path) => join(downloadsFolder, name, path)))
    .find((path) => existsSync(path));
}

/** @param {(line: string) => void} say */
async function downloadDesktop(say) {
  try {
    const answer = await fetch(updateServer, { signal: globalThis.AbortSignal.timeout(probeTimeoutMs) });
    if (!answer.ok) throw new Error(`it answers ${answer.status}`);
    say('Downloading desktop VS Code (once)');
    return await downloadAndUnzipVSCode({ cachePath: downloadsFolder, timeout: downloadTimeoutMs });
  } catch (error) {
    say(`Can't download desktop VS Code (${reasonOf(error)}); using the served workbench.`);
    return undefined;
  }
}

/** @param {unknown} error */
function reasonOf(error) {
  if (!(error instanceof Error)) return String(error);
  return error.cause instanceof Error ? error.cause.message : error.message;
}

/**
 * Opens a display for the desktop: the existing one, otherwise Xvfb's.
 *
 * @returns {Promise<{ environment: Record<string, string>, stop: () => Promise<void> } | undefined>} undefined if
 *   there is none
 */
export async function openDisplay() {
  const nothingToStop = { environment: {}, stop: () => Promise.resolve() };
  if (process.platform !== 'linux' || process.env.DISPLAY || process.env.WAYLAND_DISPLAY)
    return nothingToStop;
  if ((await runCommand('Xvfb', ['-help'])).code === 127) return undefined;
  const group = startGroup('Xvfb', ['-displayfd', '1', '-screen', '0', '1280x800x24', '-nolisten', 'tcp']);
  const number = await Promise.race([
    new Promise((resolve) => group.child.stdout.once('data', (chunk) => resolve(String(chunk).trim()))),
    group.exited.then(() => undefined),
  ]);
  return number === undefined ? undefined : { environment: { DISPLAY: `:${number}` }, stop: group.stop };
}
