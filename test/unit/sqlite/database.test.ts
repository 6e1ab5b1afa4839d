/**
 * Databases of an agent, read without its program: the log's frames up to the last commit, whatever is torn, and
 * nothing else. The samples were written by SQLite itself, with the agent's own schema.
 */

import { deepStrictEqual, ok, strictEqual } from 'node:assert/strict';
import {
  copyFileSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { isTokenCount } from '../../../src/core/json-fields.ts';
import { columnsOf } from '../../../src/core/sqlite/schema.ts';
import { newestRows, rowsWith } from '../../../src/core/sqlite/query.ts';
import { openCodeStore } from '../../../src/node/agents/opencode/store.ts';
import { askDatabase } from '../../../src/node/sqlite/database.ts';

const SAMPLES = join('test', 'fixtures', 'sqlite');
const MAIN = readFileSync(join(SAMPLES, 'live.db'));
const LOG = readFileSync(join(SAMPLES, 'live.db-wal'));
const SESSION = 'ses_main00001';
/** Tokens after each commit, in order; null before the first answer, and after a compaction. */
const COMMITS = [null, 21_000, 101_000, null, 12_000, 15_050];

describe('a database that another program writes', function () {
  this.timeout(60_000);
  let folder: string;
  let path: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'ninefold-sqlite-'));
    path = join(folder, 'opencode.db');
  });
  afterEach(() => rmSync(folder, { recursive: true, force: true }));

  const put = (main: Buffer, log: Buffer | null): void => {
    writeFileSync(path, main);
    if (log !== null) writeFileSync(`${path}-wal`, log);
  };
  const tokens = async (): Promise<number | null | undefined> => {
    const read = await openCodeStore.read(`${path}#${SESSION}`, true);
    return read === null ? undefined : (read.state.call?.tokens ?? null);
  };

  it('is read from its log alone, from its file alone, and with a rollback journal', async () => {
    for (const name of ['live.db', 'checkpointed.db', 'deep.db']) {
      const read = await openCodeStore.read(`${join(SAMPLES, name)}#${SESSION}`, true);
      const { call, compactions, model, cwd, version } = read?.state ?? {};
      deepStrictEqual(
        [name, call?.tokens, call?.outputTokens, model, cwd, version, compactions],
        [
          name,
          15_050,
          30,
          'glm-5',
          '/home/me/shop',
          '1.18.33',
          [{ trigger: 'auto', preTokens: null, tokensBefore: 101_120 }],
        ],
      );
    }
  });

  it('has every row of deep trees, and texts that fill many pages', async () => {
    const answer = await askDatabase(join(SAMPLES, 'deep.db'), ({ pages, schema }) => {
      const columns = { table: 'message', columns: ['id', 'session_id', 'data'], longest: 100_000 };
      const all = [...newestRows(pages, schema, columns)];
      const own = [...rowsWith(pages, schema, { ...columns, column: 'session_id', value: SESSION })];
      const [long] = rowsWith(pages, schema, { ...columns, column: 'id', value: 'msg_000030001' });
      return { all, own, long: String(long?.data) };
    });
    const { all = [], own = [], long = '' } = answer?.value ?? {};
    strictEqual(all.length, 212);
    strictEqual(own.length, 10);
    deepStrictEqual(
      own.map(({ id }) => id),
      all
        .filter((row) => row.session_id === SESSION)
        .map(({ id }) => id)
        .toSorted()
        .reverse(),
    );
    strictEqual(long.split('漢字').length - 1, 9000);
  });

  it('shows a state that was committed, wherever its log is torn', async () => {
    let reached = 0;
    for (let length = 0; length <= LOG.length; length += 331) {
      put(MAIN, LOG.subarray(0, length));
      const told = await tokens();
      if (told === undefined) continue;
      const at = COMMITS.indexOf(told, reached);
      ok(at >= 0 || (told === null && reached === 3), `${told} at ${length} after ${COMMITS[reached]}`);
      reached = Math.max(reached, at);
    }
    put(MAIN, LOG);
    strictEqual(await tokens(), 15_050);
  });

  it('is read from a log that a machine of the other byte order wrote', async () => {
    const damaged = inOtherOrder(LOG);
    damaged.writeUInt8(damaged.readUInt8(500) ^ 0x55, 500);
    put(MAIN, damaged);
    strictEqual(await tokens(), null);
    put(MAIN, inOtherOrder(LOG));
    strictEqual(await tokens(), 15_050);
  });

  it('shows nothing of what follows a damaged frame', async () => {
    for (let at = 40; at < LOG.length; at += 4021) {
      const damaged = Buffer.from(LOG);
      damaged[at] = (damaged[at] ?? 0) ^ 0x55;
      put(MAIN, damaged);
      const told = await tokens();
      ok(told === undefined || COMMITS.includes(told), `${told} with damage at ${at}`);
    }
  });

  it('shows nothing of an earlier log that a new one hasn’t overwritten yet', async () => {
    const begun = Buffer.from(LOG);
    // Another salt: the frames belong to the log before.
    begun.writeUInt32BE(7, 16);
    put(readFileSync(join(SAMPLES, 'checkpointed.db')), begun);
    strictEqual(await tokens(), 15_050);
    put(MAIN, begun);
    strictEqual(await tokens(), null);
  });

  it('is followed while it grows, and while its log goes into the file', async () => {
    put(MAIN, LOG.subarray(0, 4000));
    let reached = 0;
    for (let length = 4000; length < LOG.length; length += 2777) {
      const asked = Promise.all([tokens(), tokens()]);
      writeFileSync(`${path}-wal`, LOG.subarray(0, length));
      for (const told of await asked) {
        if (told === undefined) continue;
        const at = COMMITS.indexOf(told, reached);
        ok(at >= 0 || told === null, `${told} after ${COMMITS[reached]}`);
        reached = Math.max(reached, at);
      }
    }
    writeFileSync(`${path}-wal`, LOG);
    strictEqual(await tokens(), 15_050);
    const during = tokens();
    copyFileSync(join(SAMPLES, 'checkpointed.db'), path);
    ok([15_050, undefined].includes((await during) ?? undefined));
    truncateSync(`${path}-wal`);
    strictEqual(await tokens(), 15_050);
  });

  it('is left as it is: nothing is written beside it, and no lock is taken', async () => {
    put(MAIN, LOG);
    const before = readdirSync(folder).map((name) => [name, statSync(join(folder, name)).mtimeMs]);
    strictEqual(await tokens(), 15_050);
    deepStrictEqual(
      readdirSync(folder).map((name) => [name, statSync(join(folder, name)).mtimeMs]),
      before,
    );
  });

  it('is unknown in the middle of a change without a log', async () => {
    put(readFileSync(join(SAMPLES, 'deep.db')), null);
    strictEqual(await tokens(), 15_050);
    writeFileSync(`${path}-journal`, Buffer.from([0xd9, 0xd5]));
    strictEqual(await tokens(), undefined);
    writeFileSync(`${path}-journal`, Buffer.alloc(512));
    strictEqual(await tokens(), 15_050);
  });

  it('is no database if it isn’t one', async () => {
    strictEqual(await tokens(), undefined);
    mkdirSync(path);
    strictEqual(await tokens(), undefined);
    rmSync(path, { recursive: true });
    for (const content of ['', 'SQLite format 3', `SQLite format 3\0${'\xff'.repeat(2000)}`, '{}\n']) {
      put(Buffer.from(content, 'latin1'), null);
      strictEqual(await tokens(), undefined);
    }
  });

  it('never throws, and tells no figure that can’t be one, however it is damaged', async () => {
    const sound = readFileSync(join(SAMPLES, 'deep.db'));
    let state = 1;
    const random = (below: number): number => {
      state = (Math.imul(state, 1_103_515_245) + 12_345) & 0x7fff_ffff;
      return state % below;
    };
    for (let count = 0; count < 400; count += 1) {
      const damaged = Buffer.from(sound);
      for (let hits = 0; hits < 1 + (count % 9); hits += 1) {
        // Headers of pages and cells are at their beginnings.
        const page = random(sound.length / 512) * 512;
        damaged[page + random(count % 2 === 0 ? 16 : 512)] = random(256);
      }
      put(damaged, null);
      const told = await tokens();
      ok(told == null || isTokenCount(told), `${told} after damage ${count}`);
    }
  });

  it('reads little of a long log again', async () => {
    put(MAIN, LOG);
    const first = await openCodeStore.read(`${path}#${SESSION}`, false);
    const again = await openCodeStore.read(`${path}#${SESSION}`, false);
    ok((first?.bytesRead ?? 0) > LOG.length);
    ok((again?.bytesRead ?? Infinity) < 100_000);
  });
});

describe('the columns of a definition', () => {
  it('are named, however they are quoted; rules and defaults are none', () => {
    const rules = 'PRIMARY KEY(`a`, b), CONSTRAINT c CHECK (a > 0), FOREIGN KEY (a) REFERENCES t(x)';
    deepStrictEqual(
      columnsOf(
        `CREATE TABLE t (\n \`a\` text DEFAULT 'x, (y' NOT NULL, "b c" integer, [d] real, e, ${rules})`,
      ),
      ['a', 'b c', 'd', 'e'],
    );
    strictEqual(columnsOf('CREATE VIEW v AS SELECT 1'), null);
  });
});

/** A log with the same frames, whose checksums add words of the other byte order. */
function inOtherOrder(log: Buffer): Buffer {
  const [header, frameHeader] = [32, 24];
  const other = Buffer.from(log);
  const isLittle = log.readUInt32BE(0) === 0x377f0682;
  other.writeUInt32BE(log.readUInt32BE(0) ^ 1, 0);
  let [one, two] = [0, 0];
  const add = (from: number, to: number): void => {
    for (let at = from; at < to; at += 8) {
      const [first, second] = [at, at + 4].map((word) =>
        isLittle ? other.readUInt32BE(word) : other.readUInt32LE(word),
      );
      one = (one + (first ?? 0) + two) >>> 0;
      two = (two + (second ?? 0) + one) >>> 0;
    }
  };
  const note = (at: number): void => {
    other.writeUInt32BE(one, at);
    other.writeUInt32BE(two, at + 4);
  };
  add(0, 24);
  note(24);
  const frame = frameHeader + log.readUInt32BE(8);
  for (let at = header; at + frame <= other.length; at += frame) {
    add(at, at + 8);
    add(at + frameHeader, at + frame);
    note(at + 16);
  }
  return other;
}
