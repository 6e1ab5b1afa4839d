/**
 * Downloads the served workbench to .vscode-test/: VS Code's own server and web workbench from the npm package
 * code-server, with the Node that it needs. Idempotent: a marker file names what is installed. With
 * `NINEFOLD_TEST_WORKBENCH=oldest`, it is the oldest one on npm that the extension supports.
 */
import { cpSync, existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { delimiter, dirname, join } from 'node:path';
import { HarnessError } from './harness-error.mjs';
import { findNpm } from '../../scripts/find-npm.mjs';
import { lastLines, npm } from './npm.mjs';
import { downloadsFolder } from './paths.mjs';
import { cleanEnvironment, runCommand } from './processes.mjs';

/** Each workbench with the major version of Node that it asks for. 4.103.2 is VS Code 1.103. */
const workbenches = {
  newest: { folder: 'served', server: '4.139.1', node: '24.21.0' },
  oldest: { folder: 'served-oldest', server: '4.103.2', node: '22.23.5' },
};
const workbench = workbenches[process.env.NINEFOLD_TEST_WORKBENCH ?? 'newest'];
if (workbench === undefined) {
  throw new HarnessError(
    `NINEFOLD_TEST_WORKBENCH is ${process.env.NINEFOLD_TEST_WORKBENCH}.`,
    `set it to one of ${Object.keys(workbenches).join(' ')}, or to nothing`,
  );
}

const serverPackage = `code-server@${workbench.server}`;
const ripgrepPackage = '@vscode/ripgrep-universal@1.18.0';
const nodeName = `node-${process.platform === 'win32' ? 'win' : process.platform}-${process.arch}`;
const nodePackage = `${nodeName}@${workbench.node}`;
const marker = `${serverPackage} ${nodePackage} layout 1`;

const servedFolder = join(downloadsFolder, workbench.folder);
const markerFile = join(servedFolder, 'complete.txt');
const nodeFolder = join(servedFolder, 'node_modules', nodeName);
const nodePath = join(nodeFolder, 'bin', process.platform === 'win32' ? 'node.exe' : 'node');
/** The workbench's modules are compiled for its own Node. */
const withItsNode = {
  npm_config_nodedir: nodeFolder,
  PATH: `${join(nodeFolder, 'bin')}${delimiter}${process.env.PATH}`,
};
const vscodeFolder = join(servedFolder, 'node_modules', 'code-server', 'lib', 'vscode');
const serverMain = join(vscodeFolder, 'out', 'server-main.js');

/**
 * @typedef {object} ServedHost
 * @property {string} nodePath the Node that runs it
 * @property {string} serverMain the server's entry
 */

/**
 * Ensures that the served workbench is installed.
 *
 * @param {(line: string) => void} [say]
 * @throws {import('./harness-error.mjs').HarnessError} if a step fails
 * @returns {Promise<ServedHost>}
 */
export async function fetchServed(say = console.log) {
  if (existsSync(markerFile) && readFileSync(markerFile, 'utf8') === marker) return { nodePath, serverMain };
  say(`Downloading the workbench to ${servedFolder} (once):`);
  rmSync(servedFolder, { recursive: true, force: true });
  mkdirSync(servedFolder, { recursive: true });
  writeFileSync(join(servedFolder, 'package.json'), '{ "private": true }\n');
  say(`  npm install ${serverPackage} ${nodePackage}`);
  await npm(['install', '--ignore-scripts', serverPackage, nodePackage], servedFolder, withItsNode);
  say("  npm install for the workbench's own modules");
  await npm(['install', '--ignore-scripts', '--omit=dev'], vscodeFolder, withItsNode);
  await bringSearch();
  await makeTerminalWork(say);
  writeFileSync(markerFile, marker);
  say('  done');
  return { nodePath, serverMain };
}

/**
 * An older workbench searches by a ripgrep that its package downloads from elsewhere when it is installed. The package
 * that newer ones have brings the program along.
 */
async function bringSearch() {
  const old = join(vscodeFolder, 'node_modules', '@vscode', 'ripgrep');
  if (!existsSync(old)) return;
  await npm(['install', '--ignore-scripts', ripgrepPackage], servedFolder, withItsNode);
  const programs = join(servedFolder, 'node_modules', '@vscode', 'ripgrep-universal', 'bin');
  cpSync(join(programs, `${process.platform}-${process.arch}`), join(old, 'bin'), { recursive: true });
}

/**
 * node-pty has binaries for common platforms; otherwise, it is compiled with the headers of the downloaded Node. Only
 * the terminal needs it, so a failure is reported, not fatal.
 *
 * @param {(line: string) => void} say
 */
async function makeTerminalWork(say) {
  if (await canOpenTerminal()) return say('  terminal: the prebuilt node-pty works');
  say('  terminal: compiling node-pty');
  const result = await runCommand(process.execPath, [nodeGyp(), 'rebuild', `--nodedir=${nodeFolder}`], {
    cwd: join(vscodeFolder, 'node_modules', 'node-pty'),
    env: cleanEnvironment(withItsNode),
  });
  if (await canOpenTerminal()) return say('  terminal: the compiled node-pty works');
  say(
    `  terminal: won't work in this workbench, because node-pty can't be compiled:\n${lastLines(result.output)}`,
  );
  say(`  Run apt-get install python3 make g++, delete ${servedFolder}, and run again`);
}

/** npm's own, because npm skips install scripts, and an older node-pty has none to run by name. */
function nodeGyp() {
  return join(dirname(findNpm() ?? ''), '..', 'node_modules', 'node-gyp', 'bin', 'node-gyp.js');
}

/** @returns {Promise<boolean>} */
async function canOpenTerminal() {
  const script =
    "require('node-pty').spawn('/bin/sh', ['-c', 'exit 0'], {}).onExit((e) => process.exit(e.exitCode))";
  const { code } = await runCommand(nodePath, ['-e', script], { cwd: vscodeFolder });
  return code === 0;
}
