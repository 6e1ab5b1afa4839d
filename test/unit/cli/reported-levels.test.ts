/** Levels of a reported number without a window: told once, and saved once, as the source documents list them. */

import { deepStrictEqual, match, strictEqual } from 'node:assert/strict';
import { existsSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

import { newFolder, removeFolders } from '../support/folders.ts';
import { InProcessTerminal } from '../support/in-process.ts';

const HANDOFF = '.claude/state/handoffs/handoff-wf-001.md';
const STATE = '.claude/workflow-state.toon';
const AGENT = { CLAUDECODE: '1', CLAUDE_CODE_SESSION_ID: '6f0c1b52-8d3a-4f70-9f0e-2f4f8d1c7a55' };
const RESUME = `Resume workflow wf-001 from Phase 1: read ${HANDOFF} and ${STATE}`;

describe('a reported number of tokens', function () {
  this.timeout(60_000);
  afterEach(removeFolders);

  async function begun(): Promise<InProcessTerminal> {
    const person = new InProcessTerminal(newFolder());
    await person.done('init', 'wf-001', 'Sign in');
    return person;
  }
  const handoffs = async (person: InProcessTerminal): Promise<number> =>
    ((await person.json('log')) as readonly { type: string }[]).filter(
      ({ type }) => type === 'handoff.created',
    ).length;
  const report = (person: InProcessTerminal, tokens: number, env = {}) =>
    person.run(['meter', 'set', String(tokens), '--window', '200000'], { env });

  it('shows the banner at 75%, writes the handoff at 85%, and saves at 90%, each once', async () => {
    const person = await begun();
    const path = join(person.folder, HANDOFF);
    strictEqual((await report(person, 149_999)).out, 'reported 149,999 tokens\n');
    const warning = await report(person, 150_000);
    strictEqual(warning.out, `reported 150,000 tokens\n${await person.done('banner')}`);
    strictEqual(existsSync(path), false);
    const suggest = await report(person, 170_000);
    match(suggest.out, /HANDOFF SUGGESTED - 85% Context Used/);
    strictEqual(suggest.out.includes(RESUME), true);
    match(readFileSync(path, 'utf8'), /HANDOFF SUGGESTED - 85% Context Used/);
    const force = await report(person, 180_000);
    match(force.out, /HANDOFF REQUIRED - 90%[^]*must save and restart\. The state is saved/);
    match(readFileSync(path, 'utf8'), /HANDOFF REQUIRED - 90% Context Used/);
    strictEqual((await report(person, 181_000)).out, 'reported 181,000 tokens\n');
    strictEqual(await handoffs(person), 2);
  });

  it('saves what is due although an export was lost', async () => {
    const person = await begun();
    await report(person, 170_000);
    writeFileSync(join(person.folder, STATE), '');
    await report(person, 180_000);
    strictEqual(statSync(join(person.folder, STATE)).size > 0, true);
  });

  it('tells the agent that reports it, and leaves telling the person to whoever can', async () => {
    const person = await begun();
    const { out } = await report(person, 170_000, AGENT);
    match(out, /The context window of this session is 85% full.*The handoff is written/);
    strictEqual(out.includes('━'), false);
    strictEqual(await handoffs(person), 1);
    match((await report(person, 171_000)).out, /HANDOFF SUGGESTED/);
    strictEqual(await handoffs(person), 1);
  });

  it('names the window that is only assumed', async () => {
    const person = await begun();
    const { out } = await person.run(['meter', 'set', '180000']);
    match(out, /If its window is 200,000 tokens, this session must save and restart/);
  });

  it('is told without a workflow, and with a damaged or paused one, which it does not hand over', async () => {
    const none = new InProcessTerminal(newFolder());
    match((await report(none, 170_000)).out, /HANDOFF SUGGESTED/);
    const paused = await begun();
    await paused.done('pause');
    match((await report(paused, 170_000)).out, /HANDOFF SUGGESTED/);
    const damaged = await begun();
    writeFileSync(join(damaged.folder, '.claude/state/workflows/wf-001.journal.jsonl'), 'garbage\n');
    const { code, out, error } = await report(damaged, 170_000);
    deepStrictEqual(
      [code, out.includes('HANDOFF SUGGESTED'), error.includes('journal.jsonl:1')],
      [0, true, true],
    );
    for (const { folder } of [none, paused, damaged]) strictEqual(existsSync(join(folder, HANDOFF)), false);
  });
});

describe('a handoff at the command line', function () {
  this.timeout(60_000);
  afterEach(removeFolders);

  it('prints its path, and the line that a new session goes on with', async () => {
    const person = new InProcessTerminal(newFolder());
    await person.done('init', 'wf-001', 'Sign in');
    strictEqual(await person.done('handoff', 'create'), `${HANDOFF}\n${RESUME}\n`);
    strictEqual(await person.done('save'), `saved wf-001: ${HANDOFF}\n${RESUME}\n`);
  });
});
