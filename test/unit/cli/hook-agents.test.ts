/** `ninefold hook` as agents of every kind call it: a session is recorded under the agent whose it is. */

import { deepStrictEqual, doesNotMatch, match, ok, strictEqual } from 'node:assert/strict';
import { appendFileSync, mkdirSync, readdirSync, utimesSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { Readable } from 'node:stream';

import { countLine, metaLine, turnLine, usageOf } from '../meter/codex-lines.ts';
import { newFolder, removeFolders, writeFiles } from '../support/folders.ts';
import { hookInProcess } from '../support/hook-in-process.ts';
import { InProcessTerminal } from '../support/in-process.ts';
import { begun, recordedByHooks, statePath } from './hooked.ts';

const ID = '01a22bf5-2071-7323-83e4-0b22ef3297a4';

/** In what a session is told of its workflow: a table of the document, as JSON. */
const CONTEXT = /\\nworkflow:\\n/;

/** Calls a hook and returns what it printed. */
async function call(folder: string, given: string, fields: object, home = newFolder()): Promise<string> {
  return hookInProcess({
    argv: ['hook', given],
    cwd: folder,
    environment: { PATH: process.env.PATH },
    home,
    input: Readable.from([Buffer.from(JSON.stringify(fields))]),
    elapsed: () => -60_000,
    writeError: () => undefined,
    startLater: () => Promise.resolve(),
  });
}

/** Gemini CLI's chat with so many tokens in use. */
function chat(path: string, ...tokens: readonly number[]): void {
  const head = { sessionId: ID, projectHash: 'x', startTime: '2026-11-30T10:17:00.000Z', kind: 'main' };
  const lines = tokens.map((input, index) => ({
    id: `m${index}`,
    timestamp: `2026-11-30T10:1${index}:01.000Z`,
    type: 'gemini',
    content: 'Done.',
    model: 'gemini-2.5-pro',
    tokens: { input, output: 1, cached: 0, thoughts: 0, tool: 0, total: input + 1 },
  }));
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, [head, ...lines].map((line) => `${JSON.stringify(line)}\n`).join(''));
}

describe('the hooks of other agents', () => {
  let folder: string;
  beforeEach(async () => {
    ({ folder } = (await begun()).agent);
  });
  after(removeFolders);

  const started = (): unknown =>
    recordedByHooks(folder).findLast(({ type }) => type === 'session.started')?.data;

  /** A user's folder with connections of these agents. */
  const homeWith = (...connections: readonly (readonly [agent: string, folder: string | null])[]): string => {
    const home = newFolder();
    const record = connections.map(([agent, connected]) => ({ agent, folder: connected, files: [] }));
    mkdirSync(join(home, '.ninefold'));
    const text = JSON.stringify({ schema: 'ninefold/connections/1', connections: record });
    writeFileSync(join(home, '.ninefold', 'connections.json'), text);
    return home;
  };

  it('count an event once that comes from the settings of two agents', async () => {
    const home = homeWith(['copilot-cli', folder], ['claude-code', null]);
    const own = { sessionId: ID, timestamp: 1796034233879, cwd: folder };
    const there = { session_id: ID, timestamp: '2026-11-30T10:17:01.851Z', cwd: folder };
    const start = { source: 'new', initialPrompt: 'x' };
    const named = { ...there, ...start, hook_event_name: 'SessionStart' };
    match(await call(folder, 'sessionStart', { ...own, ...start }, home), /wf-001/);
    strictEqual(await call(folder, 'SessionStart', named, home), '');
    strictEqual(recordedByHooks(folder).filter(({ type }) => type === 'session.started').length, 1);
  });

  it('count an event once that comes from the settings of a folder and of a user', async () => {
    const home = homeWith(['codex', folder], ['codex', null]);
    const fields = (source: string): object => ({
      session_id: ID,
      transcript_path: join(folder, 'sessions', `rollout-2026-11-30T10-16-54-${ID}.jsonl`),
      cwd: folder,
      hook_event_name: 'SessionStart',
      source,
    });
    const both = (source: string): Promise<readonly string[]> =>
      Promise.all([1, 2].map(() => call(folder, 'SessionStart', fields(source), home)));
    deepStrictEqual((await both('startup')).filter((out) => out === '').length, 1);
    // The next event is another one.
    deepStrictEqual((await both('compact')).filter((out) => out === '').length, 1);
    // The same one again, later.
    const events = join(home, '.ninefold', 'sessions', 'events');
    const before = new Date(Date.now() - 60_000);
    for (const name of readdirSync(events)) utimesSync(join(events, name), before, before);
    match(await call(folder, 'SessionStart', fields('startup'), home), /wf-001/);
  });

  it('count an event once that comes from a connection and a plugin', async () => {
    const records = {
      codex: ['.codex/config.toml', '[plugins."ninefold@ninefold"]\nenabled = true\n'],
      'claude-code': ['.claude/plugins/installed_plugins.json', '{"plugins":{"ninefold@shop":[]}}'],
    } as const;
    for (const [agent, [file, text]] of Object.entries(records)) {
      const home = homeWith([agent, null]);
      const transcript = join(home, 't.jsonl');
      const event = agent === 'codex' ? { transcript_path: null } : { transcript_path: transcript };
      const fields = {
        ...event,
        session_id: ID,
        cwd: folder,
        hook_event_name: 'SessionStart',
        source: 'startup',
      };
      match(await call(folder, 'SessionStart', fields, home), /wf-001/);
      match(await call(folder, 'SessionStart', fields, home), /wf-001/, 'without a plugin');
      writeFiles(home, { [file]: text });
      const both = [1, 2].map(() => call(folder, 'SessionStart', fields, home));
      deepStrictEqual((await Promise.all(both)).filter((out) => out === '').length, 1, agent);
    }
  });

  it('answer every event of an agent that is connected once', async () => {
    const home = homeWith(['codex', folder], ['gemini', null]);
    const fields = {
      session_id: ID,
      transcript_path: null,
      cwd: folder,
      hook_event_name: 'SessionStart',
      source: 'startup',
    };
    const twice = [
      await call(folder, 'SessionStart', fields, home),
      await call(folder, 'SessionStart', fields, home),
    ];
    for (const out of twice) match(out, /wf-001/);
  });

  it('are recorded under that agent', async () => {
    const rollout = join(folder, 'sessions', `rollout-2026-11-30T10-16-54-${ID}.jsonl`);
    const out = await call(folder, 'SessionStart', {
      session_id: ID,
      transcript_path: rollout,
      cwd: folder,
      hook_event_name: 'SessionStart',
      model: 'gpt-5.2-codex',
      source: 'startup',
    });
    match(out, /wf-001/);
    deepStrictEqual(started(), { id: ID, agent: 'codex', model: 'gpt-5.2-codex' });
  });

  it('tell a fresh process at once that the session ended, until it goes on', async () => {
    const person = new InProcessTerminal(folder);
    const rollout = join(
      person.home,
      '.codex/sessions/2026/11/30',
      `rollout-2026-11-30T10-16-54-${ID}.jsonl`,
    );
    const countAt = (at: number): string =>
      `${countLine(usageOf(87_650), 258_400, new Date(at).toISOString())}\n`;
    mkdirSync(dirname(rollout), { recursive: true });
    writeFileSync(
      rollout,
      `${metaLine({ id: ID, cwd: folder })}\n${turnLine('gpt-5.4', folder)}\n${countAt(Date.now())}`,
    );
    const fields = { session_id: ID, transcript_path: rollout, cwd: folder, model: 'gpt-5.4' };
    await call(folder, 'SessionStart', { ...fields, hook_event_name: 'SessionStart', source: 'startup' });
    const isLive = async (): Promise<unknown> => ((await person.json('meter')) as { live: unknown }).live;
    strictEqual(await isLive(), true);
    await call(folder, 'SessionEnd', { ...fields, hook_event_name: 'SessionEnd', reason: 'exit' });
    strictEqual(await isLive(), false);
    appendFileSync(rollout, countAt(Date.now() + 1));
    strictEqual(await isLive(), true, 'another call');
    await call(folder, 'SessionEnd', { ...fields, hook_event_name: 'SessionEnd', reason: 'exit' });
    await call(folder, 'SessionStart', { ...fields, hook_event_name: 'SessionStart', source: 'resume' });
    strictEqual(await isLive(), true, 'resumed');
  });

  it('of an agent that is none of the known give the context and record nothing', async () => {
    const fields = { session_id: ID, cwd: folder, hook_event_name: 'SessionStart', source: 'startup' };
    match(await call(folder, 'SessionStart', fields), /wf-001/);
    strictEqual(started(), undefined);
    const end = { session_id: ID, cwd: folder, hook_event_name: 'SessionEnd', reason: 'other' };
    await call(folder, 'SessionEnd', end);
    strictEqual(
      recordedByHooks(folder).some(({ type }) => type.startsWith('session.')),
      false,
    );
  });

  describe('that ask before every turn whether to compress', () => {
    let fields: { readonly transcript_path: string } & Record<string, unknown>;
    beforeEach(async () => {
      const transcript_path = join(folder, 'home', 'chats', 'session-2026-11-30T10-17-01a22bf5.jsonl');
      fields = { session_id: ID, transcript_path, cwd: folder, timestamp: '2026-11-30T10:17:00.008Z' };
      await call(folder, 'SessionStart', { ...fields, hook_event_name: 'SessionStart', source: 'startup' });
    });
    const compress = (): Promise<string> =>
      call(folder, 'PreCompress', { ...fields, hook_event_name: 'PreCompress', trigger: 'auto' });
    const prompt = (): Promise<string> =>
      call(folder, 'BeforeAgent', { ...fields, hook_event_name: 'BeforeAgent', prompt: 'Go on with it' });
    const types = (): readonly string[] => recordedByHooks(folder).map(({ type }) => type);

    it('write no handoff below the point, and one at it', async () => {
      chat(fields.transcript_path, 20_000);
      strictEqual(await compress(), '');
      deepStrictEqual(types(), ['session.started']);
      chat(fields.transcript_path, 20_000, 530_000);
      await compress();
      await compress();
      deepStrictEqual(types().filter((type) => type === 'handoff.created').length, 1);
    });

    it('leave a record of much usage that a check of the state knows', async () => {
      chat(fields.transcript_path, 530_000);
      await prompt();
      const records = readdirSync(statePath(folder, 'state/sessions'));
      ok(
        records.some((name) => name.endsWith('.peak.json')),
        String(records),
      );
      await new InProcessTerminal(folder).done('verify');
    });

    it('get the workflow again with the first prompt after it, and once', async () => {
      chat(fields.transcript_path, 530_000);
      await compress();
      // It asked, and couldn't compress.
      doesNotMatch(await prompt(), CONTEXT);
      chat(fields.transcript_path, 530_000, 9_000);
      match(await prompt(), CONTEXT);
      ok(types().includes('session.compacted'));
      strictEqual(await prompt(), '');
    });
  });
});
