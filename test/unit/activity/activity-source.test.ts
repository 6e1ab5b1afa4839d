import { deepStrictEqual, ok, rejects, strictEqual } from 'node:assert/strict';
import { EventEmitter, once } from 'node:events';
import fs from 'node:fs';
import { appendFileSync, rmSync, writeFileSync } from 'node:fs';
import { syncBuiltinESMExports } from 'node:module';
import { join, resolve } from 'node:path';

import { ActivityClient } from '../../../src/node/activity/activity-client.ts';
import { ActivitySource } from '../../../src/node/activity/activity-source.ts';
import { findTranscript } from '../../../src/node/activity/find-transcript.ts';
import { NinefoldError } from '../../../src/core/errors.ts';
import type { ErrorCode } from '../../../src/core/failures/failures.ts';
import { TemporaryHome } from '../meter/temporary.ts';
import { ClaudeCodeSession } from './claude-code-session.ts';

describe('what agents did is read', () => {
  let home: TemporaryHome;
  let session: ClaudeCodeSession;
  let transcript: string;
  beforeEach(() => {
    home = new TemporaryHome();
    session = new ClaudeCodeSession();
    session.prompt('add a cart');
    session.did('Write', { file_path: 'cart.ts' });
    transcript = home.write(home.transcriptPath('one'), session.text);
  });
  afterEach(() => home.remove());

  const asked = (): { transcript: string; agent: null; rule: 'on' } => ({
    transcript,
    agent: null,
    rule: 'on',
  });
  const edits = async (source: ActivitySource): Promise<readonly number[]> =>
    (await source.read(asked())).files.map((file) => file.edits);
  const isOff = (error: unknown): boolean => NinefoldError.is(error, 'activity-off');
  const refuses = (code: ErrorCode) => (error: unknown) => NinefoldError.is(error, code);

  /** Appends what one call more wrote. @returns the bytes */
  function writeOnce(): number {
    const before = session.text.length;
    session.did('Write', { file_path: 'cart.ts' });
    const lines = session.text.slice(before);
    appendFileSync(transcript, lines);
    return Buffer.byteLength(lines);
  }

  it('once, and then only what came since', async () => {
    const source = new ActivitySource();
    deepStrictEqual(await edits(source), [1]);
    const first = source.bytesRead;
    strictEqual(first, Buffer.byteLength(session.text));
    deepStrictEqual(await edits(source), [1]);
    strictEqual(source.bytesRead, first);
    const added = writeOnce();
    deepStrictEqual(await edits(source), [2]);
    strictEqual(source.bytesRead, first + added);
  });

  it('from its beginning where the file was cut, rewritten or replaced', async () => {
    const source = new ActivitySource();
    writeOnce();
    deepStrictEqual(await edits(source), [2]);
    const shorter = session.lines.slice(0, 3).join('\n');
    writeFileSync(transcript, shorter);
    deepStrictEqual(await edits(source), [1]);
    writeFileSync(transcript, session.text.replaceAll('cart.ts', 'shop.ts'));
    deepStrictEqual(
      (await source.read(asked())).files.map(({ path }) => path),
      ['shop.ts'],
    );
    rmSync(transcript);
    await rejects(source.read(asked()), refuses('transcript-missing'));
    writeFileSync(transcript, shorter);
    deepStrictEqual(await edits(source), [1]);
  });

  it('with a last line that lacks its break, which counts once', async () => {
    const source = new ActivitySource();
    const before = session.text.length;
    session.prompt('and test it', { uuid: undefined });
    const added = session.text.slice(before);
    appendFileSync(transcript, added.slice(0, 40));
    const prompts = async (): Promise<number> => (await source.read(asked())).prompts.length;
    strictEqual(await prompts(), 1);
    appendFileSync(transcript, added.slice(40, -1));
    strictEqual(await prompts(), 2);
    strictEqual(await prompts(), 2);
    appendFileSync(transcript, '\n');
    strictEqual(await prompts(), 2);
  });

  it('past a line that is longer than any of an agent', async () => {
    appendFileSync(transcript, `{"type":"user","message":{"content":"${'x'.repeat(5_000_000)}"}}\n`);
    writeOnce();
    const { files, prompts } = await new ActivitySource().read(asked());
    deepStrictEqual([files[0]?.edits, prompts.length], [2, 1]);
  });

  it('by a worker as by itself, and by one that was started again', async () => {
    const ends = new EventEmitter();
    const client = new ActivityClient({
      bundle: resolve('dist', 'activity.js'),
      idleMs: 1,
      onEnd: () => ends.emit('end'),
    });
    try {
      for (let round = 0; round < 2; round += 1) {
        deepStrictEqual(await client.read(asked()), await new ActivitySource().read(asked()));
        while (client.isRunning) await once(ends, 'end');
      }
      await rejects(client.read({ ...asked(), rule: 'off' }), /^Error: activity-off /);
      await rejects(client.read({ ...asked(), transcript: `${transcript}l` }), /^Error: transcript-missing /);
    } finally {
      client.dispose();
    }
  });

  it('only from plain files', async () => {
    const folder = join(home.path, 'folder.jsonl');
    fs.mkdirSync(folder);
    for (const agent of [null, 'claude-code'])
      await rejects(
        new ActivitySource().read({ ...asked(), agent, transcript: folder }),
        refuses('transcript-unreadable'),
      );
  });

  it('not from a layout that does not tell whether a call succeeded', async () => {
    const path = join(home.path, '.cline', 'data', 'tasks', '1', 'ui_messages.json');
    transcript = home.write(path, '[{"ts":1,"type":"say","say":"task","text":"Add a page"}]');
    await rejects(new ActivitySource().read(asked()), refuses('activity-untold'));
  });

  it('not at all while the rule is off: no file is looked at or opened', async () => {
    const opened = await traced(async () => {
      const source = new ActivitySource();
      await rejects(source.read({ ...asked(), rule: 'off' }), isOff);
      const request = { folder: home.folder, environment: home.environment(), agent: null, now: Date.now() };
      await rejects(findTranscript({ ...request, session: null, rule: 'off' }), isOff);
      await rejects(findTranscript({ ...request, session: 'one', rule: 'off' }), isOff);
    });
    deepStrictEqual(opened, []);
    const read = await traced(async () => {
      await new ActivitySource().read(asked());
    });
    ok(read.includes(transcript), 'the trace sees what is opened');
  });
});

/** Paths that were opened, listed or looked at meanwhile. */
async function traced(work: () => Promise<void>): Promise<readonly string[]> {
  const paths: string[] = [];
  const names = ['open', 'stat', 'lstat', 'readdir', 'readFile', 'realpath'] as const;
  const own = names.map((name) => [name, fs.promises[name]] as const);
  for (const [name, original] of own) {
    const noted = (path: unknown, ...rest: unknown[]): unknown => {
      paths.push(String(path));
      return Reflect.apply(original, fs.promises, [path, ...rest]);
    };
    Reflect.set(fs.promises, name, noted);
  }
  syncBuiltinESMExports();
  try {
    await work();
    return paths;
  } finally {
    for (const [name, original] of own) Reflect.set(fs.promises, name, original);
    syncBuiltinESMExports();
  }
}
