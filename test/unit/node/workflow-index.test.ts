/** What lists say of workflows, kept so that no journal is folded to say a name. */

import { deepStrictEqual, ok, strictEqual } from 'node:assert/strict';
import {
  appendFileSync,
  existsSync,
  mkdirSync,
  readFileSync,
  rmSync,
  statSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { dirname, join } from 'node:path';

import { encodeEvent } from '../../../src/core/journal/journal-format.ts';
import type { OverviewList } from '../../../src/core/service/ports.ts';
import { intercept } from '../support/faults.ts';
import { newFolder, open, removeFolders } from '../support/folders.ts';
import { longJournal } from '../support/long-journal.ts';
import { eventOf } from '../support/workflows.ts';

const WORKFLOWS = '.claude/state/workflows';
const KEPT = '.claude/state/context/workflows.json';
/** Above the number from which a list is kept. */
const MANY = 60;

function journalOf(folder: string, number: number): string {
  return join(folder, WORKFLOWS, `wf-${number}.journal.jsonl`);
}

/** A folder with many journals of three events, made private as a writer makes it. */
function manyWorkflows(count = MANY): string {
  const folder = newFolder();
  mkdirSync(join(folder, WORKFLOWS), { recursive: true });
  writeFileSync(join(folder, '.claude/state/.gitignore'), '*\n');
  const text = longJournal(3);
  for (let number = 0; number < count; number++) {
    writeFileSync(journalOf(folder, number), text.replaceAll('wf-001', `wf-${number}`));
  }
  return folder;
}

async function overviewsIn(folder: string, options: Parameters<typeof open>[1] = {}): Promise<OverviewList> {
  return (await open(folder, options)).service.ports.journals.readOverviews();
}

/** What is read meanwhile, by a process that knows nothing yet. */
async function journalsRead(folder: string): Promise<{ readonly list: OverviewList; readonly read: number }> {
  let read = 0;
  const restore = await intercept(({ call, path, proceed }) => {
    if (call === 'open' && path.endsWith('.journal.jsonl')) read++;
    return proceed();
  });
  try {
    return { list: await overviewsIn(folder), read };
  } finally {
    restore();
  }
}

describe('a list of workflows', () => {
  afterEach(removeFolders);

  it('says of each what its whole state says', async () => {
    const folder = manyWorkflows(3);
    const { service } = await open(folder);
    const started = await service.start(
      { kind: 'start', id: 'other', name: 'Other', branch: null },
      { kind: 'person' },
    );
    const session = { id: 's-1', agent: 'claude-code', model: null };
    await service.execute({ kind: 'recordSessionStart', ...session }, { kind: 'hook' }, 'other');
    const { overviews, failures } = await overviewsIn(folder);
    deepStrictEqual(failures, []);
    deepStrictEqual(
      overviews.map(({ id }) => id),
      ['other', 'wf-0', 'wf-1', 'wf-2'],
    );
    const [other] = overviews;
    deepStrictEqual(
      [other?.name, other?.current, other?.progress, other?.openSessions, other?.handoffAt],
      ['Other', started.state.current, 11, ['s-1'], null],
    );
  });

  it('reads no journal that is as it was, and the ones that changed', async () => {
    const folder = manyWorkflows();
    const first = await journalsRead(folder);
    deepStrictEqual([first.list.overviews.length, first.read], [MANY, MANY]);
    const second = await journalsRead(folder);
    deepStrictEqual([second.list, second.read], [first.list, 0]);

    const renamed = eventOf({ type: 'workflow.renamed', data: { name: 'Renamed' } }, 4);
    appendFileSync(journalOf(folder, 7), encodeEvent({ ...renamed, workflow: 'wf-7' }));
    rmSync(journalOf(folder, 8));
    const third = await journalsRead(folder);
    deepStrictEqual([third.list.overviews.length, third.read], [MANY - 1, 1]);
    strictEqual(third.list.overviews.find(({ id }) => id === 'wf-7')?.name, 'Renamed');
  });

  it('believes nothing that is kept of a journal that came from elsewhere since', async () => {
    const folder = manyWorkflows();
    await overviewsIn(folder);
    // The same size and time of change, as an archive may bring them.
    const path = journalOf(folder, 7);
    const { mtime, atime } = statSync(path);
    writeFileSync(`${path}.new`, readFileSync(path, 'utf8').replaceAll('Bench', 'Other'));
    rmSync(path);
    writeFileSync(path, readFileSync(`${path}.new`));
    utimesSync(path, atime, mtime);
    const { list, read } = await journalsRead(folder);
    strictEqual(list.overviews.find(({ id }) => id === 'wf-7')?.name, 'Other');
    strictEqual(read, 1);
  });

  it('is made from the journals if the cache is invalid, and written again', async () => {
    for (const text of [
      '',
      `{"schema":"ninefold/workflow-index/0","workflows":${'['.repeat(100_000)}`,
      '{"schema":"ninefold/workflow-index/0","workflows":[]}',
    ]) {
      const folder = manyWorkflows();
      mkdirSync(dirname(join(folder, KEPT)));
      writeFileSync(join(folder, KEPT), text);
      strictEqual((await overviewsIn(folder)).overviews.length, MANY);
      strictEqual((await journalsRead(folder)).read, 0);
    }
  });

  it('names what can’t be read beside all the others', async () => {
    const folder = manyWorkflows();
    writeFileSync(journalOf(folder, 7), 'garbage\n');
    for (let time = 0; time < 2; time++) {
      const { overviews, failures } = await overviewsIn(folder);
      deepStrictEqual(
        [overviews.length, failures.map(({ id, error }) => [id, error.code])],
        [MANY - 1, [['wf-7', 'state-damaged']]],
      );
    }
  });

  it('leaves nothing behind in a folder that isn’t trusted or private, nor for a few workflows', async () => {
    const untrusted = manyWorkflows();
    await overviewsIn(untrusted, { isTrusted: () => false });
    const open = manyWorkflows();
    rmSync(join(open, '.claude/state/.gitignore'));
    await overviewsIn(open);
    const few = manyWorkflows(10);
    await overviewsIn(few);
    for (const folder of [untrusted, open, few]) ok(!existsSync(join(folder, KEPT)));
  });
});
