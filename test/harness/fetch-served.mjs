/**
 * Downloads the served workbench to .vscode-test/: VS Code's own server and web workbench from the npm package
 * code-server, with the Node that it needs. Idempotent: a marker file names what is installed.
 */
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { lastLines, npm, runNpm } from './npm.mjs';
import { downloadsFolder } from './paths.mjs';
import { runCommand } from './processes.mjs';

const serverPackage = 'code-server@4.139.1';
const nodeName = `node-${process.platform === 'win32' ? 'win' : process.platform}-${process.arch}`;
const nodePackage = `${nodeName}@24.21.0`;
const marker = `${serverPackage} ${nodePackage} layout 1`;

const servedFolder = join(downloadsFolder, 'served');
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
  await makeTerminalWork(say);
  writeFileSync(markerFile, marker);
  say('  done');
  return { nodePath, serverMain };
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
  // `npm run install` in the package, because newer npm versions skip install scripts in `npm rebuild`.
  const result = await runNpm(
    ['run', 'install'],
    join(vscodeFolder, 'node_modules', 'node-pty'),
    withItsNode,
  );
  if (await canOpenTerminal()) return say('  terminal: the compiled node-pty works');
  say(
    `  terminal: won't work in this workbench, because node-pty can't be compiled:\n${lastLines(result.output)}`,
  );
  say('  Run apt-get install python3 make g++, delete .vscode-test/served, and run again');
}

/** @returns {Promise<boolean>} */
async function canOpenTerminal() {
  const script =
    "require('node-pty').spawn('/bin/sh', ['-c', 'exit 0'], {}).onExit((e) => process.exit(e.exitCode))";
  const { code } = await runCommand(nodePath, ['-e', script], { cwd: vscodeFolder });
  return code === 0;
}
