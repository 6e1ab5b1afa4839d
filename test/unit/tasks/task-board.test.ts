import { deepStrictEqual, strictEqual } from 'node:assert/strict';

import { phraseText } from '../../../src/core/meter/meter-words.ts';
import { DEFAULT_RULES } from '../../../src/core/rules/rules.ts';
import { readTasks } from '../../../src/node/tasks/task-board.ts';
import { TemporaryHome } from '../meter/temporary.ts';
import { assistantLine, usage } from '../meter/transcript-lines.ts';
import { removeFolders } from '../support/folders.ts';
import { PERSON, TaskProject, writes } from './task-project.ts';

describe('agent tasks read for a view', function () {
  this.timeout(30_000);
  let home: TemporaryHome;
  beforeEach(() => (home = new TemporaryHome()));
  afterEach(() => {
    home.remove();
    removeFolders();
  });

  it('have the tokens of the session that their agent leaves in its worktree, and no other', async () => {
    const project = await TaskProject.make({ agents: { writer: writes({ 'src/login.ts': 'new\n' }) } });
    const { folder } = await project.ran('writer');
    await project.tasks.create({ template: 'docs' }, PERSON);
    const cwd = folder ?? '';
    const call = assistantLine({ id: 'msg_1', sessionId: 'of-the-task', cwd, usage: usage(41_000, 0, 0, 1) });
    home.write(home.transcriptPath('of-the-task', cwd), `${call}\n`, Date.now());
    const { rows, isRunning, failures } = await readTasks(
      [{ key: 'a', name: 'shop', tasks: project.tasks, rules: DEFAULT_RULES }],
      home.environment(),
      Date.now(),
    );
    deepStrictEqual([isRunning, failures], [false, []]);
    deepStrictEqual(
      rows.map(({ label, description }) => [label, description.map(phraseText).at(-1)]),
      [
        ['Write Documentation', 'open'],
        ['Agent Task', '41K tokens'],
      ],
    );
    strictEqual(rows[1]?.can.includes('accept'), true);
  });

  it('are none in a folder without any', async () => {
    const project = await TaskProject.make();
    const folders = [{ key: 'a', name: 'shop', tasks: project.tasks, rules: DEFAULT_RULES }];
    deepStrictEqual((await readTasks(folders, home.environment(), Date.now())).rows, []);
  });
});
