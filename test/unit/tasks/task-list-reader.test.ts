import { deepStrictEqual, strictEqual } from 'node:assert/strict';
import { existsSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

import { NinefoldError } from '../../../src/core/errors.ts';
import { phraseText } from '../../../src/core/meter/meter-words.ts';
import { DEFAULT_RULES } from '../../../src/core/rules/rules.ts';
import { AgentTaskService } from '../../../src/core/service/agent-task-service.ts';
import type { MergeWriterPort } from '../../../src/core/service/task-ports.ts';
import type { TaskRow } from '../../../src/core/view/task-row.ts';
import { taskPhrase } from '../../../src/core/view/task-words.ts';
import { readLiveReading } from '../../../src/node/meter/read-transcript.ts';
import { TaskListReader } from '../../../src/node/tasks/task-list-reader.ts';
import type { TaskFolder } from '../../../src/node/tasks/task-list-reader.ts';
import { TemporaryHome } from '../meter/temporary.ts';
import { assistantLine, usage } from '../meter/transcript-lines.ts';
import { removeFolders } from '../support/folders.ts';
import { cutMerge, landingFile } from './cut-merge.ts';
import { PERSON, TaskProject, writes } from './task-project.ts';
import { TASK_WORDS } from '../../../src/core/view/task-words.ts';
import { wordsOf } from '../support/words.ts';

const taskWord = wordsOf(TASK_WORDS);

describe('agent tasks read for a view', function () {
  this.timeout(30_000);
  let home: TemporaryHome;
  beforeEach(() => (home = new TemporaryHome()));
  afterEach(() => {
    home.remove();
    removeFolders();
  });

  interface ReadOptions extends Partial<Pick<TaskFolder, 'isTrusted' | 'tasks'>> {
    readonly board?: TaskListReader;
  }

  function read(
    project: TaskProject,
    { board = new TaskListReader(), isTrusted = true, tasks = project.tasks }: ReadOptions = {},
  ): ReturnType<TaskListReader['read']> {
    const folder = { key: 'a', name: 'shop', tasks, rules: DEFAULT_RULES, isTrusted };
    return board.read([folder], home.environment(), Date.now());
  }

  it('have the tokens of the session that their agent leaves in its worktree, and no other', async () => {
    const project = await TaskProject.make({ agents: { writer: writes({ 'src/login.ts': 'new\n' }) } });
    const { folder } = await project.ran('writer');
    await project.tasks.create({ template: 'docs' }, PERSON);
    const cwd = folder ?? '';
    const call = assistantLine({ id: 'msg_1', sessionId: 'of-the-task', cwd, usage: usage(41_000, 0, 0, 1) });
    home.write(home.transcriptPath('of-the-task', cwd), `${call}\n`, Date.now());
    const { rows, isRunning, failures } = await read(project);
    deepStrictEqual([isRunning, failures], [false, []]);
    deepStrictEqual(
      rows.map(({ label, description }) => [label, description.map(phraseText).at(-1)]),
      [
        ['Write Documentation', taskWord('open')],
        ['Agent Task', taskWord('tokens', { tokens: '41K' })],
      ],
    );
    strictEqual(rows[1]?.can.includes('accept'), true);
  });

  it('leave the windows that their result names as they end, for later transcripts of the model and version', async () => {
    const result = {
      type: 'result',
      result: 'done',
      session_id: 'of-the-task',
      modelUsage: { 'claude-opus-4-6': { contextWindow: 1_000_000 } },
    };
    const lineOf = (version: string): string =>
      `${assistantLine({ id: 'msg_1', model: 'claude-opus-4-6', cwd: home.folder, sessionId: 'mine', version })}\n`;
    const path =
      "`${process.env.XDG_CACHE_HOME}/.claude/projects/${process.cwd().replace(/[^A-Za-z0-9]/g, '-')}`";
    const script = [
      `const fs = require('node:fs'), folder = ${path};`,
      'fs.mkdirSync(folder, { recursive: true });',
      `fs.writeFileSync(folder + '/of-the-task.jsonl', ${JSON.stringify(lineOf('2.1.332'))});`,
      `console.log('at work'); console.log(${JSON.stringify(JSON.stringify(result))});`,
    ].join('\n');
    const project = await TaskProject.make({ agents: { 'claude-code': script } });
    await project.ran('claude-code');
    const environment = { ...home.environment(), env: { XDG_CACHE_HOME: project.cache } };
    const windowOf = async (version: string): Promise<unknown> => {
      home.write(home.transcriptPath('mine'), lineOf(version), Date.now());
      const place = { folder: home.folder, environment, rules: DEFAULT_RULES };
      const { reading } = await readLiveReading({ ...place, now: Date.now() });
      return [reading?.window, reading?.windowSource];
    };
    deepStrictEqual(await windowOf('2.1.332'), [1_000_000, 'reported']);
    deepStrictEqual(await windowOf('2.1.197'), [200_000, 'assumed'], 'another version');
  });

  it('are none in a folder without any', async () => {
    const project = await TaskProject.make();
    deepStrictEqual((await read(project)).rows, []);
  });

  it('are put right, before they are first read, where a merge was left half-way; not where nothing may be written', async () => {
    const { project, before, plan } = await projectWithCutMerge();
    const cut = await read(project, { isTrusted: false });
    deepStrictEqual(
      [project.read('src/login.ts'), existsSync(plan), isCutOff(cut.rows[0])],
      ['new\n', true, true],
    );
    const board = new TaskListReader();
    const mended = await read(project, { board });
    deepStrictEqual(
      [project.read('src/login.ts'), existsSync(plan), isCutOff(mended.rows[0]), mended.failures],
      [before, false, false, []],
    );
    writeFileSync(plan, 'a plan');
    await read(project, { board });
    strictEqual(existsSync(plan), true, 'once for each open folder');
  });

  it('are shown, with the failure beside them, where a merge cannot be put right', async () => {
    const { project, plan } = await projectWithCutMerge();
    const merges: MergeWriterPort = {
      write: () => Promise.reject(new Error('nobody merges')),
      recover: () => Promise.reject(new NinefoldError('lock-busy', { holder: 'somebody' })),
    };
    const { workflows, ports } = project.tasks;
    const tasks = new AgentTaskService(workflows, { ...ports, merges });
    const { rows, failures } = await read(project, { tasks });
    deepStrictEqual([rows.length, failures.map(({ code }) => code)], [1, ['lock-busy']]);
    strictEqual(existsSync(plan), true);
  });
});

/** A task whose merge died with its file in place and no event saved. */
async function projectWithCutMerge(): Promise<{
  readonly project: TaskProject;
  readonly before: string;
  readonly plan: string;
}> {
  const whole = await TaskProject.make({ agents: { writer: writes({ 'src/login.ts': 'new\n' }) } });
  const before = whole.read('src/login.ts');
  const { id } = await whole.ran('writer');
  const task = await whole.tasks.ports.store.read(id);
  const project = await cutMerge(whole, task, [landingFile(whole, 'src/login.ts', 'new\n', before)], 'x');
  return { project, before, plan: join(project.folder, '.claude/state/agents', id, 'landing.json') };
}

function isCutOff(row: TaskRow | undefined): boolean {
  return row?.tooltip.some(({ template }) => template === taskPhrase('cut-off').template) === true;
}
