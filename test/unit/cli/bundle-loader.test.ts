import { deepStrictEqual, ok, strictEqual, throws } from 'node:assert/strict';
import {
  chmodSync,
  copyFileSync,
  existsSync,
  lstatSync,
  mkdirSync,
  readFileSync,
  readdirSync,
  renameSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';

import { BundleLoader } from '../../../src/cli/bundle-loader.ts';
import { newFolder, removeFolders, writeFiles } from '../support/folders.ts';

const PART = 'quick.part-ABCD1234.js';

/** Answers of bundles, all as long. V8 doesn't compile a text a second time, so each bundle has its own. */
let lastAnswer = 100_000;

/** A bundle of two files, as the build makes them: what it exports comes from its part. */
function bundle(): string {
  const folder = newFolder();
  const answer = ++lastAnswer;
  writeFiles(folder, {
    'quick.js': `"use strict"; const part = require('./${PART}'); exports.ask = () => part.ask();`,
    [PART]: `"use strict"; exports.ask = () => { const given = ${answer}; return given; };`,
  });
  return folder;
}

const loaderOf = (folder: string): BundleLoader =>
  new BundleLoader(folder, createRequire(join(folder, 'cli.js')), 'turn');

function ask(loader: BundleLoader): unknown {
  return (loader.load('quick.js') as { ask: () => unknown }).ask();
}

/** Runs a bundle, and keeps what was compiled. @returns the file that was kept */
function keptOf(folder: string): string {
  const loader = loaderOf(folder);
  ask(loader);
  loader.keep();
  const kept = join(folder, 'compiled');
  const files = readdirSync(kept, { recursive: true, encoding: 'utf8' }).filter((name) =>
    /\.\w+$/.test(name),
  );
  const own = files.filter((name) => name.endsWith('.bin'));
  deepStrictEqual([own.length, files.filter((name) => name.endsWith('.tmp'))], [1, []]);
  return join(kept, own[0] ?? '');
}

interface Exchanged {
  readonly folder: string;
  readonly kept: string;
  /** Of the bundle's own code, and of what is kept. */
  readonly own: number;
  readonly other: number;
}

/** A bundle with compiled code of another that takes as much space: V8 can't tell, so what runs shows. */
function exchanged(): Exchanged {
  const source = bundle();
  const other = lastAnswer;
  const from = keptOf(source);
  const folder = bundle();
  const kept = join(folder, from.slice(source.length));
  mkdirSync(dirname(kept), { recursive: true });
  copyFileSync(from, kept);
  return { folder, kept, own: lastAnswer, other };
}

describe('the loader of bundles', () => {
  afterEach(removeFolders);

  it('loads a bundle with its parts, each once', () => {
    const folder = bundle();
    writeFiles(folder, {
      [PART]: 'globalThis.loads = (globalThis.loads ?? 0) + 1; exports.ask = () => globalThis.loads;',
    });
    const loader = loaderOf(folder);
    const loads = ask(loader);
    deepStrictEqual([loader.load('quick.js') === loader.load('quick.js'), ask(loader)], [true, loads]);
  });

  it('gives a bundle what isn’t one, and its own place', () => {
    const folder = bundle();
    writeFiles(folder, {
      'redactor.js': 'exports.name = __filename;',
      [PART]:
        "exports.ask = () => [require('./redactor.js').name, require('node:path').basename(__filename), __dirname];",
    });
    deepStrictEqual(ask(loaderOf(folder)), [join(folder, 'redactor.js'), PART, folder]);
  });

  it('loads a bundle that failed again', () => {
    const folder = bundle();
    const text = readFileSync(join(folder, PART), 'utf8');
    writeFiles(folder, { [PART]: 'throw new Error("broken");' });
    const loader = loaderOf(folder);
    throws(() => ask(loader), /broken/);
    writeFiles(folder, { [PART]: text });
    strictEqual(ask(loader), lastAnswer);
  });

  it('runs what an earlier process compiled, and doesn’t write it again', () => {
    const { folder, kept, other } = exchanged();
    const before = statSync(kept).mtimeMs;
    const loader = loaderOf(folder);
    strictEqual(ask(loader), other);
    loader.keep();
    strictEqual(statSync(kept).mtimeMs, before);
  });

  it('compiles and replaces what is damaged, cut off, or of another source', () => {
    const damages: readonly ((whole: Buffer) => Buffer)[] = [
      (whole) => Buffer.concat([whole.subarray(0, -64), Buffer.alloc(64, 0x5a)]),
      (whole) => whole.subarray(0, whole.length / 2),
      () => Buffer.alloc(0),
      (whole) => Buffer.alloc(whole.length),
      () => Buffer.from('text'),
    ];
    for (const damage of damages) {
      const { folder, kept, own } = exchanged();
      const bytes = damage(readFileSync(kept));
      writeFileSync(kept, bytes);
      const loader = loaderOf(folder);
      strictEqual(ask(loader), own);
      loader.keep();
      ok(!readFileSync(kept).equals(bytes));
    }
    const { folder } = exchanged();
    writeFiles(folder, {
      [PART]: 'exports.ask = () => "another, longer one than what was compiled before";',
    });
    ok(String(ask(loaderOf(folder))).startsWith('another'));
  });

  it('adds what ran later, when it looks again', () => {
    const folder = bundle();
    const rest = `exports.more = () => { ${'globalThis.none?.(1); '.repeat(50)} return ${++lastAnswer}; };`;
    const text = readFileSync(join(folder, PART), 'utf8');
    writeFiles(folder, { [PART]: `${text}\n${rest}` });
    const kept = keptOf(folder);
    const [first, before] = [readFileSync(kept), loaderOf(folder)];
    ask(before);
    before.keep(true);
    deepStrictEqual(readFileSync(kept), first);
    const later = loaderOf(folder);
    strictEqual((later.load(PART) as { more: () => number }).more(), lastAnswer);
    later.keep();
    deepStrictEqual(readFileSync(kept), first);
    later.keep(true);
    ok(readFileSync(kept).length > first.length);
  });

  it('keeps only what has its content in its name', () => {
    const folder = newFolder();
    writeFiles(folder, { 'quick.js': 'exports.ask = () => 1;' });
    const loader = loaderOf(folder);
    ask(loader);
    loader.keep();
    ok(!existsSync(join(folder, 'compiled')));
  });

  // On Windows, the permissions of the folder count.
  describe('runs nothing', () => {
    it('that others may write', () => {
      for (const mode of [0o666, 0o664, 0o622]) {
        const { folder, kept, own } = exchanged();
        chmodSync(kept, mode);
        strictEqual(ask(loaderOf(folder)), own);
      }
    });

    it('that is a link', () => {
      const { folder, kept, own } = exchanged();
      renameSync(kept, `${kept}.away`);
      symlinkSync(`${kept}.away`, kept);
      const loader = loaderOf(folder);
      strictEqual(ask(loader), own);
      loader.keep();
      ok(!lstatSync(kept).isSymbolicLink());
    });
  });

  it('does without a place to keep anything', () => {
    const folder = bundle();
    // A file stands where the folder would be.
    writeFiles(folder, { compiled: '' });
    const loader = loaderOf(folder);
    strictEqual(ask(loader), lastAnswer);
    loader.keep();
    strictEqual(readFileSync(join(folder, 'compiled'), 'utf8'), '');
    deepStrictEqual(readdirSync(folder).toSorted(), ['compiled', PART, 'quick.js'].toSorted());
  });
});
