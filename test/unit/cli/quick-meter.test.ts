/** The meter without the workflow's code: it says what the whole command line says, or leaves the answer to that. */

import { deepStrictEqual, notStrictEqual, strictEqual } from 'node:assert/strict';
import { mkdirSync, readFileSync, renameSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

import { answerMeter } from '../../../src/cli/quick.ts';
import { newFolder, removeFolders, writeFiles } from '../support/folders.ts';
import { runInProcess } from '../support/in-process.ts';
import { HookedAgent, SESSION, begun, statePath } from './hooked.ts';

const CURRENT = 'state/sessions/current.json';

interface Place {
  readonly folder: string;
  readonly home: string;
}

function quick({ folder, home }: Place, argv: readonly string[], env: NodeJS.ProcessEnv = {}) {
  return answerMeter({
    argv,
    cwd: folder,
    environment: { PATH: process.env.PATH, HOME: home, ...env },
    home,
  });
}

/** Requires the same answer as the whole command line's; what differs only by the moment is left out. */
async function requireSame(place: Place, ...argv: readonly string[]): Promise<string> {
  const own = await quick(place, argv);
  const { code, out, error } = await runInProcess(place.folder, place.home, argv);
  deepStrictEqual([code, error], [0, '']);
  strictEqual(own, out);
  return out;
}

const rules = (text: string) => (agent: HookedAgent) =>
  writeFiles(agent.folder, { '.claude/ninefold.json': text });

function record(agent: HookedAgent, fields: Readonly<Record<string, unknown>>): void {
  const path = statePath(agent.folder, CURRENT);
  const before = JSON.parse(readFileSync(path, 'utf8')) as object;
  writeFileSync(path, JSON.stringify({ ...before, ...fields }));
}

/** What only the whole command line can answer or report. */
const LEFT: readonly { readonly title: string; readonly prepare: (agent: HookedAgent) => unknown }[] = [
  {
    title: 'a reported number',
    prepare: (agent) => record(agent, { reported: { tokens: 1, window: null, at: '' } }),
  },
  {
    title: 'a record that can’t be read',
    prepare: (agent) => writeFileSync(statePath(agent.folder, CURRENT), '{'),
  },
  { title: 'a journal without a record', prepare: (agent) => rmSync(statePath(agent.folder, CURRENT)) },
  { title: 'rules that can’t be read', prepare: rules('{') },
  { title: 'rules that wait for a person', prepare: rules('{ "levels": { "force": 99 } }') },
  {
    title: 'a state root that is a link',
    prepare(agent) {
      const elsewhere = join(newFolder(), 'state-of-another');
      renameSync(join(agent.folder, '.claude'), elsewhere);
      symlinkSync(elsewhere, join(agent.folder, '.claude'));
    },
  },
];

describe('the meter without the workflow’s code', function () {
  this.timeout(60_000);
  afterEach(removeFolders);

  it('says what the whole command line says, as JSON and as a line', async () => {
    const { agent } = await begun();
    for (const prepare of [
      () => undefined,
      () => agent.reach(20_000),
      () => agent.reach(151_000),
      () => record(agent, { ended: [{ sessionId: SESSION, at: '2999-01-01T00:00:00.000Z' }] }),
      () => record(agent, { active: null }),
      () => rules('{ "levels": { "warning": 30 } }')(agent),
    ]) {
      prepare();
      await requireSame(agent, 'meter', '--json');
      await requireSame(agent, 'meter');
    }
  });

  it('says so in a folder without state, below it, and from elsewhere', async () => {
    const agent = new HookedAgent(newFolder(), newFolder());
    agent.reach(30_000);
    mkdirSync(join(agent.folder, 'src'));
    const out = await requireSame(agent, 'meter', '--json');
    strictEqual((JSON.parse(out) as { tokens: number }).tokens, 30_000);
    const elsewhere = { folder: newFolder(), home: agent.home };
    strictEqual(await requireSame(elsewhere, 'meter', '--json', '--cwd', agent.folder), out);
    strictEqual(await requireSame(elsewhere, '--cwd', agent.folder, 'meter', '--json'), out);
    await requireSame({ folder: join(agent.folder, 'src'), home: agent.home }, 'meter');
  });

  for (const { title, prepare } of LEFT)
    it(`leaves ${title} to the whole command line`, async () => {
      const { agent } = await begun();
      agent.reach(20_000);
      notStrictEqual(await quick(agent, ['meter']), null);
      await prepare(agent);
      strictEqual(await quick(agent, ['meter']), null);
    });

  it('leaves every other command line to it', async () => {
    const { agent } = await begun();
    const lines = [
      ['meter', 'set', '5'],
      ['meter', '--window', '5'],
      ['meter', '--json', '--json'],
      ['meter', '--cwd'],
      ['meter', '--cwd', '--json'],
      ['meter', '--cwd', '/nowhere'],
      ['meter', '--help'],
      ['meter', 'meter'],
      ['--json', 'meter'],
      ['task', 'meter'],
    ];
    for (const argv of lines) strictEqual(await quick(agent, argv), null, argv.join(' '));
    strictEqual(await quick(agent, ['meter'], { NINEFOLD_STATE_DIR: '.claude' }), null);
  });
});
