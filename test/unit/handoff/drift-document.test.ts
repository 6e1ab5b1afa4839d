/** Drift of evidence, and in the document that the resume prompt names. */

import { deepStrictEqual, match, ok, strictEqual } from 'node:assert/strict';
import { appendFileSync, readFileSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

import { createHandoff } from '../../../src/core/service/handoff-service.ts';
import { resumeWorkflow } from '../../../src/core/service/resume-service.ts';
import type { WorkflowService } from '../../../src/core/service/workflow-service.ts';
import { git, newFolder, removeFolders, writeFiles } from '../support/folders.ts';
import { commit, handedOver, head, lines, report } from '../support/handed-over.ts';
import { DRIFT_WORDS } from '../../../src/core/handoff/drift-words.ts';
import { wordsOf } from '../support/words.ts';

const driftWord = wordsOf(DRIFT_WORDS);

const PERSON = { kind: 'person' } as const;
const DOCUMENT = '.claude/state/handoffs/handoff-wf-001.md';

describe('drift of evidence', () => {
  afterEach(removeFolders);

  /** In 5b, with a check that passed at HEAD. */
  async function checked(folder: string): Promise<WorkflowService> {
    const service = await handedOver(folder);
    await service.execute({ kind: 'setPhase', phase: '5b' }, PERSON);
    await service.execute({ kind: 'recordCheck', phase: '5b', command: 'npm test', exitCode: 0 }, PERSON);
    await createHandoff(service, PERSON);
    return service;
  }

  it('is a check that passed before files were changed, committed or not', async () => {
    const folder = newFolder();
    const service = await checked(folder);
    strictEqual((await report(service)).isUnchanged, true);
    const later = new Date(Date.now() + 60_000);
    writeFiles(folder, { 'src/b.ts': 'b' });
    utimesSync(join(folder, 'src/b.ts'), later, later);
    const evidence = { step: '5b', command: 'npm test', exit: 0, files: 'src/b.ts' };
    const wanted = `changed since: ${driftWord('check-changed', evidence)}`;
    deepStrictEqual((await lines(service))[0], wanted);
    commit(folder, 'more');
    deepStrictEqual((await lines(service))[1], wanted);
  });

  it('is none where only a document of another phase changed since the check', async () => {
    const folder = newFolder();
    const service = await checked(folder);
    writeFileSync(join(folder, 'docs/requirements.md'), 'a word\n');
    commit(folder, 'a word');
    deepStrictEqual(
      (await report(service)).evidence.map(({ drift }) => drift),
      ['unchanged'],
    );
  });

  it('is a check whose commit is gone', async () => {
    const folder = newFolder();
    const service = await checked(folder);
    const was = head(folder);
    rmSync(join(folder, '.git'), { recursive: true });
    git(folder, 'init', '-q', '-b', 'main');
    commit(folder, 'begun anew');
    ok(
      (await lines(service)).includes(
        `gone: ${driftWord('check-gone', { step: '5b', command: 'npm test', commit: was })}`,
      ),
    );
  });
});

describe('drift in the document that the prompt names', () => {
  afterEach(removeFolders);

  it('stands in a section of its own, is replaced by the next look, and goes when nothing drifts', async () => {
    const folder = newFolder();
    const service = await handedOver(folder);
    const text = (): string => readFileSync(join(folder, DOCUMENT), 'utf8');
    const before = text();
    writeFileSync(join(folder, 'src/a.ts'), 'other\n');
    await resumeWorkflow(service, PERSON);
    ok(text().startsWith(before));
    match(text().slice(before.length), /^\n## Drift\nThe disk at .*\n- \*changed since\*: src\/a\.ts\n/);
    writeFileSync(join(folder, 'docs/requirements.md'), 'other\n');
    await resumeWorkflow(service, PERSON);
    deepStrictEqual(text().match(/^## Drift$/gm)?.length, 1);
    match(text(), /- \*changed since\*: docs\/requirements\.md\n- \*changed since\*: src\/a\.ts\n/);
    appendFileSync(join(folder, DOCUMENT), 'a note of mine\n');
    writeFiles(folder, { 'docs/requirements.md': 'wanted\n', 'src/a.ts': 'a\n' });
    await resumeWorkflow(service, PERSON);
    strictEqual(text(), `${before}a note of mine\n`);
  });

  it('has no secrets', async () => {
    const folder = newFolder();
    const service = await handedOver(folder);
    commit(folder, 'use 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');
    await resumeWorkflow(service, PERSON);
    const text = readFileSync(join(folder, DOCUMENT), 'utf8');
    deepStrictEqual([text.includes('ghp_'), /new commits.*\[redacted: github\]/.test(text)], [false, true]);
  });
});
