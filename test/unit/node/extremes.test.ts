import { deepStrictEqual, match, ok, rejects, strictEqual } from 'node:assert/strict';
import { appendFileSync, mkdirSync, readFileSync, truncateSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

import { describe as describeError } from '../../../src/cli/context.ts';
import { NinefoldError } from '../../../src/core/errors.ts';
import { LINE_REASONS } from '../../../src/core/journal/journal-faults.ts';
import { LONGEST } from '../../../src/core/workflow/limits.ts';
import { Terminal } from '../cli/terminal.ts';
import { failurePattern } from '../support/failure-texts.ts';
import { newFolder, open, removeFolders } from '../support/folders.ts';
import { InProcessTerminal } from '../support/in-process.ts';
import { longJournal } from '../support/long-journal.ts';
import { checkWhole, JOURNAL, setTask, startIn, textOf } from '../support/one-workflow.ts';

const PERSON = { kind: 'person' } as const;
const MEGABYTE = 1024 * 1024;

describe('clocks and sizes', function () {
  this.timeout(60_000);
  afterEach(removeFolders);

  it('a clock that jumps back makes no event older than the one before it', async () => {
    const folder = newFolder();
    let time = Date.UTC(2026, 5, 1);
    // Each look at the clock is a day before the last.
    const clock = { now: () => new Date((time -= 86_400_000)).toISOString() };
    const first = (await open(folder, { clock })).service;
    await first.start({ kind: 'start', id: 'wf-001', name: 'One', branch: null }, PERSON);
    for (const task of ['a', 'b', 'c']) await setTask((await open(folder, { clock })).service, task);
    const { revision, task } = await (await open(folder)).service.state('wf-001');
    deepStrictEqual([revision, task], [4, 'c']);
    await checkWhole(folder);
    const events = await first.ports.journals.readEvents('wf-001');
    deepStrictEqual(
      events.map(({ seq }) => seq),
      [1, 2, 3, 4],
    );
    ok((events[3]?.at ?? '') < (events[0]?.at ?? ''));
  });

  it('a long journal whose ids lie in the future takes new events', async () => {
    const folder = newFolder();
    mkdirSync(dirname(join(folder, JOURNAL)), { recursive: true });
    writeFileSync(join(folder, JOURNAL), longJournal(10_000).replaceAll('"id":"01J', '"id":"7ZZ'));
    const { service } = await open(folder);
    await setTask(service, 'one');
    strictEqual((await setTask((await open(folder)).service, 'two')).state.revision, 10_002);
    strictEqual((await (await open(folder)).service.state('wf-001')).task, 'two');
  });

  it('200 MB of garbage as a journal are refused at once, in little memory, and hide nothing else', () => {
    const terminal = new Terminal(newFolder());
    terminal.done('init', 'wf-001', 'One');
    terminal.done('init', 'wf-002', 'Two');
    const path = join(terminal.folder, JOURNAL);
    appendFileSync(path, 'garbage\n'.repeat(1_000));
    truncateSync(path, 200 * MEGABYTE);
    const words = 'wf-001.journal.jsonl:1: this file has 200 MB, but the limit for a journal is 64 MB';
    // V8's heap and the buffers of a small machine: what would be read whole wouldn't fit.
    const env = { NODE_OPTIONS: '--max-old-space-size=64' };
    for (const args of [['status', 'wf-001'], ['approve', '--workflow', 'wf-001'], ['verify'], ['list']]) {
      const { code, out, error } = terminal.run(args, { env });
      deepStrictEqual([args, code, `${out}${error}`.includes(words)], [args, 3, true], error);
    }
    match(terminal.done('status', 'wf-002'), /^wf-002: Two/);
    match(terminal.run(['status', 'wf-001']).error, failurePattern('state-damaged', { id: 'wf-001' }));
    strictEqual(readFileSync(path).length, 200 * MEGABYTE);
  });

  it('60 MB of lines that are no events are refused at the first', async () => {
    const folder = newFolder();
    const service = await startIn(folder);
    appendFileSync(join(folder, JOURNAL), Buffer.alloc(60 * MEGABYTE, '\n'));
    await rejects(service.state(), (error) => {
      ok(NinefoldError.is(error, 'state-damaged'));
      deepStrictEqual([error.parameters.line, error.parameters.reason], [2, LINE_REASONS.empty]);
      return true;
    });
    const { verifyFile } = await import('../../../src/node/folder/verify.ts');
    strictEqual((await verifyFile(join(folder, JOURNAL))).length, 1_000);
  });

  it('a journal that is full takes no more, and can still be read', async () => {
    const folder = newFolder();
    const service = await startIn(folder);
    const [start = ''] = textOf(folder).split('\n');
    const padding = 64 * MEGABYTE - start.length - 20;
    writeFileSync(
      join(folder, JOURNAL),
      `${start.replace('"task":"One"', `"task":"${'x'.repeat(padding)}"`)}\n`,
    );
    await rejects(setTask(service, 'One more'), (error) => {
      ok(NinefoldError.is(error, 'journal-full'));
      match(describeError(error), failurePattern('journal-full', { id: 'wf-001', megabytes: 64 }));
      return true;
    });
    // Of the long text as much as one may be.
    strictEqual((await service.state()).task, `${'x'.repeat(LONGEST.task - 1)}…`);
  });
});

describe('a line left unfinished', () => {
  afterEach(removeFolders);

  it('is told once on stderr by the command that sets it aside', async () => {
    const terminal = new InProcessTerminal(newFolder());
    await terminal.done('init', 'wf-001', 'One');
    appendFileSync(join(terminal.folder, JOURNAL), '{"v":1,"id":"01');
    const verify = await terminal.run(['verify']);
    deepStrictEqual(
      [
        verify.code,
        verify.out.includes(
          `${JOURNAL}:2: the last line is incomplete; the next change moves it to a file of its own`,
        ),
      ],
      [3, true],
    );
    strictEqual((await terminal.run(['status'])).error, '');
    const first = await terminal.run(['set', 'wf-001', 'task', 'On']);
    strictEqual(first.code, 0);
    match(first.error, failurePattern('line-set-aside', { bytes: 15, path: /.*\.torn/ }));
    deepStrictEqual(
      [
        (await terminal.run(['set', 'wf-001', 'task', 'And on'])).error,
        (await terminal.run(['verify'])).code,
      ],
      ['', 0],
    );
  });

  it('is one of all faults that verify lists', async () => {
    const terminal = new InProcessTerminal(newFolder());
    await terminal.done('init', 'wf-001', 'One');
    await terminal.done('approve');
    const [one = '', two = ''] = textOf(terminal.folder).split('\n');
    const lines = [one, '<<<<<<< HEAD', two, two, '>>>>>>> topic', two.replace('"seq":2', '"seq":5')];
    writeFileSync(join(terminal.folder, JOURNAL), `${lines.join('\n')}\n{"v":1`);
    const { code, out } = await terminal.run(['verify', JOURNAL]);
    deepStrictEqual(
      [code, out.trimEnd().split('\n')],
      [
        3,
        [
          `${JOURNAL}:2: a merge marker`,
          `${JOURNAL}:4: a duplicate of the event on line 3`,
          `${JOURNAL}:5: a merge marker`,
          `${JOURNAL}:6: a duplicate of the event on line 3`,
          `${JOURNAL}:7: the last line is incomplete; the next change moves it to a file of its own`,
          'files checked: 1; faults: 5',
        ],
      ],
    );
  });
});
