/** What a newer Ninefold wrote is refused with that advice, and left as it is. */

import { deepStrictEqual, ok, strictEqual } from 'node:assert/strict';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

import { NinefoldError } from '../../../src/core/errors.ts';
import { newerVersion } from '../../../src/core/schema-version.ts';
import { readConnections } from '../../../src/node/connect/connections.ts';
import { readProjects } from '../../../src/node/state/user-projects.ts';
import { newFolder, open, removeFolders, writeFiles } from '../support/folders.ts';

const PERSON = { kind: 'person' } as const;

/** The code that something is refused with; of what is done, the code of the export that could not follow. */
async function codeOf(done: Promise<unknown>): Promise<string | undefined> {
  try {
    const outcome = (await done) as { exportFailure?: NinefoldError | null };
    const cause = outcome.exportFailure?.cause;
    return NinefoldError.is(cause) ? cause.code : undefined;
  } catch (error) {
    return NinefoldError.is(error) ? error.code : String(error);
  }
}

describe('a file of a newer Ninefold', () => {
  afterEach(removeFolders);

  it('is distinguished from one of ours and from an invalid one', () => {
    const known = 'ninefold/session/2';
    const told = ['ninefold/session/3', known, 'ninefold/session/1', 'ninefold/task/9', 'other', '', 9, null];
    deepStrictEqual(
      told.map((schema) => newerVersion(schema, known)),
      [3, undefined, undefined, undefined, undefined, undefined, undefined, undefined],
    );
  });

  for (const file of [
    'state/sessions/current.json',
    'state/sessions/exports.json',
    'state/workflows/wf-001.json',
    'state/workflows/wf-001.toon',
    'session-context.toon',
    'workflow-state.toon',
  ]) {
    it(`is left alone and named: ${file}`, async () => {
      const { service, root } = await open(newFolder());
      await service.start({ kind: 'start', id: 'wf-001', name: 'Sign in' }, PERSON);
      const path = join(root, file);
      ok(existsSync(path), path);
      const text = readFileSync(path, 'utf8').replace(/(ninefold\/(?:\w+\/)?)\d+/, '$19');
      writeFileSync(path, text);
      strictEqual(
        await codeOf(service.execute({ kind: 'addNextStep', text: 'Do it' }, PERSON)),
        'state-newer',
      );
      strictEqual(readFileSync(path, 'utf8'), text);
    });
  }

  it('is refused where it lists projects or connections', async () => {
    const home = newFolder();
    writeFiles(home, {
      'state/projects.json': '{"schema":"ninefold/projects/2","projects":{}}',
      '.ninefold/connections.json': '{"schema":"ninefold/connections/2"}',
    });
    const lists = home;
    deepStrictEqual(
      [await codeOf(readProjects(lists)), await codeOf(readConnections(home))],
      ['state-newer', 'state-newer'],
    );
  });
});
