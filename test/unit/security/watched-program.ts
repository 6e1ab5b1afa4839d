/** `ninefold` under watch: which files it opened, which variables it asked for, what it called git with. */

import { execFileSync } from 'node:child_process';
import { chmodSync, existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

import { Terminal } from '../cli/terminal.ts';
import { newFolder, writeFiles } from '../support/folders.ts';

/** Loaded before the program: notes every path given to the file system, and every variable that is asked for by name. */
const WATCH = `
const fs = require('node:fs');
const note = fs.appendFileSync.bind(fs, process.env.NINEFOLD_WATCH);
const names = ['access', 'accessSync', 'copyFile', 'createReadStream', 'open', 'openSync', 'opendir', 'readFile', 'readFileSync', 'readdir', 'readdirSync'];
for (const of of [fs, fs.promises]) {
  for (const name of names) {
    const original = of[name];
    if (typeof original !== 'function') continue;
    of[name] = function (path, ...rest) {
      if (typeof path === 'string') note('file ' + path + '\\n');
      return original.call(this, path, ...rest);
    };
  }
}
let copied;
process.env = new Proxy(process.env, {
  // Whoever copies all of them, as for a program that is started, asks for each one's descriptor first.
  getOwnPropertyDescriptor(env, name) {
    copied = name;
    return Reflect.getOwnPropertyDescriptor(env, name);
  },
  get(env, name) {
    if (typeof name === 'string' && name !== copied) note('variable ' + name + '\\n');
    return env[name];
  },
});
`;

/** The log by its path: no variable of a test's reaches git. */
function fakeGit(log: string, real: string): string {
  return `#!/bin/sh\nfor word; do printf "%s " "$word"; done >>'${log}'\necho >>'${log}'\nexec ${real} "$@"\n`;
}

export class WatchedProgram {
  readonly terminal: Terminal;
  readonly home = newFolder();
  readonly #log = join(newFolder(), 'watch.log');
  readonly #gitLog = join(newFolder(), 'git.log');

  constructor(folder: string, variables: NodeJS.ProcessEnv = {}) {
    const tools = newFolder();
    const real = execFileSync('sh', ['-c', 'command -v git'], { encoding: 'utf8' }).trim();
    writeFiles(tools, { 'watch.cjs': WATCH, git: fakeGit(this.#gitLog, real) });
    chmodSync(join(tools, 'git'), 0o755);
    this.terminal = new Terminal(folder, {
      ...variables,
      HOME: this.home,
      PATH: `${tools}:${process.env.PATH ?? ''}`,
      NODE_OPTIONS: `--require=${join(tools, 'watch.cjs')}`,
      NINEFOLD_WATCH: this.#log,
    });
  }

  /** Paths that were opened or listed, each once. */
  files(): readonly string[] {
    return this.#noted('file ');
  }

  /** Variables that were asked for by name, each once. */
  variables(): readonly string[] {
    return this.#noted('variable ');
  }

  /** What git was called with, one call each, its \`-c\` options left out. */
  gitCalls(): readonly string[] {
    const calls = linesOf(this.#gitLog).map((call) => call.trim().replace(/^(?:-c \S+ |--\S+ )+/, ''));
    return [...new Set(calls)];
  }

  #noted(kind: string): readonly string[] {
    const found = linesOf(this.#log).flatMap((line) =>
      line.startsWith(kind) ? [line.slice(kind.length)] : [],
    );
    return [...new Set(found)];
  }
}

function linesOf(file: string): readonly string[] {
  return existsSync(file)
    ? readFileSync(file, 'utf8')
        .split('\n')
        .filter((line) => line !== '')
    : [];
}
