/** Multi-session architecture: background agents, their tasks, and the merge. */

import { deepStrictEqual, match, ok, strictEqual } from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';

import { removeFolders, writeFiles } from '../support/folders.ts';
import { InProcessTerminal } from '../support/in-process.ts';
import { commitInto, newFolder } from '../support/folders.ts';
import { TASK_FILE } from './facts.ts';
import { says } from './statement.ts';
import type { Fields } from './statement.ts';

after(removeFolders);

const write = (path: string): readonly string[] => [
  process.execPath,
  '-e',
  `const fs = require('node:fs'); fs.mkdirSync(require('node:path').dirname('${path}'), { recursive: true }); fs.writeFileSync('${path}', 'done')`,
];

/** A workflow in 5a, with agents that write one file each, and a folder of task files. */
async function project(): Promise<InProcessTerminal> {
  const terminal = new InProcessTerminal(newFolder(), { HOME: newFolder(), XDG_CACHE_HOME: newFolder() });
  commitInto(terminal.folder, { 'src/auth/Login.tsx': 'export const Login = null;\n' });
  terminal.trusts({
    taskCommands: {
      tester: write('tests/auth/Login.test.tsx'),
      writer: write('docs/login.md'),
      guard: write('docs/code-review.md'),
    },
    tasks: { folder: 'agents' },
  });
  await terminal.done('init', 'wf-001', 'User authentication');
  await terminal.done('phase', 'wf-001', '5');
  return terminal;
}

type Task = Fields & { readonly id: string; readonly state: string };

const list = async (terminal: InProcessTerminal): Promise<readonly Task[]> =>
  (await terminal.json('tasks', 'list', '--all')) as readonly Task[];

const stateOf = async (terminal: InProcessTerminal, id: string): Promise<string | undefined> =>
  (await list(terminal)).find((task) => task.id === id)?.state;

describe('A4 Pattern 2: background agents', () => {
  let terminal: InProcessTerminal;
  before(async () => {
    terminal = await project();
    const make = ['--output', 'tests/', '--agent', 'tester'];
    await terminal.done('tasks', 'create', 'tests', ...make);
    await terminal.done('tasks', 'create', 'docs', '--output', 'docs/', '--agent', 'writer');
    await terminal.done('tasks', 'create', 'security', '--agent', 'guard');
    await Promise.all(['tests', 'docs', 'security'].map((id) => terminal.done('tasks', 'run', id)));
  });
  const wrote = async (id: string, path: string): Promise<void> => {
    const files = (await terminal.json('tasks', 'diff', id)) as { readonly files: readonly Fields[] };
    ok(JSON.stringify(files).includes(path), JSON.stringify(files));
  };

  says('A4.1', async () => strictEqual((await list(terminal)).length, 3));
  says('A4.2', () => wrote('tests', 'tests/auth/Login.test.tsx'));
  says('A4.3', () => wrote('docs', 'docs/login.md'));
  says('A4.4', () => wrote('security', 'docs/code-review.md'));
  says('A4.5', async () => {
    await terminal.done('tasks', 'merge', 'tests');
    strictEqual(readFileSync(join(terminal.folder, 'tests/auth/Login.test.tsx'), 'utf8'), 'done');
  });
  says('A4.6', async () => {
    const { techniques } = (await terminal.json('savings')) as { readonly techniques: readonly Fields[] };
    const parallel = techniques.find(({ id }) => id === 'background-agents');
    ok(Number(parallel?.after) < Number(parallel?.before), JSON.stringify(parallel));
  });
  says('A4.7', async () => {
    const own = await project();
    const folder = join(newFolder(), 'aura-frog/agents');
    own.trusts({ tasks: { folder } });
    writeFiles(folder, { 'task-tests.md': TASK_FILE });
    deepStrictEqual(
      (await list(own)).map(({ id, title }) => [id, title]),
      [['tests', 'Write Tests']],
    );
  });
  says('A4.8', () => {
    const main = readFileSync(join(terminal.folder, 'src/auth/Login.tsx'), 'utf8');
    strictEqual(main, 'export const Login = null;\n');
  });
});

describe('A15 Background agent pattern: when and how', () => {
  let terminal: InProcessTerminal;
  let text: string;
  before(async () => {
    terminal = await project();
    const made = ['--phase', '5a', '--file', 'src/auth/Login.tsx', '--output', 'tests/auth/Login.test.tsx'];
    const task = ['--task', 'Write failing tests for the Login component.', '--agent', 'tester'];
    await terminal.done('tasks', 'create', 'tests', '--id', 'own', ...made, ...task);
    text = readFileSync(join(terminal.folder, '.claude/state/agents/own/task.md'), 'utf8');
    writeFiles(terminal.folder, { 'agents/task-tests.md': TASK_FILE });
  });
  const has = (line: string): void => ok(text.split('\n').includes(line) && TASK_FILE.includes(line), text);
  const lands = async (template: string, phase: number): Promise<void> => {
    const own = await project();
    await own.done('tasks', 'create', template, '--output', 'docs/', '--agent', 'writer');
    await own.done('tasks', 'run', template);
    await own.done('tasks', 'merge', template);
    const { deliverables } = (await own.json('status')) as { readonly deliverables: readonly Fields[] };
    deepStrictEqual(deliverables, [{ phase, file: 'docs/login.md', exists: true }]);
  };

  says('A15.1', () => lands('tests', 5));
  says('A15.2', () => lands('docs', 8));
  says('A15.3', () => lands('security', 6));
  says('A15.4', () => has('# Background Task: Write Tests'));
  says('A15.5', () => {
    for (const line of ['## Context', '- Feature: User authentication', '- Phase: 5a (RED)']) has(line);
    has('- Files: src/auth/Login.tsx');
  });
  says('A15.6', () => match(text, /## Task\n[^#]*Login component/));
  says('A15.7', () => has('Write to: tests/auth/Login.test.tsx'));
  says('A15.8', async () => {
    const task = (await list(terminal)).find(({ id }) => id === 'tests');
    deepStrictEqual([task?.title, task?.declared], ['Write Tests', ['tests/auth/Login.test.tsx']]);
  });
  says('A15.9', async () => {
    await terminal.done('tasks', 'run', 'own');
    strictEqual(await stateOf(terminal, 'own'), 'finished');
  });
});

describe('A16 Background agent pattern: merge protocol', () => {
  let terminal: InProcessTerminal;
  before(async () => {
    terminal = await project();
    writeFiles(terminal.folder, {
      'agents/task-tests.md': TASK_FILE,
      'agents/output-tests.md': 'Two tests, both fail.\n',
      'agents/tests/auth/Login.test.tsx': 'test();\n',
    });
  });

  says('A16.1', async () => {
    strictEqual(await stateOf(terminal, 'tests'), 'finished');
    match(await terminal.done('tasks', 'diff', 'tests'), /tests\/auth\/Login\.test\.tsx/);
  });
  says('A16.2', async () => {
    const before = await terminal.run(['tasks', 'merge', 'tests'], { env: { CLAUDECODE: '1' } });
    strictEqual(before.code, 1);
    await terminal.done('tasks', 'merge', 'tests');
  });
  says('A16.3', () => {
    strictEqual(readFileSync(join(terminal.folder, 'tests/auth/Login.test.tsx'), 'utf8'), 'test();\n');
  });
  says('A16.4', async () => {
    const own = await project();
    // Copied by hand, as the document does it.
    writeFiles(own.folder, { 'tests/auth/Login.test.tsx': 'test();\n' });
    await own.done('set', 'wf-001', 'deliverables', 'tests/auth/Login.test.tsx');
    const { deliverables } = (await own.json('status')) as { readonly deliverables: unknown };
    deepStrictEqual(deliverables, [{ phase: 5, file: 'tests/auth/Login.test.tsx', exists: true }]);
    // After a merge by Ninefold it is set already; in another phase it isn't.
    await own.done('set', 'wf-001', 'deliverables', 'tests/auth/Login.test.tsx');
    strictEqual((await own.run(['set', 'wf-001', 'deliverables', '2:tests/auth/Login.test.tsx'])).code, 1);
  });
});
