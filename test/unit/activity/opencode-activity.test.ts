import { deepStrictEqual, ok, rejects, strictEqual } from 'node:assert/strict';
import { copyFileSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import type { Activity, PartsFormat } from '../../../src/core/activity/activity.ts';
import { openCodeActivity } from '../../../src/core/agents/opencode/activity.ts';
import { openCodeStore } from '../../../src/node/agents/opencode/store.ts';
import { ActivitySource } from '../../../src/node/activity/activity-source.ts';
import { StoreActivityCursor } from '../../../src/node/activity/store-activity.ts';

type Fields = Readonly<Record<string, unknown>>;

const HEAD = { sessionId: 'ses_1', cwd: '/shop', title: null, todos: [] };
const AT = '2026-01-01T10:00:00.000Z';
const END = Date.parse(AT);

function formatOf(): PartsFormat {
  const { parts } = openCodeActivity;
  if (parts === undefined) throw new Error('no parts');
  return parts;
}

/** Reads parts, all of them of messages to the agent. */
function read(parts: readonly (Fields | string | null)[], head: Partial<typeof HEAD> = {}): Activity {
  const { begin, stepOf } = formatOf();
  const reader = begin();
  for (const part of parts) {
    const data = typeof part === 'string' || part === null ? part : JSON.stringify(part);
    reader.take(stepOf({ data, at: AT, isAsked: () => true }));
  }
  return reader.read({ ...HEAD, ...head });
}

function call(tool: string, input: Fields, state: Fields = {}): Fields {
  return {
    type: 'tool',
    tool,
    state: { status: 'completed', input, output: '', metadata: {}, time: { end: END }, ...state },
  };
}

function ran(command: string, exit: unknown, state: Fields = {}): Fields {
  return call('bash', { command }, { metadata: { exit }, ...state });
}

describe('what OpenCode did, by the parts of its messages', () => {
  it('is every file that was written with success', () => {
    const { files } = read([
      call('write', { filePath: 'a.js' }),
      call('edit', { filePath: 'b.js' }),
      call('multiedit', { filePath: 'a.js' }),
      call('edit', { filePath: 'failed.js' }, { status: 'error', error: 'no match' }),
      call('edit', { filePath: 'running.js' }, { status: 'running' }),
      call('write', { filePath: 'pending.js' }, { status: 'pending' }),
      call('read', { filePath: 'read.js' }),
      { type: 'patch', files: ['/shop/a.js'] },
    ]);
    deepStrictEqual(files, [
      { path: 'a.js', edits: 2, at: AT },
      { path: 'b.js', edits: 1, at: AT },
    ]);
  });

  it('is every file of a patch but the deleted ones, a moved one by its new name', () => {
    const patchText = '*** Begin Patch\n*** Add File: c.js\n+c\n*** Delete File: d.js\n*** End Patch';
    const files = [
      { type: 'move', filePath: '/shop/a.js', movePath: '/shop/b.js' },
      { type: 'delete', filePath: '/shop/d.js' },
      { type: 'update', filePath: '/shop/e.js' },
    ];
    const names = (metadata: Fields): readonly string[] =>
      read([call('apply_patch', { patchText }, { metadata })]).files.map(({ path }) => path);
    deepStrictEqual(names({ files }), ['/shop/b.js', '/shop/e.js']);
    deepStrictEqual(names({}), ['c.js']);
  });

  it('is every command that ended, with its own exit code', () => {
    const { commands } = read([
      ran('npm test', 1, { output: '1 failing' }),
      call('bash', { command: 'ls', workdir: '/shop/web' }, { metadata: { exit: 0 } }),
      ran('interrupted', null),
      ran('typed by a person', undefined),
      ran('odd', '0'),
      ran('refused', 0, { status: 'error' }),
      ran('running', 0, { status: 'running' }),
    ]);
    deepStrictEqual(
      commands.map(({ command, exitCode, cwd, at }) => [command, exitCode, cwd, at]),
      [
        ['npm test', 1, undefined, AT],
        ['ls', 0, '/shop/web', AT],
      ],
    );
  });

  it('is the to-do list as it is kept, or else that of the last call', () => {
    const parts = [
      call('todowrite', { todos: [{ content: 'old', status: 'pending' }] }),
      call('todowrite', { todos: [{ content: 'new', status: 'in_progress' }, { status: 'pending' }, 7] }),
      call('todowrite', { todos: 'none' }),
      call('todowrite', { todos: [] }, { status: 'error' }),
    ];
    deepStrictEqual(read(parts).todos, [{ text: 'new', status: 'in_progress' }]);
    const todos = [
      { text: 'kept', status: 'cancelled' },
      { text: 'odd', status: 'later' },
      { text: '', status: 'pending' },
    ] as const;
    const head = { todos } as unknown as Partial<typeof HEAD>;
    deepStrictEqual(read(parts, head).todos, [
      { text: 'kept', status: 'cancelled' },
      { text: 'odd', status: 'pending' },
    ]);
  });

  it('is what a person typed, not what a program adds or asks again', () => {
    const typed = (text: string, more: Fields = {}): Fields => ({ type: 'text', text, ...more });
    const { prompts } = read([
      typed('Add a cart'),
      typed('Continue if you have next steps', { synthetic: true }),
      typed('For the eye only', { ignored: true }),
      typed('<system-reminder>Plan only</system-reminder>'),
      { type: 'compaction', auto: true },
      typed('Add a cart'),
      { type: 'compaction', auto: true, overflow: true },
      typed('Add a cart'),
      typed('Add a cart'),
    ]);
    deepStrictEqual(prompts, Array(3).fill({ text: 'Add a cart', at: AT }));
    const { begin, stepOf } = formatOf();
    const reader = begin();
    reader.take(stepOf({ data: JSON.stringify(typed('I plan')), at: AT, isAsked: () => false }));
    deepStrictEqual(reader.read(HEAD).prompts, []);
  });

  it('is nothing, whatever else a part holds', () => {
    const states = [null, 7, 'x', [], { status: 'completed' }, { status: 'completed', input: 7, time: 'x' }];
    const tools = ['write', 'bash', 'apply_patch', 'todowrite', 'constructor', '__proto__', 7, null];
    const parts = states.flatMap((state) => tools.map((tool) => ({ type: 'tool', tool, state })));
    const odd = [null, '', '{', '[]', 'null', '7', '{"type":"text","text":7}', '{"type":"compaction"}'];
    const { files, commands, todos, prompts } = read([...parts, ...odd]);
    deepStrictEqual([files, commands, todos, prompts], [[], [], [], []]);
  });
});

describe('what OpenCode did, by its database', function () {
  this.timeout(60_000);
  const SAMPLES = join('test', 'fixtures', 'sqlite');
  const LOG = readFileSync(join(SAMPLES, 'parts.db-wal'));
  const SESSION = 'ses_main00001';
  let folder: string;
  let path: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'ninefold-parts-'));
    path = join(folder, 'opencode.db');
    copyFileSync(join(SAMPLES, 'parts.db'), path);
  });
  afterEach(() => rmSync(folder, { recursive: true, force: true }));
  const put = (length = LOG.length): void => writeFileSync(`${path}-wal`, LOG.subarray(0, length));
  const open = (session = SESSION): StoreActivityCursor =>
    new StoreActivityCursor(`${path}#${session}`, openCodeStore, formatOf());

  for (const agent of ['opencode', 'kilo'])
    it(`is told for ${agent}: the session’s own, without what was taken back`, async () => {
      put();
      const transcript = `${path}#${SESSION}`;
      const activity = await new ActivitySource().read({ transcript, agent, rule: 'on' });
      deepStrictEqual(
        {
          ...activity,
          files: activity.files.map((one) => [one.path, one.edits]),
          commands: activity.commands.map((one) => [one.command, one.exitCode, one.cwd]),
          prompts: activity.prompts.map(({ text }) => text),
        },
        {
          agent,
          sessionId: SESSION,
          cwd: '/home/me/shop',
          title: 'Add a basket',
          request: null,
          files: [
            ['/home/me/shop/a.js', 1],
            ['/home/me/shop/b.js', 1],
            ['/home/me/shop/n.js', 1],
          ],
          commands: [
            ['npm test', 1, '/home/me/shop/web'],
            ['npm test', 0, undefined],
          ],
          todos: [
            { text: 'Add it', status: 'completed' },
            { text: 'Test it', status: 'completed' },
          ],
          prompts: ['Add a basket to the shop', 'Move it, please', 'Test it once more'],
        },
      );
    });

  it('is the same whether it is followed or read at once, at every state', async () => {
    const followed = open();
    const states = new Set<string>();
    for (let length = 32; length <= LOG.length; length += 1048) {
      put(length);
      const activity = await followed.advance();
      deepStrictEqual(activity, await open().advance(), `at ${length}`);
      states.add(JSON.stringify(activity));
    }
    ok([...states].some((state) => state.includes('This is taken back')));
    ok(states.size >= 10, `${states.size} states`);
  });

  it('is read again from the first part that hadn’t ended, and not at all without a change', async () => {
    const { begin, stepOf } = formatOf();
    let count = 0;
    const counting: PartsFormat = {
      begin,
      stepOf: (part) => {
        count += 1;
        return stepOf(part);
      },
    };
    const cursor = new StoreActivityCursor(`${path}#${SESSION}`, openCodeStore, counting);
    put(LOG.length - 1);
    await cursor.advance();
    const whole = count;
    put();
    await cursor.advance();
    const after = count;
    const { bytesRead } = cursor;
    await cursor.advance();
    ok(whole > 10 && after - whole <= 2, `${whole}, then ${after - whole}`);
    deepStrictEqual([count, cursor.bytesRead], [after, bytesRead]);
  });

  it('stays as it was while the database can’t be read, and is an error once that is gone', async () => {
    put();
    const cursor = open();
    const before = await cursor.advance();
    for (const file of [path, `${path}-wal`]) writeFileSync(file, 'something else');
    strictEqual(await cursor.advance(), before);
    rmSync(path);
    await rejects(cursor.advance(), { code: 'ENOENT' });
  });

  it('is nothing for a session that isn’t there, and leaves the files as they are', async () => {
    put();
    const times = (): readonly number[] => [path, `${path}-wal`].map((file) => statSync(file).mtimeMs);
    const before = times();
    deepStrictEqual((await open('ses_none').advance()).prompts, []);
    await open().advance();
    deepStrictEqual(times(), before);
  });
});
