/** `.vscode/launch.json` and `tasks.json`: what F5 starts is there, and is what the harness starts too. */

import { deepStrictEqual, match, ok, strictEqual } from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

import { parse } from 'jsonc-parser';

import { BUILD_FINISHED, BUILD_STARTED, watchReport } from '../../../scripts/watch-report.mjs';
import { projectFolder } from '../../harness/paths.mjs';
import { parseWindowArguments } from '../../harness/window-arguments.mjs';
import { workbenchAddress } from '../../harness/workbench-address.mjs';

interface Configuration {
  readonly name: string;
  readonly args?: readonly string[];
  readonly program?: string;
  readonly port?: number;
  readonly outFiles: readonly string[];
  readonly preLaunchTask: string;
}

interface Task {
  readonly label: string;
  readonly script?: string;
  readonly args?: readonly string[];
  readonly dependsOn?: string;
  readonly isBackground?: boolean;
  readonly problemMatcher: {
    readonly pattern: { readonly regexp: string };
    readonly background: { readonly beginsPattern: string; readonly endsPattern: string };
  };
}

const read = (file: string): unknown => parse(readFileSync(join(projectFolder, file), 'utf8'));
const { configurations } = read('.vscode/launch.json') as {
  readonly configurations: readonly Configuration[];
};
const { tasks } = read('.vscode/tasks.json') as { readonly tasks: readonly Task[] };
const { scripts } = read('package.json') as { readonly scripts: Readonly<Record<string, string>> };

const inProject = (text: string): string => text.replaceAll('${workspaceFolder}', projectFolder);
const named = <T>(items: readonly T[], isIt: (item: T) => boolean): T => {
  const found = items.find(isIt);
  ok(found);
  return found;
};
const configuration = (name: string): Configuration => named(configurations, (one) => one.name === name);
const task = (label: string): Task => named(tasks, (one) => one.label === label);

describe('launch.json', () => {
  it('opens the extension by the arguments that the driver of the served workbench honours, all of them', () => {
    const { args = [] } = configuration('Extension');
    const { ignored, ...run } = parseWindowArguments(args.map(inProject));
    deepStrictEqual(ignored, []);
    strictEqual(run.extensionFolder, projectFolder);
    const served = { origin: 'http://127.0.0.1:1', authority: '127.0.0.1:1' } as Parameters<
      typeof workbenchAddress
    >[0];
    const payload = new URL(workbenchAddress(served, run)).searchParams.get('payload') ?? '';
    deepStrictEqual(JSON.parse(payload), [
      ['extensionDevelopmentPath', `vscode-remote://127.0.0.1:1${projectFolder}`],
    ]);
  });

  it('attaches at the port at which its task lets the extension host wait', () => {
    const { port, preLaunchTask } = configuration('Served Workbench');
    const { args = [] } = task(preLaunchTask);
    deepStrictEqual(args.slice(1), ['--inspect', String(port)]);
    ok(existsSync(join(projectFolder, args[0] ?? '')));
  });

  it('starts programs that are there, after tasks that are there, and knows where bundles are', () => {
    for (const { program, preLaunchTask, outFiles } of configurations) {
      if (program !== undefined) ok(existsSync(inProject(program)), program);
      const { script, dependsOn } = task(preLaunchTask);
      if (script !== undefined) ok(script in scripts, script);
      if (dependsOn !== undefined) deepStrictEqual(task(dependsOn).args, ['esbuild.config.mjs', '--dev']);
      ok(outFiles.includes('${workspaceFolder}/dist/**/*.js'));
    }
  });
});

describe('npm run watch', () => {
  const { pattern, background } = task('watch').problemMatcher;

  /** What two builds that go on side by side print. */
  function printed(problems: readonly object[]): readonly string[] {
    const lines: string[] = [];
    const { setup } = watchReport((line) => lines.push(line));
    const starts: (() => unknown)[] = [];
    const ends: ((result: object) => unknown)[] = [];
    const build = {
      onStart: (act: () => unknown) => starts.push(act),
      onEnd: (act: () => unknown) => ends.push(act),
    };
    for (let count = 0; count < 2; count++) void setup(build as unknown as Parameters<typeof setup>[0]);
    for (const start of starts) start();
    ends[0]?.({ errors: problems, warnings: [] });
    ends[1]?.({ errors: [], warnings: [] });
    return lines;
  }

  it('tells the start and the end of all bundles once, as the task waits for them', () => {
    const lines = printed([]);
    deepStrictEqual(lines, [BUILD_STARTED, BUILD_FINISHED]);
    match(BUILD_STARTED, new RegExp(background.beginsPattern));
    match(BUILD_FINISHED, new RegExp(background.endsPattern));
  });

  it('prints an error so that the task finds file, line, column and words', () => {
    const location = { file: 'src/host/extension.ts', line: 3, column: 7 };
    const lines = printed([
      { location, text: 'Expected ";"' },
      { location: null, text: 'No such file' },
    ]);
    deepStrictEqual(lines, [
      BUILD_STARTED,
      'src/host/extension.ts:3:8: error: Expected ";"',
      'esbuild.config.mjs:1:1: error: No such file',
      BUILD_FINISHED,
    ]);
    const [, ...parts] = new RegExp(pattern.regexp).exec(lines[1] ?? '') ?? [];
    deepStrictEqual(parts, ['src/host/extension.ts', '3', '8', 'error', 'Expected ";"']);
  });
});
