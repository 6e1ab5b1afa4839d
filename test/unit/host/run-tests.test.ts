/** *Run Tests and Record*: a task with a real exit code, witnessed by Ninefold. */

import { deepStrictEqual, match, rejects, strictEqual } from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';

import { NinefoldError } from '../../../src/core/errors.ts';
import { commandWords } from '../../../src/core/shell/command-words.ts';
import { phaseRows } from '../../../src/core/view/phase-rows.ts';
import { TestLines } from '../../../src/host/checks/test-lines.ts';
import { checkCommands } from '../../../src/host/commands/check-commands.ts';
import type { CommandContext } from '../../../src/host/commands/command-context.ts';
import { gateCommands } from '../../../src/host/commands/gate-commands.ts';
import { suggestionOf } from '../../../src/host/tree/row-guards.ts';
import { editor } from '../support/fake-vscode.ts';
import { removeFolders } from '../support/folders.ts';
import { PERSON, openHost } from '../support/host.ts';
import type { HostWindow } from '../support/host.ts';
import { memento } from '../support/memento.ts';

/** Exits with the number in a file. */
const TESTS =
  "process.stdout.write('one\\ntwo\\n'); process.exit(Number(require('fs').readFileSync('exit.txt', 'utf8')))";

describe('Run Tests and Record', () => {
  let host: HostWindow;
  let context: CommandContext;
  const run = async (): Promise<void> => {
    await checkCommands(context)['ninefold.runTests']?.();
  };
  const told = async () => (await host.open.service.state()).checks;
  const endWith = (exitCode: number): void => writeFileSync(join(host.path, 'exit.txt'), String(exitCode));

  const treeOf = () => (host.model.state === undefined ? [] : phaseRows(host.model.state, {}));

  beforeEach(async () => {
    editor.reset();
    host = await openHost();
    writeFileSync(join(host.path, 'tests.js'), TESTS);
    writeFileSync(join(host.path, 'package.json'), '{"scripts":{"test":"node tests.js"}}');
    await host.open.service.start({ kind: 'start', id: 'wf-001', name: 'One', branch: null }, PERSON);
    await host.open.service.execute({ kind: 'setPhase', phase: '5b' }, PERSON);
    await host.model.refresh();
    const parts = {
      model: host.model.scope(),
      reporter: host.reporter,
      testLines: new TestLines(memento()),
      reading: host.reading,
      usage: { of: () => ({}) } as unknown as CommandContext['usage'],
      tree: { phasesOf: () => treeOf() } as unknown as CommandContext['tree'],
    } satisfies Partial<CommandContext>;
    context = parts as Partial<CommandContext> as CommandContext;
  });
  afterEach(() => {
    host.disposables.dispose();
    removeFolders();
  });

  it('is not offered for a document that is missing, which is created instead', async () => {
    await host.open.service.execute({ kind: 'setPhase', phase: '1' }, PERSON);
    await host.model.refresh();
    const approved = gateCommands(context)['ninefold.approvePhase']?.();
    const { buttons, press } = await editor.message(/is missing evidence/);
    deepStrictEqual(buttons, ['Create docs/requirements.md', 'Approve Anyway']);
    press('Create docs/requirements.md');
    await approved;
    const [, row] = await editor.command('ninefold.createDeliverable');
    deepStrictEqual(suggestionOf(row)?.file, 'docs/requirements.md');
    strictEqual((await host.open.service.state()).current, '1');
  });

  it('asks once for the command, offers the project’s, and records the exit code as witnessed by a person', async () => {
    const offered: unknown[] = [];
    editor.answers = {
      input: ({ value }) => {
        offered.push(value);
        return 'node tests.js';
      },
    };
    endWith(0);
    await run();
    endWith(3);
    await run();
    deepStrictEqual(offered, ['npm test']);
    const [check, ...others] = await told();
    deepStrictEqual(
      [others.length, check?.command, check?.exitCode, check?.grade, check?.step, check?.isByPerson],
      [0, 'node tests.js', 3, 'witnessed', '5b', true],
    );
    deepStrictEqual(
      editor.tasks.map(({ name, exitCode }) => [name, exitCode]),
      [
        ['node tests.js', 0],
        ['node tests.js', 3],
      ],
    );
    match(editor.tasks[0]?.output ?? '', /^one\r\ntwo\r\n\r\n\S/);
  });

  it('takes no mistyped command for the failing test of RED, and asks for it again', async () => {
    await host.open.service.execute({ kind: 'setPhase', phase: '5a' }, PERSON);
    await host.model.refresh();
    const offered: unknown[] = [];
    const answers = ['node tests.js', 'npm test'];
    editor.answers = {
      input: ({ value }) => {
        offered.push(value);
        return answers[offered.length - 1];
      },
    };
    const lacks = () => host.open.service.missingEvidence('wf-001');
    endWith(1);
    await run();
    deepStrictEqual([(await told())[0]?.result, await lacks()], ['unknown', ['check-unknown']]);
    await run();
    await run();
    deepStrictEqual([offered, await lacks()], [['npm test', 'node tests.js'], []]);
  });

  it('takes a failure for RED of a command that nobody knows by the summary of its tests', async () => {
    await host.open.service.execute({ kind: 'setPhase', phase: '5a' }, PERSON);
    await host.model.refresh();
    writeFileSync(
      join(host.path, 'tests.js'),
      "console.log('\\n  1 passing (5ms)\\n  1 failing\\n\\n  1) adds:\\n     Error: no'); process.exit(1)",
    );
    let asked = 0;
    editor.answers = { input: () => ((asked += 1), 'node tests.js') };
    await run();
    await run();
    deepStrictEqual([asked, await host.open.service.missingEvidence('wf-001')], [1, []]);
  });

  it('runs the project’s command with one Enter', async () => {
    editor.answers = { input: ({ value }) => value };
    endWith(0);
    await run();
    deepStrictEqual(
      (await told()).map(({ command, exitCode }) => [command, exitCode]),
      [['npm test', 0]],
    );
  });

  it('offers no command that the project doesn’t have, and keeps the box open until the command can run', async () => {
    writeFileSync(join(host.path, 'package.json'), '{"name":"shop"}');
    const answers = ['', 'node tests.js | tail', 'no-such-program-here', 'node tests.js'];
    const offered: unknown[] = [];
    editor.answers = {
      input: ({ value, placeHolder }) => {
        offered.push(value ?? placeHolder);
        return answers[offered.length - 1];
      },
    };
    endWith(0);
    await run();
    deepStrictEqual(
      offered,
      answers.map(() => undefined),
    );
    strictEqual(editor.problems.length, 3);
    strictEqual((await told())[0]?.command, 'node tests.js');
    deepStrictEqual(editor.messages, []);
  });

  it('records nothing on Escape, and asks again once the remembered program is gone', async () => {
    await run();
    await context.testLines.set(host.folder, 'no-such-program-here');
    await rejects(run(), (error: unknown) => NinefoldError.is(error, 'check-program-missing'));
    strictEqual(editor.tasks.at(-1)?.exitCode, 125);
    let asked = 0;
    editor.answers = { input: () => ((asked += 1), undefined) };
    await run();
    deepStrictEqual([asked, await told()], [1, []]);
  });

  it('is offered before an approval without evidence, and goes on until there is some', async () => {
    editor.answers = { input: () => 'node tests.js' };
    const approved = gateCommands(context)['ninefold.approvePhase']?.();
    endWith(1);
    const first = await editor.messageAt(0);
    deepStrictEqual(first.buttons, ['Run Tests and Record', 'Approve Anyway']);
    first.press('Run Tests and Record');
    const second = await editor.messageAt(1);
    endWith(0);
    second.press('Run Tests and Record');
    (await editor.messageAt(2)).press(undefined);
    await approved;
    const { current, steps } = await host.open.service.state();
    deepStrictEqual([current, steps['5b'].status, steps['5b'].unverified], ['5c', 'completed', []]);
  });

  it('is on the row of the current sub-phase only', async () => {
    const rows = phaseRows(await host.open.service.state(), {}).flatMap((row) => [row, ...row.children]);
    deepStrictEqual(
      rows.filter(({ actions }) => actions.includes('check')).map(({ id }) => id),
      ['step/5b'],
    );
  });
});

describe('a command line without a shell', () => {
  it('is split into words', () => {
    deepStrictEqual(commandWords('npm test -- "a b" \'c\''), ['npm', 'test', '--', 'a b', 'c']);
  });

  for (const line of [
    '',
    'npm test | tail',
    'a && b',
    'a; b',
    'a > b',
    'a &',
    '! a',
    'echo $HOME',
    'CI=1 npm test',
  ])
    it(`is none with ${JSON.stringify(line)}`, () => strictEqual(commandWords(line), null));
});
