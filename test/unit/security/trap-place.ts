/** A repository with something for every look of git to read, copied for each trap that is set in it. */

import { spawnSync } from 'node:child_process';
import {
  chmodSync,
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  realpathSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';

import { newFolder, writeFiles } from '../support/folders.ts';

const TIME_LIMIT = 20_000;
/** What signs: git takes it for a signature. */
const SIGNER =
  "#!/bin/sh\ncat >/dev/null; printf '\\n[GNUPG:] SIG_CREATED \\n' >&2; echo '-----BEGIN PGP SIGNATURE-----'\n";

/** The caller's environment with nothing of git's in it, and no settings but the repository's. */
function quietEnvironment(home: string): NodeJS.ProcessEnv {
  return { PATH: process.env.PATH, HOME: home, GIT_CONFIG_NOSYSTEM: '1' };
}

let template: string | undefined;

/** The repository, made once. */
function templateFolder(): string {
  if (template !== undefined && existsSync(template)) return template;
  // Not one of a test's folders: those go with the test.
  const root = realpathSync(mkdtempSync(join(tmpdir(), 'ninefold-traps-')));
  const place = new TrapPlace(root);
  mkdirSync(place.folder);
  mkdirSync(place.home);
  writeFiles(place.tools, { signer: SIGNER });
  chmodSync(join(place.tools, 'signer'), 0o755);
  place.done('init', '-q', '-b', 'main');
  for (const [key, value] of [
    ['user.name', 'Tester'],
    ['user.email', 'tester@example.com'],
    ['gc.auto', '0'],
  ] as const) {
    place.config(key, value);
  }
  place.write({ 'a.ts': 'one\n', 'b.bin': 'bytes\n', '.claude/session-context.toon': 'one\n' });
  place.done('add', '.');
  place.done('commit', '-q', '-m', 'one');
  place.write({ 'a.ts': 'stashed\n', 'new.ts': 'stashed\n' });
  place.done('stash', '-q', '-u');
  place.write({ 'a.ts': 'two\n' });
  place.done('-c', `gpg.program=${join(place.tools, 'signer')}`, 'commit', '-q', '-S', '-a', '-m', 'two');
  // A repository within, as a submodule has it.
  place.write({ 'sub/in.bin': 'bytes\n' });
  for (const args of [
    ['init', '-q'],
    ['add', '.'],
    ['-c', 'user.name=T', '-c', 'user.email=t@e', 'commit', '-qm', 'sub'],
  ]) {
    place.done('-C', 'sub', ...args);
  }
  place.done('-c', 'advice.addEmbeddedRepo=false', 'add', 'sub');
  place.done('commit', '-q', '-m', 'three');
  // As long as before: git has to read it to tell.
  place.write({ 'b.bin': 'BYTES\n', 'untracked.ts': '' });
  template = root;
  return root;
}

/** Takes the repository that was made away. */
export function removeTemplate(): void {
  if (template !== undefined) rmSync(template, { recursive: true, force: true });
  template = undefined;
}

export class TrapPlace {
  readonly root: string;
  /** The workspace folder. */
  readonly folder: string;
  readonly home: string;
  /** Outside the workspace. */
  readonly tools: string;
  /** The variables of the caller that the trap needs. */
  readonly variables: Record<string, string> = {};
  readonly #log: string;

  constructor(root: string) {
    this.root = root;
    this.folder = join(root, 'shop');
    this.home = join(root, 'home');
    this.tools = join(root, 'tools');
    this.#log = join(root, 'sprung.log');
  }

  /** A fresh copy: git has to look at every file of it anew, since none is as old as its index says. */
  static make(): TrapPlace {
    const place = new TrapPlace(newFolder());
    cpSync(templateFolder(), place.root, { recursive: true });
    return place;
  }

  get environment(): NodeJS.ProcessEnv {
    return { ...quietEnvironment(this.home), ...this.variables };
  }

  /** The trap: a program that notes that it was run, and answers as it is told. */
  trap(name = 'trap', answer = 'exit 1'): string {
    const file = join(this.tools, name);
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, `#!/bin/sh\necho "$0 $*" >>'${this.#log}'\n${answer}\n`, { mode: 0o755 });
    return file;
  }

  /** Where a trap that writes, and doesn't run, would leave its trace. */
  get log(): string {
    return this.#log;
  }

  sprung(): string {
    return existsSync(this.#log) ? readFileSync(this.#log, 'utf8') : '';
  }

  write(files: Readonly<Record<string, string>>): void {
    writeFiles(this.folder, files);
  }

  config(key: string, value: string): void {
    this.done('config', key, value);
  }

  /** A section of the config, for names that its command line can't take. */
  append(text: string, file = join(this.folder, '.git/config')): void {
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, text, { flag: 'a' });
  }

  /** Plain git, as the person would call it. */
  git(args: readonly string[], input = ''): { readonly code: number | null; readonly out: string } {
    return this.#run('git', args, input);
  }

  /** The same with a terminal to show its output on. */
  onTerminal(...args: readonly string[]): void {
    const line = ['git', ...args].join(' ');
    const words =
      process.platform === 'darwin' ? ['-q', '/dev/null', 'git', ...args] : ['-qec', line, '/dev/null'];
    this.#run('script', words, '');
  }

  /** A line as a shell in the workspace folder reads it. */
  shell(line: string): void {
    this.#run('/bin/sh', ['-c', line], '');
  }

  /** Runs what must succeed. */
  done(...args: readonly string[]): string {
    const { code, out, error } = this.#run('git', args, '');
    if (code !== 0) throw new Error(`git ${args.join(' ')}: ${error}`);
    return out;
  }

  #run(
    program: string,
    args: readonly string[],
    input: string,
  ): { readonly code: number | null; readonly out: string; readonly error: string } {
    const { status, stdout, stderr } = spawnSync(program, args, {
      cwd: this.folder,
      env: this.environment,
      encoding: 'utf8',
      input,
      timeout: TIME_LIMIT,
    });
    return { code: status, out: stdout, error: stderr };
  }
}
