/** 0 done; 1 refused, nothing changed; 2 unknown or missing argument; 3 state unreadable: of every failure, by every command. */

import { deepStrictEqual, match, strictEqual } from 'node:assert/strict';
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

import { EVENT_VERSION } from '../../../src/core/workflow/events.ts';
import { withFault } from '../support/faults.ts';
import { newFolder, removeFolders, writeFiles } from '../support/folders.ts';
import { runInProcess } from '../support/in-process.ts';
import type { Answer } from '../support/in-process.ts';
import { PERSON_STARTS } from '../support/sound-folder.ts';

const JOURNAL = '.claude/state/workflows/wf-001.journal.jsonl';
const SESSION = '.claude/state/sessions/current.json';
const RULES = '.claude/ninefold.json';

/** Of the workflow that is active: each reads the session's record and the journal. */
const OF_ACTIVE = [
  'status',
  'log',
  'submit',
  'approve',
  'reject --reason x',
  'skip --reason x',
  'reopen 1',
  'pause',
  'cancel',
  'deliverable list',
  'deliverable add b.ts',
  'decision add k c r',
  'next list',
  'next add x',
  'next done 1',
  'pattern set errors result',
  'export',
  'export --stdout',
  'save',
  'handoff create',
  'handoff show',
  'resume',
  'savings',
  'usage',
  'list',
  'switch wf-001',
  'verify',
] as const;

/** Of a workflow that is named: the session's record isn't asked, or what it says only matters for the exports. */
const OF_NAMED = ['phase wf-001 2', 'set wf-001 task Other', 'rename wf-001 Other', 'log wf-001'] as const;

/** What else changes the state doesn't depend on the rules. */
const OF_RULES = [
  'approve',
  'meter',
  'activity',
  'banner',
  'config',
  'config set levels.warning 70',
  'verify',
] as const;

describe('exit codes', function () {
  this.timeout(240_000);
  let folder: string;
  let home: string;

  beforeEach(async () => {
    folder = newFolder();
    home = newFolder();
    for (const argv of PERSON_STARTS) strictEqual((await run(argv.join(' '))).code, 0, argv.join(' '));
  });
  afterEach(removeFolders);

  const run = (command: string): Promise<Answer> => runInProcess(folder, home, command.split(' '));

  /** The codes that differ from what they should be, with what was said. */
  async function others(commands: readonly string[], code: number): Promise<readonly unknown[]> {
    const wrong: unknown[] = [];
    for (const command of commands) {
      const answer = await run(command);
      if (answer.code !== code) wrong.push([command, answer.code, answer.error]);
    }
    return wrong;
  }

  /** What stands in the place of a file. */
  const SPOILT: Readonly<Record<string, (path: string) => void>> = {
    damaged: (path) => writeFileSync(path, '{"nonsense'),
    'a folder': (path) => {
      rmSync(path, { force: true });
      mkdirSync(path);
    },
  };

  for (const [what, spoil] of Object.entries(SPOILT)) {
    it(`are 3 where the journal is ${what}`, async () => {
      spoil(join(folder, JOURNAL));
      deepStrictEqual(await others([...OF_ACTIVE, ...OF_NAMED], 3), []);
    });

    it(`are 3 where the record of the session is ${what}`, async () => {
      spoil(join(folder, SESSION));
      const active = OF_ACTIVE.filter((command) => command !== 'switch wf-001');
      deepStrictEqual(await others(active, 3), []);
    });

    it(`are 3 where the rules are ${what}`, async () => {
      spoil(join(folder, RULES));
      deepStrictEqual(await others(OF_RULES, 3), []);
    });
  }

  it('are 3 where the journal may not be read', async () => {
    const fault = { call: 'open', path: /wf-001\.journal\.jsonl$/, code: 'EACCES' } as const;
    const refused = await withFault(fault, async () => {
      deepStrictEqual(await others([...OF_ACTIVE, ...OF_NAMED], 3), []);
    });
    strictEqual(refused >= OF_ACTIVE.length, true);
  });

  it('are 3 where a newer Ninefold wrote', async () => {
    const newer = (path: string, change: (text: string) => string): string => {
      const before = readFileSync(join(folder, path), 'utf8');
      writeFileSync(join(folder, path), change(before));
      return before;
    };
    const session = newer(SESSION, (text) => text.replace('session/1', 'session/9'));
    deepStrictEqual(await others(['status', 'approve', 'next add x', 'handoff show', 'verify'], 3), []);
    writeFileSync(join(folder, SESSION), session);
    newer(JOURNAL, (text) => text.replaceAll(`"v":${EVENT_VERSION}`, `"v":${EVENT_VERSION + 1}`));
    deepStrictEqual(await others([...OF_ACTIVE, ...OF_NAMED], 3), []);
  });

  it('are 3 where the record of an agent task cannot be read, or a newer Ninefold wrote it', async () => {
    const record = '.claude/state/agents/t1/result.json';
    strictEqual((await run('tasks create tests --id t1 --output x.ts --place workspace')).code, 0);
    const sound = readFileSync(join(folder, record), 'utf8');
    writeFileSync(join(folder, record), '{"nonsense');
    deepStrictEqual(await others(['tasks list', 'tasks diff t1', 'tasks merge t1'], 3), []);
    writeFileSync(join(folder, record), sound.replace('task/1', 'task/9'));
    deepStrictEqual(await others(['tasks list', 'tasks diff t1', 'tasks discard t1'], 3), []);
    match(readFileSync(join(folder, record), 'utf8'), /task\/9/);
  });

  it('are 3 if the active workflow is gone, and 1 for an invalid name', async () => {
    rmSync(join(folder, JOURNAL));
    const active = OF_ACTIVE.filter((command) => !['list', 'switch wf-001'].includes(command));
    deepStrictEqual(await others(active, 3), []);
    deepStrictEqual(await others([...OF_NAMED, 'switch wf-001'], 1), []);
    deepStrictEqual(await others(['list'], 0), []);
  });

  it('are 1 where there is no state', async () => {
    const whole = ['list', 'verify'];
    const missing = [...OF_ACTIVE, ...OF_NAMED].filter((command) => !whole.includes(command));
    rmSync(join(folder, '.claude'), { recursive: true });
    deepStrictEqual(await others(missing, 1), []);
    deepStrictEqual(await others(whole, 0), []);
  });

  it('are 1 for every value that is refused, and 2 for an unknown command', async () => {
    const values = [
      'phase wf-001 12',
      'reject',
      'meter set x',
      'meter set 0.5',
      'meter set 1e9',
      'next done 99',
    ];
    deepStrictEqual(await others([...values, 'meter --transcript gone.jsonl', 'export --format x'], 1), []);
    deepStrictEqual(
      await others(['', 'gone', 'status a b', 'meter set', 'list --gone', 'next', 'phase 1'], 2),
      [],
    );
  });

  it('are 1 for an unreadable file that isn’t state', async () => {
    writeFiles(folder, { '.mcp.json': '{}' });
    mkdirSync(join(folder, 'folder'));
    deepStrictEqual(await others(['meter --transcript folder', 'verify gone.toon'], 1), []);
  });
});
