import { deepStrictEqual } from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { appendFileSync, existsSync, mkdirSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';

import { CONTEXT_SCHEMA } from '../../../src/core/context/context-cache.ts';
import { encodeEvent } from '../../../src/core/journal/journal-format.ts';
import { contextFileHash } from '../../../src/node/project/project-facts.ts';
import { applyRemoval, planRemoval } from '../../../src/node/folder/removal.ts';
import { newFolder, open, removeFolders, writeFiles } from '../support/folders.ts';
import { JOURNAL, startIn } from '../support/one-workflow.ts';
import { eventOf } from '../support/workflows.ts';

const TEXT = 'mine\n';
const HASH = createHash('sha256').update(TEXT).digest('hex');

/** A folder beside another, and a journal that takes files for made from a template. */
async function projectWith(deliverables: readonly string[]): Promise<{ top: string; folder: string }> {
  const top = newFolder();
  const folder = join(top, 'project');
  mkdirSync(folder);
  writeFiles(top, { 'precious/file.txt': TEXT, 'precious/linked.txt': TEXT });
  symlinkSync(join(top, 'precious'), join(folder, 'link'));
  await startIn(folder);
  deliverables.forEach((file, index) => {
    const data = { phase: 1, file, template: HASH };
    appendFileSync(
      join(folder, JOURNAL),
      encodeEvent(eventOf({ type: 'deliverable.added', data }, index + 2)),
    );
  });
  return { top, folder };
}

describe('what is taken back', () => {
  afterEach(removeFolders);

  it('is never a file outside the folder, whatever a journal names', async () => {
    const { top, folder } = await projectWith(['../precious/file.txt', 'link/linked.txt', 'docs/a.md']);
    writeFiles(folder, { 'docs/a.md': TEXT });
    const opened = await open(folder);
    const removal = await planRemoval(opened, newFolder());
    deepStrictEqual(
      [removal.removed.filter((path) => !path.startsWith(join(folder, '.claude'))), removal.kept],
      [[join(folder, 'docs/a.md')], [join(top, 'precious/file.txt'), join(folder, 'link/linked.txt')]],
    );
    await applyRemoval(opened.layout, removal, newFolder());
    deepStrictEqual(
      [join(top, 'precious/file.txt'), join(top, 'precious/linked.txt'), join(folder, 'docs')].map(
        existsSync,
      ),
      [true, true, false],
    );
  });

  it('is never a file outside the state root, whatever the cache of the context names', async () => {
    const { top, folder } = await projectWith([]);
    const paths = ['../../precious/file.txt', 'project-contexts/link/linked.txt', 'project-contexts/a/b.md'];
    const written = Object.fromEntries(paths.map((path) => [path, contextFileHash(TEXT)]));
    const project = {
      ...{ name: 'p', stack: [], packageManager: null, commands: {} },
      ...{ languages: [], folders: [], members: [], patterns: [] },
    };
    writeFiles(folder, {
      '.claude/project-contexts/a/b.md': TEXT,
      '.claude/state/context/project-cache.json': JSON.stringify({
        schema: CONTEXT_SCHEMA,
        at: '2026-01-01T00:00:00.000Z',
        manifests: {},
        written,
        project,
      }),
    });
    symlinkSync(join(top, 'precious'), join(folder, '.claude/project-contexts/link'));
    const opened = await open(folder);
    const removal = await planRemoval(opened, newFolder());
    deepStrictEqual(
      removal.removed.filter((path) => /precious|project-contexts/.test(path)),
      [join(folder, '.claude/project-contexts/a/b.md')],
    );
    await applyRemoval(opened.layout, removal, newFolder());
    deepStrictEqual([join(top, 'precious/file.txt'), join(top, 'precious/linked.txt')].map(existsSync), [
      true,
      true,
    ]);
  });
});
