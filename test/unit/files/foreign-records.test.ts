import { deepStrictEqual, match, strictEqual } from 'node:assert/strict';
import { readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

import { asFailure } from '../../../src/core/errors.ts';
import type { Redaction } from '../../../src/core/redaction/finding.ts';
import { overviewOf } from '../../../src/core/workflow/overview.ts';
import { writeSnapshot } from '../../../src/node/journal/journal-snapshot.ts';
import { WorkflowIndex } from '../../../src/node/journal/workflow-index.ts';
import { CachedRedactor } from '../../../src/node/redactor/cached-redactor.ts';
import { causePattern } from '../support/failure-texts.ts';
import { newFolder, open, removeFolders, writeFiles } from '../support/folders.ts';
import { InProcessTerminal } from '../support/in-process.ts';
import { RECORDS, WRITING, foreignTexts, replacedBy } from './foreign-records.ts';
import { prepared } from './hostile-places.ts';

const PERSON = { kind: 'person' } as const;
const MINE = '[]\n';
const EXPORTS = '.claude/state/sessions/exports.json';
/** As many as an index is worth keeping for. */
const MANY = 60;

describe('somebody else’s file in the place of a record or a cache', function () {
  this.timeout(120_000);
  afterEach(removeFolders);

  it('is still there, or kept, after every command that would write it', async () => {
    const project = await prepared();
    const wrong: string[] = [];
    for (const [index, place] of Object.keys(RECORDS).entries()) {
      const texts = foreignTexts(place);
      // One text each and every third command; the whole is tried by `npm run torture -- files`.
      const commands = WRITING.filter((argv, at) => at % 3 === index % 3 || argv[0] === 'save');
      wrong.push(...(await replacedBy(project, place, texts[index % texts.length] ?? MINE, commands)));
    }
    deepStrictEqual(wrong, []);
  });

  it('keeps a record of written exports from being written: the change is saved, and the file named', async () => {
    const terminal = new InProcessTerminal(newFolder());
    await terminal.done('init', 'one', 'One');
    for (const text of [MINE, '{"schema":"ninefold/exports/2"}\n']) {
      writeFiles(terminal.folder, { [EXPORTS]: text });
      const { code, error } = await terminal.run(['next', 'add', `see ${text.length}`]);
      strictEqual(code, 0, error);
      match(error, causePattern('exports-unwritten', {}));
      match(error, /exports\.json/);
      const verified = await terminal.run(['verify']);
      deepStrictEqual([verified.code, verified.out.includes('exports.json')], [3, true]);
      strictEqual(readFileSync(join(terminal.folder, EXPORTS), 'utf8'), text);
    }
    // A damaged one of ours is made again.
    writeFiles(terminal.folder, { [EXPORTS]: '{"schema":"ninefold/exports/1","files":{"a' });
    deepStrictEqual(await terminal.run(['next', 'add', 'again']).then(({ code }) => code), 0);
    match(readFileSync(join(terminal.folder, EXPORTS), 'utf8'), /\}\n$/);
  });

  it('stays while a cache does without, and a damaged cache is made again', async () => {
    const folder = newFolder();
    const { layout, service } = await open(folder);
    const { state } = await service.start({ kind: 'start', id: 'one', name: 'One', branch: null }, PERSON);
    const ids = Array.from({ length: MANY }, (_, at) => `w${at}`);
    for (const id of ids) writeFiles(folder, { [`.claude/state/workflows/${id}.journal.jsonl`]: '' });
    const stamp = { inode: 1, size: 1, modified: 1, changed: 1 };
    const found: Redaction = { text: 'a marker', counts: { any: 1 } };
    const caches: Readonly<Record<string, (path: string) => Promise<unknown>>> = {
      'sessions/redacted.json': async () => {
        const redactor = new CachedRedactor(layout, { redact: () => Promise.resolve(found) });
        deepStrictEqual(await redactor.redact(`ghp_${'a7B9c2D4e6F8'.repeat(3)}`), found);
        await redactor.keep();
      },
      'context/workflows.json': async () => {
        const fold = (id: string) => Promise.resolve({ overview: { ...overviewOf(state), id }, stamp });
        const { overviews } = await new WorkflowIndex({ layout, isTrusted: () => true, fold }).list(ids);
        strictEqual(overviews.length, MANY);
      },
      'workflows/one.journal.snapshot': (path) =>
        writeSnapshot(path, { bytes: 1, digest: '', greatestId: '', state }).catch(asFailure),
    };
    for (const [name, write] of Object.entries(caches)) {
      const path = join(folder, '.claude/state', name);
      writeFiles(folder, { [`.claude/state/${name}`]: MINE });
      await write(path);
      strictEqual(readFileSync(path, 'utf8'), MINE, name);
      rmSync(path);
      await write(path);
      const whole = readFileSync(path, 'utf8');
      for (const damaged of ['', whole.slice(0, 100), whole.replace(/\/\d+"/, '/99"')]) {
        writeFileSync(path, damaged);
        await write(path);
        strictEqual(readFileSync(path, 'utf8'), whole, `${name}: ${damaged}`);
      }
    }
  });

  it('is no program of ours, and is left where it is by connect and by disconnect', async () => {
    const terminal = new InProcessTerminal(newFolder());
    const program = '.ninefold/bin/ninefold';
    writeFiles(terminal.home, { [program]: '#!/bin/sh\necho mine\n' });
    const refused = await terminal.run(['connect', 'claude-code', '--user']);
    strictEqual(refused.code, 1);
    match(refused.error, causePattern('settings-foreign', {}));
    writeFiles(terminal.home, { '.ninefold/bin/mine': 'mine\n' });
    rmSync(join(terminal.home, program));
    await terminal.done('connect', 'claude-code', '--user');
    await terminal.done('disconnect', 'claude-code', '--user');
    deepStrictEqual(readdirSync(join(terminal.home, '.ninefold/bin')), ['mine']);
  });
});
