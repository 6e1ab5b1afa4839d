/** A damaged active workflow whose exports are gone too: no other workflow suffers, and every message names a way out. */

import { deepStrictEqual, match, strictEqual } from 'node:assert/strict';
import { mkdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

import { causePattern, failurePattern } from '../support/failure-texts.ts';
import { newFolder, removeFolders } from '../support/folders.ts';
import { InProcessTerminal } from '../support/in-process.ts';

const WORKFLOWS = '.claude/state/workflows';
const JOURNAL = `${WORKFLOWS}/wf-001.journal.jsonl`;
const CURRENT = '.claude/state/sessions/current.json';

const DAMAGE: Readonly<Record<string, (path: string) => void>> = {
  'no text of ours': (path) => writeFileSync(path, 'garbage\n'),
  'a folder': (path) => mkdirSync(path),
  'a link': (path) => symlinkSync('elsewhere', path),
  'of a newer Ninefold': (path) =>
    writeFileSync(path, `${JSON.stringify({ v: 99, seq: 1, type: 'workflow.started', data: {} })}\n`),
};

describe('a damaged active workflow', function () {
  this.timeout(60_000);
  afterEach(removeFolders);

  async function damaged(damage: (path: string) => void): Promise<InProcessTerminal> {
    const person = new InProcessTerminal(newFolder());
    await person.done('init', 'wf-003', 'Sign out');
    await person.done('init', 'wf-001', 'Sign in');
    await person.done('pattern', 'set', 'testing', 'vitest');
    for (const name of ['journal.jsonl', 'journal.snapshot', 'json', 'toon']) {
      rmSync(join(person.folder, WORKFLOWS, `wf-001.${name}`), { force: true });
    }
    for (const name of ['workflow-state.toon', 'session-context.toon', 'decisions.toon']) {
      rmSync(join(person.folder, '.claude', name));
    }
    damage(join(person.folder, JOURNAL));
    return person;
  }
  const active = (person: InProcessTerminal): unknown =>
    (JSON.parse(readFileSync(join(person.folder, CURRENT), 'utf8')) as { active: unknown }).active;

  for (const [what, damage] of Object.entries(DAMAGE)) {
    it(`stops no other from starting, by the recipe of the source document (${what})`, async () => {
      const person = await damaged(damage);
      const started = await person.run(['init', 'wf-002', 'Feature (recovered)']);
      deepStrictEqual([started.code, active(person)], [0, 'wf-002']);
      match(started.error, causePattern('patterns-unread', { id: 'wf-002' }));
      await person.done('phase', 'wf-002', '5');
      match(await person.done('status'), /^wf-002: Feature \(recovered\).*\nPhase 5a/);
    });

    it(`stops no other from being listed, paused, and made active (${what})`, async () => {
      const person = await damaged(damage);
      match((await person.run(['list'])).out, /wf-003/);
      await person.done('pause', 'wf-003');
      await person.done('switch', 'wf-003');
      strictEqual(active(person), 'wf-003');
      await person.done('meter', 'set', '150000');
      match(await person.done('banner'), /TOKEN WARNING/);
    });
  }

  it('names its way out where nothing is left to recover', async () => {
    const person = await damaged((path) => writeFileSync(path, 'garbage\n'));
    for (const argv of [['recover'], ['recover', 'wf-001']]) {
      const out = await person.done(...argv);
      match(out, /`ninefold init ID NAME`.*`ninefold phase ID N`/);
      match(out, /`ninefold delete wf-001`/);
    }
    await person.done('delete', 'wf-001');
    strictEqual(await person.done('recover'), 'nothing to recover\n');
    match(await person.done('list'), /^ {2}wf-003/);
  });

  it('is not the only thing that is named: unreadable rules are too, and status and resume go on', async () => {
    const person = new InProcessTerminal(newFolder());
    await person.done('init', 'wf-001', 'Sign in');
    writeFileSync(join(person.folder, '.claude/ninefold.json'), '{ "levels": 5 }');
    for (const command of ['status', 'resume']) {
      const { code, out, error } = await person.run([command]);
      deepStrictEqual([code, out.includes('wf-001')], [0, true]);
      match(error, failurePattern('rules-invalid', { file: /.*ninefold\.json/, line: 1 }));
    }
  });

  it('costs the banner only its line about the progress', async () => {
    const person = await damaged((path) => writeFileSync(path, 'garbage\n'));
    await person.done('meter', 'set', '150000');
    const banner = await person.done('banner');
    match(banner, /TOKEN WARNING - 75% Context Used/);
    strictEqual(banner.includes('Progress'), false);
    match((await person.run(['status'])).error, failurePattern('state-damaged', { id: 'wf-001' }));
  });
});
