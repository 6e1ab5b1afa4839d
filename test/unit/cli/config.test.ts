import { deepStrictEqual, match, strictEqual } from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

import { causePattern, failureLine, failurePattern } from '../support/failure-texts.ts';
import { newFolder, removeFolders, writeFiles } from '../support/folders.ts';
import { InProcessTerminal } from '../support/in-process.ts';
import { ordinaryUser, Terminal } from './terminal.ts';

const FILE = '.claude/ninefold.json';

describe('the rules on the command line', function () {
  this.timeout(60_000);
  afterEach(removeFolders);

  const terminalWith = (rules?: string): InProcessTerminal => {
    const terminal = new InProcessTerminal(newFolder());
    if (rules !== undefined) writeFiles(terminal.folder, { [FILE]: rules });
    return terminal;
  };
  const rulesText = ({ folder }: InProcessTerminal): string => readFileSync(join(folder, FILE), 'utf8');

  it('are the defaults where there is no file, and reading makes none', async () => {
    const terminal = terminalWith();
    match(await terminal.done('config'), /^levels\.warning +75 +default$/m);
    strictEqual(await terminal.done('config', 'get', 'approvedBy'), 'person\n');
    strictEqual(existsSync(join(terminal.folder, '.claude')), false);
  });

  it('are changed with comments, order and indentation kept', async () => {
    const terminal = terminalWith(
      '// ours\n{\n    "approvedBy": "anyone", // the team agreed\n    "levels": {}\n}\n',
    );
    strictEqual(await terminal.done('config', 'set', 'levels.warning', '70'), 'set levels.warning to 70\n');
    strictEqual(
      await terminal.done('config', 'set', 'levels.warning', '70'),
      'levels.warning is already 70\n',
    );
    strictEqual(
      rulesText(terminal),
      '// ours\n{\n    "approvedBy": "anyone", // the team agreed\n    "levels": {\n        "warning": 70\n    }\n}\n',
    );
    match(await terminal.done('config'), /^levels\.warning +70 +\.claude\/ninefold\.json:5$/m);
    await terminal.done('config', 'unset', 'levels.warning');
    strictEqual(await terminal.done('config', 'get', 'levels.warning'), '75\n');
  });

  it('take names with dots, and say as JSON what the file sets', async () => {
    const terminal = terminalWith();
    await terminal.done('config', 'set', 'windows.gpt-5.1', '400000');
    const { rules, set } = (await terminal.json('config')) as { rules: { windows: unknown }; set: unknown };
    deepStrictEqual([rules.windows, set], [{ 'gpt-5.1': 400_000 }, ['windows.gpt-5.1']]);
  });

  it('refuse an unknown rule and a value out of bounds, and leave the file', async () => {
    const terminal = terminalWith('{}\n');
    const refusals = [
      await terminal.run(['config', 'set', 'levels.wanring', '70']),
      await terminal.run(['config', 'set', 'levels.warning', '120']),
      await terminal.run(['config', 'set', 'retention.archivedHandoffs', '1.5']),
      await terminal.run(['config', 'set', 'approvedBy', 'me']),
      await terminal.run(['config', 'get', 'levels']),
      await terminal.run(['config', 'set', 'approvedBy', 'anyone'], { env: { CLAUDECODE: '1' } }),
    ].map(({ code, error }) => [code, error]);
    deepStrictEqual(refusals, [
      [1, failureLine('rule-unknown', { key: 'levels.wanring' })],
      [1, failureLine('rule-invalid', { reason: 'levels.warning is 120; it must be at most 100' })],
      [
        1,
        failureLine('rule-invalid', {
          reason: 'retention.archivedHandoffs is 1.5; it must be a whole number',
        }),
      ],
      [1, failureLine('rule-invalid', { reason: 'approvedBy is "me"; it must be "person" or "anyone"' })],
      [1, failureLine('rule-unknown', { key: 'levels' })],
      [1, failureLine('rule-of-person', { key: 'approvedBy' })],
    ]);
    strictEqual(rulesText(terminal), '{}\n');
  });

  it('name the line of an unknown key, and continue', async () => {
    const terminal = terminalWith('{\n  "levles": { "warning": 60 }\n}\n');
    const { code, error } = await terminal.run(['config']);
    deepStrictEqual(
      [code, error],
      [
        0,
        "ninefold: .claude/ninefold.json:2: unknown rule 'levles' is ignored; `ninefold config` lists the rules\n",
      ],
    );
    match((await terminal.run(['verify'])).out, /ninefold\.json:2: unknown rule 'levles' is ignored/);
  });

  it('never replace a file that cannot be read', async () => {
    const broken = '{\n  "levels": { "warning": "many" }\n}\n';
    const terminal = terminalWith(broken);
    const { code, error } = await terminal.run(['config', 'set', 'approvedBy', 'anyone']);
    deepStrictEqual([code, rulesText(terminal)], [3, broken]);
    match(
      error,
      failurePattern('rules-invalid', {
        file: /.*ninefold\.json/,
        line: 2,
        reason: 'levels.warning is "many"; it must be a number',
      }),
    );
  });

  it('say so where the folder is read-only', () => {
    const terminal = terminalWith('{}\n');
    const { uid, cli } = ordinaryUser(newFolder());
    const { code, error } = new Terminal(terminal.folder).run(['config', 'set', 'levels.warning', '70'], {
      uid,
      cli,
    });
    deepStrictEqual([code, rulesText(terminal)], [1, '{}\n']);
    match(error, causePattern('file-unwritable'));
  });
});
