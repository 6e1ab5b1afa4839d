/** A deliverable that can't be looked at costs nothing but its own facts: status, handoff and saves go on. */

import { deepStrictEqual, match, ok, rejects, strictEqual, throws } from 'node:assert/strict';
import { appendFileSync, mkdirSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';

import { NinefoldError } from '../../../src/core/errors.ts';
import { encodeEvent } from '../../../src/core/journal/journal-format.ts';
import { deliverableFacts } from '../../../src/core/service/file-facts.ts';
import { createHandoff } from '../../../src/core/service/handoff-service.ts';
import { workspacePath } from '../../../src/core/workflow/paths.ts';
import type { OpenFolder } from '../../../src/node/folder/open-folder.ts';
import { emergencySave } from '../../../src/node/recovery/emergency.ts';
import { newFolder, open, removeFolders, writeFiles } from '../support/folders.ts';
import { JOURNAL, STATE, startIn, textOf } from '../support/one-workflow.ts';
import { eventOf } from '../support/workflows.ts';

const PERSON = { kind: 'person' } as const;
const SECRET = 'secret\n';

/** A project whose journal names deliverables, and whose `docs` leads out by now. */
async function projectWith(files: readonly string[]): Promise<OpenFolder> {
  const top = newFolder();
  const folder = join(top, 'project');
  mkdirSync(folder);
  writeFiles(top, { 'outside/a.md': SECRET, 'project/b.md': 'mine\n' });
  symlinkSync(join(top, 'outside'), join(folder, 'docs'));
  await startIn(folder);
  files.forEach((file, index) => {
    const data = { phase: 1, file, template: null };
    appendFileSync(
      join(folder, JOURNAL),
      encodeEvent(eventOf({ type: 'deliverable.added', data }, index + 2)),
    );
  });
  return open(folder);
}

const saved = ({ service, layout }: OpenFolder) =>
  emergencySave({
    ...{ service, layout, home: newFolder(), actor: PERSON, id: 'wf-001' },
    ...{ reading: null, readingLine: '' },
  });

describe('a deliverable that can’t be looked at', () => {
  afterEach(removeFolders);

  const long = `docs/${'a'.repeat(300)}.md`;
  for (const [what, file] of [
    ['lies outside the folder by now', 'docs/a.md'],
    ['has a name that no file can have', `x/${long}`],
  ] as const) {
    it(`and ${what} stops neither status, handoff nor save`, async () => {
      const opened = await projectWith([file, 'b.md']);
      const { service, folder } = opened;
      const state = await service.state('wf-001');
      const facts = await deliverableFacts(service.ports.workspace, state);
      deepStrictEqual([facts[file]?.hash, facts['b.md']?.hash?.length], [null, 64]);
      await service.missingEvidence('wf-001');
      const { state: after } = await createHandoff(service, PERSON, { id: 'wf-001' });
      strictEqual(after.handoffs.at(-1)?.files[file], null);
      const { document, damage, closed } = await saved(opened);
      deepStrictEqual([document, damage, closed], [`${STATE}/handoffs/handoff-wf-001.md`, null, null]);
      ok(!textOf(folder, document ?? '').includes(SECRET.trim()));
    });
  }

  it('is still refused where its own facts are asked for, and where it is added', async () => {
    const { service } = await projectWith(['docs/a.md']);
    const isOutside = (error: unknown): boolean => NinefoldError.is(error, 'path-outside');
    await rejects(service.ports.workspace.files(['docs/a.md']), isOutside);
    await rejects(
      service.execute({ kind: 'addDeliverable', file: 'docs/c.md', phase: '1' }, PERSON, 'wf-001'),
      isOutside,
    );
  });

  it('refuses status and handoff where a forged journal names it by a way out, and no emergency save', async () => {
    const opened = await projectWith(['../outside/a.md', 'b.md']);
    const { service, folder } = opened;
    const isOutside = (error: unknown): boolean => NinefoldError.is(error, 'path-outside');
    await rejects(service.missingEvidence('wf-001'), isOutside);
    await rejects(createHandoff(service, PERSON, { id: 'wf-001' }), isOutside);
    const { document, closed } = await saved(opened);
    deepStrictEqual([closed, textOf(folder, document ?? '').includes(SECRET.trim())], [null, false]);
  });

  it('doesn’t keep a save from writing where the rules can’t be read, usual or emergency', async () => {
    const opened = await projectWith([]);
    writeFiles(opened.folder, { '.claude/ninefold.json': '{ "approvedBy": 7 }' });
    const { shownPath } = await createHandoff(opened.service, PERSON, { id: 'wf-001' });
    match(textOf(opened.folder, shownPath), /wf-001/);
    const { document, closed } = await saved(opened);
    strictEqual(closed, null);
    match(textOf(opened.folder, document ?? ''), /wf-001/);
  });

  it('isn’t taken where a part of its name is longer than a file’s can be', () => {
    const isInvalid = (error: unknown): boolean => NinefoldError.is(error, 'path-invalid');
    throws(() => workspacePath(long, '/p'), isInvalid);
    throws(() => workspacePath(`${'ä'.repeat(128)}/a.md`, '/p'), isInvalid);
    strictEqual(workspacePath(`docs/${'a'.repeat(255)}`, '/p').length, 260);
  });
});
