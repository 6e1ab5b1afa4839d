/** What never happens, of all that is built and of the whole job at the command line. SECURITY.md names these tests. */

import { deepStrictEqual, match, ok, strictEqual } from 'node:assert/strict';
import { mkdirSync, readFileSync, readdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

import { projectFolder } from '../../harness/paths.mjs';
import { assistantLine } from '../meter/transcript-lines.ts';
import { git, newFolder, removeFolders, writeFiles } from '../support/folders.ts';
import { InProcessTerminal } from '../support/in-process.ts';
import { WatchedProgram } from './watched-program.ts';
import { doEverything, projectWithWork } from './whole-job.ts';

afterEach(removeFolders);

const JOURNAL = '.claude/state/workflows/wf-001.journal.jsonl';
const NETWORK = /^(?:node:)?(?:https?|http2|net|tls|dgram|dns(?:\/promises)?|inspector|cluster)$/;

interface Metafile {
  readonly outputs: Readonly<
    Record<string, { readonly imports: readonly { readonly path: string; readonly external?: boolean }[] }>
  >;
}

const sources = readdirSync(join(projectFolder, 'src'), { recursive: true, encoding: 'utf8' })
  .filter((name) => name.endsWith('.ts'))
  .map((name) => ({
    name: name.replaceAll('\\', '/'),
    text: readFileSync(join(projectFolder, 'src', name), 'utf8'),
  }));

/** All that git knows and the files that somebody made. */
function workIn(folder: string): readonly string[] {
  const own = ['a.ts', 'b.ts', 'c.ts', 'ignored.txt', 'new.ts'];
  return [
    git(folder, 'status', '--porcelain', '--', ...own),
    git(folder, 'stash', 'list', '--format=%H'),
    git(folder, 'for-each-ref'),
    git(folder, 'rev-parse', 'HEAD'),
    git(folder, 'diff', '--cached'),
    ...own.map((file) => readFileSync(join(folder, file), 'utf8')),
  ];
}

describe('what never happens', function () {
  this.timeout(60_000);

  it('nothing that ships can speak to a network', () => {
    const { outputs } = JSON.parse(readFileSync(join(projectFolder, 'dist/meta.json'), 'utf8')) as Metafile;
    ok(Object.keys(outputs).length >= 8);
    const reaching = Object.entries(outputs).flatMap(([bundle, { imports }]) =>
      imports.filter(({ path }) => NETWORK.test(path)).map(({ path }) => `${bundle} imports ${path}`),
    );
    const speaking = Object.keys(outputs).flatMap((bundle) => {
      const text = readFileSync(join(projectFolder, bundle), 'utf8');
      const words =
        text.match(/\bfetch\(|\bXMLHttpRequest\b|\bWebSocket\b|\bEventSource\b|\bsendBeacon\b/g) ?? [];
      return words.map((word) => `${bundle} says ${word}`);
    });
    deepStrictEqual([...reaching, ...speaking], []);
  });

  it('no program is started through a shell', () => {
    const starting = sources.filter(({ text }) => text.includes("'node:child_process'"));
    ok(starting.length > 1);
    const imported = starting.flatMap(({ name, text }) =>
      [...text.matchAll(/import (type )?\{([^}]*)\} from 'node:child_process'/g)]
        .filter(([, isType]) => isType === undefined)
        .flatMap(([, , names]) => (names ?? '').split(','))
        .map((word) => word.trim())
        .filter((word) => !['execFile', 'spawn', 'spawnSync', 'execFileSync', ''].includes(word))
        .filter((word) => !word.startsWith('type '))
        .map((word) => `${name} imports ${word}`),
    );
    const code = (text: string): string => text.replaceAll(/^\s*(?:\/?\*|\/\/).*$/gm, '');
    const shells = sources
      .filter(({ text }) => /\bshell:\s*(?!false)/.test(code(text)))
      .map(({ name }) => name);
    // The person's own status line is a line for a shell, and is run unchanged, as their agent would. The other file
    // writes a field of an agent's settings.
    deepStrictEqual(
      [...imported, ...shells],
      ['cli/commands/statusline.ts', 'node/agents/claude-code/settings-part.ts'],
    );
  });

  it('git is asked for nothing that changes the user’s work, and the work stays as it was', () => {
    const folder = projectWithWork();
    const program = new WatchedProgram(folder, { XDG_CACHE_HOME: newFolder() });
    const before = workIn(folder);
    doEverything(program.terminal);
    deepStrictEqual(workIn(folder), before);
    const verbs = [...new Set(program.gitCalls().map((call) => call.split(' ')[0] ?? ''))];
    ok(verbs.includes('worktree') && verbs.includes('rev-parse'), verbs.join(' '));
    const changing = [
      'checkout',
      'switch',
      'restore',
      'reset',
      'stash',
      'clean',
      'rm',
      'mv',
      'commit',
      'merge',
      'rebase',
      'push',
      'pull',
      'apply',
      'branch',
    ];
    deepStrictEqual(
      program
        .gitCalls()
        .filter((call) => changing.includes(call.split(' ')[0] ?? '') && call !== 'stash list'),
      [],
    );
  });

  it('no file and no variable with a token or a key is read', () => {
    const folder = projectWithWork();
    const program = new WatchedProgram(folder, {
      XDG_CACHE_HOME: newFolder(),
      ANTHROPIC_API_KEY: 'k',
      OPENAI_API_KEY: 'k',
      GEMINI_API_KEY: 'k',
      GITHUB_TOKEN: 'k',
    });
    const secrets = [
      '.claude/.credentials.json',
      '.claude/ide/4242.lock',
      '.codex/auth.json',
      '.gemini/oauth_creds.json',
      '.netrc',
      '.npmrc',
      '.ssh/id_rsa',
      '.aws/credentials',
      '.config/gh/hosts.yml',
    ];
    writeFiles(program.home, Object.fromEntries(secrets.map((file) => [file, 'secret'])));
    writeFiles(folder, { '.env': 'KEY=secret\n' });
    const project = join(program.home, '.claude/projects', folder.replace(/[^A-Za-z0-9]/g, '-'));
    const line = assistantLine({ id: 'one', cwd: folder });
    mkdirSync(project, { recursive: true });
    writeFileSync(join(project, '11111111-2222-4333-8444-555555555555.jsonl'), `${line}\n`);
    doEverything(program.terminal);
    const files = program.files();
    ok(
      files.some((file) => file.startsWith(project)),
      'the watch sees what is read',
    );
    deepStrictEqual(
      files.filter((file) =>
        [...secrets.map((name) => join(program.home, name)), join(folder, '.env')].includes(file),
      ),
      [],
    );
    ok(program.variables().includes('CLAUDE_CONFIG_DIR'), program.variables().join(' '));
    deepStrictEqual(
      program.variables().filter((name) => /KEY|TOKEN(?!S)|SECRET|PASSWORD|CREDENTIAL/i.test(name)),
      [],
    );
  });

  it('a path that leads outside is refused, given or found in state, and its file is not opened', () => {
    const folder = newFolder();
    const outside = newFolder();
    writeFiles(outside, { 'secret.txt': 'secret' });
    const program = new WatchedProgram(folder);
    const { terminal } = program;
    terminal.done('init', 'wf-001', 'Login');
    symlinkSync(outside, join(folder, 'link'));
    const before = readFileSync(join(folder, JOURNAL), 'utf8');
    const given = [
      '../secret.txt',
      'docs/../../secret.txt',
      join(outside, 'secret.txt'),
      'link/secret.txt',
      'C:\\secret.txt',
      '..\\secret.txt',
    ];
    const refusals = given.map((path) => [path, terminal.run(['deliverable', 'add', path]).code]);
    deepStrictEqual(
      refusals,
      given.map((path) => [path, 1]),
    );
    strictEqual(readFileSync(join(folder, JOURNAL), 'utf8'), before);

    terminal.done('deliverable', 'add', 'docs/found.md');
    const journal = readFileSync(join(folder, JOURNAL), 'utf8');
    writeFileSync(join(folder, JOURNAL), journal.replace('docs/found.md', '../secret.txt'));
    for (const command of [['status'], ['handoff', 'create'], ['save']]) {
      const { code, error } = terminal.run(command);
      ok(code !== 0, command.join(' '));
      match(error, /'\.\.\/secret\.txt' is outside the workspace folder; /);
    }
    deepStrictEqual(
      program.files().filter((file) => file.endsWith('secret.txt')),
      [],
    );
  });

  it('state that a newer Ninefold wrote is refused with advice and stays as it is', async () => {
    const folder = newFolder();
    const terminal = new InProcessTerminal(folder);
    await terminal.done('init', 'wf-001', 'Login');
    const lines = readFileSync(join(folder, JOURNAL), 'utf8').trimEnd().split('\n');
    const newer = { ...(JSON.parse(lines[0] ?? '') as object), v: 3 };
    const text = `${[JSON.stringify(newer), ...lines.slice(1)].join('\n')}\n`;
    writeFileSync(join(folder, JOURNAL), text);
    for (const command of [['status'], ['approve'], ['handoff', 'create'], ['export']]) {
      const { code, error } = await terminal.run(command);
      strictEqual(code, 3, command.join(' '));
      match(error, /newer/);
    }
    strictEqual(readFileSync(join(folder, JOURNAL), 'utf8'), text);
  });
});
