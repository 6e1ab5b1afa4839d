/** The rule `deliverables`: what an agent wrote becomes a deliverable by itself only with a person's consent. */

import { deepStrictEqual } from 'node:assert/strict';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

import { NO_ACTIVITY } from '../../../src/core/activity/activity.ts';
import { observeWork } from '../../../src/core/service/session-work.ts';
import { createHandoff } from '../../../src/core/service/handoff-service.ts';
import type { OpenFolder } from '../../../src/node/folder/open-folder.ts';
import { acceptRulesOf } from '../support/accepted.ts';
import { newFolder, open as openIn, removeFolders } from '../support/folders.ts';

const PERSON = { kind: 'person' } as const;

describe('the rule for deliverables', () => {
  let open: OpenFolder;
  let home: string;
  const root = (): string => join(open.folder, '.claude');
  const setRule = (rule: string): void =>
    writeFileSync(join(root(), 'ninefold.json'), JSON.stringify({ deliverables: rule }));
  const wrote = (...names: readonly string[]) => ({
    ...NO_ACTIVITY,
    agent: 'claude-code',
    sessionId: 's-1',
    cwd: open.folder,
    files: names.map((path) => ({ path, edits: 1, at: new Date(Date.now() + 1000).toISOString() })),
  });
  const taken = async (): Promise<readonly unknown[]> =>
    (await open.service.state()).deliverables.map(({ file, phase }) => [phase, file]);

  beforeEach(async () => {
    [home] = [newFolder()];
    const folder = newFolder();
    open = await openIn(folder, { home, stateDirectory: '.claude' });
    await open.service.start({ kind: 'start', id: 'wf-001', name: 'One', branch: null }, PERSON);
    await open.service.execute({ kind: 'setPhase', phase: '5b' }, PERSON);
    mkdirSync(join(folder, 'src'));
    writeFileSync(join(folder, 'src/cart.js'), 'new');
  });
  afterEach(removeFolders);

  it('offers only, and adds what exists once a person accepted `observed`', async () => {
    const activity = wrote(
      'src/cart.js',
      join(open.folder, 'src/cart.js'),
      'gone.js',
      '/etc/hosts',
      '../out.js',
      '.claude/ninefold.json',
    );
    deepStrictEqual(
      (await observeWork(open.service, activity)).files.map(({ path }) => path),
      ['src/cart.js'],
    );
    setRule('observed');
    await observeWork(open.service, activity);
    deepStrictEqual(await taken(), []);
    acceptRulesOf(root(), home);
    await observeWork(open.service, activity);
    await observeWork(open.service, activity);
    deepStrictEqual(await taken(), [[5, 'src/cart.js']]);
    const events = await open.service.ports.journals.readEvents('wf-001');
    deepStrictEqual(
      events.filter(({ type }) => type === 'deliverable.added').map(({ actor }) => actor.kind),
      ['agent'],
    );
  });

  it('adds them before a handoff too, which tells of them', async () => {
    setRule('observed');
    acceptRulesOf(root(), home);
    await createHandoff(open.service, PERSON, { activity: wrote('src/cart.js') });
    deepStrictEqual(await taken(), [[5, 'src/cart.js']]);
  });

  it('adds nothing that was written before the last gate', async () => {
    setRule('observed');
    acceptRulesOf(root(), home);
    const activity = wrote('src/cart.js');
    const files = activity.files.map((file) => ({ ...file, at: '2026-01-02T03:04:05.678Z' }));
    await observeWork(open.service, { ...activity, files });
    deepStrictEqual(await taken(), []);
  });
});
