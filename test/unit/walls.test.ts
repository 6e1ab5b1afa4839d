import { deepStrictEqual, ok } from 'node:assert/strict';
import { readFileSync, readdirSync, statSync } from 'node:fs';
import { dirname, join } from 'node:path/posix';

import { bundleOf, withoutHash } from './support/dist-files.ts';

interface Metafile {
  readonly inputs: Readonly<
    Record<string, { readonly imports: readonly { readonly path: string; readonly external?: boolean }[] }>
  >;
  readonly outputs: Readonly<
    Record<
      string,
      {
        readonly inputs: Readonly<Record<string, { readonly bytesInOutput: number }>>;
        readonly imports: readonly { readonly path: string; readonly kind: string }[];
      }
    >
  >;
}

/** What each part of the house may import of the others. */
const MAY_IMPORT: Readonly<Record<string, readonly string[]>> = {
  core: ['core'],
  node: ['core', 'node'],
  cli: ['core', 'node', 'cli'],
  mcp: ['core', 'node', 'mcp'],
  host: ['core', 'node', 'host'],
  webview: ['core', 'webview'],
};

/** Packages that core may use; the others may use what package.json has. */
const CORE_PACKAGES = ['zod', '@toon-format/toon'];

/**
 * Bytes that each bundle may load at its first use: what it takes today and some 3 % more. Whoever needs more looks
 * first at what can be loaded later, and then raises the limit here, so that growth is decided.
 */
const LARGEST: Readonly<Record<string, number>> = {
  extension: 94_200,
  deferred: 75_100,
  commands: 143_500,
  failures: 24_700,
  engine: 462_000,
  redactor: 88_600,
  connect: 112_700,
  context: 211_700,
  uninstall: 3_100,
  tokenizer: 10_300,
  // The course of a session; what a workflow used.
  usage: 57_300,
  'usage.read-timelines': 99_400,
  // With what judges the output of checks.
  activity: 121_800,
  toon: 57_700,
  mcp: 722_900,
  'session-view': 30_600,
  // A quiet turn, and the meter.
  quick: 90_200,
  // What a call loads first, whatever it is for; then the commands of every day; then what answers a hook.
  // With what keeps compiled code, which saves more than it takes.
  cli: 7_500,
  'command-line': 2_900,
  'command-line.run': 532_100,
  'command-line.run-hook': 24_500,
  'command-line.answer-hook': 467_300,
};

/** esbuild's own account of the build that ships. */
const metafile = JSON.parse(readFileSync('dist/meta.json', 'utf8')) as Metafile;

function partOf(path: string): string | undefined {
  return /^src\/(\w+)\//.exec(path)?.[1];
}

function packageOf(path: string): string | undefined {
  return /(?:^|\/)node_modules\/((?:@[^/]+\/)?[^/]+)/.exec(path)?.[1];
}

/**
 * How much of each file is in a bundle and its parts; one of which nothing is left, such as a file of types, isn't
 * there.
 */
function bytesIn(bundle: string): ReadonlyMap<string, number> {
  const inputs = Object.entries(metafile.outputs).flatMap(([output, { inputs: own }]) =>
    bundleOf(output) === bundle ? Object.entries(own) : [],
  );
  return new Map(
    inputs.flatMap(([path, { bytesInOutput }]) => (bytesInOutput > 0 ? [[path, bytesInOutput]] : [])),
  );
}

/** Files that are loaded at once with a file of `dist/`, itself included. */
function loadedWith(output: string, known = new Set<string>()): ReadonlySet<string> {
  if (known.has(output) || metafile.outputs[output] === undefined) return known;
  known.add(output);
  for (const { path, kind } of metafile.outputs[output].imports)
    if (kind !== 'dynamic-import') loadedWith(path, known);
  return known;
}

/** Which of Ninefold's own files each file imports or exports from, types included, which esbuild's account leaves out. */
function importsInSources(): ReadonlyMap<string, readonly string[]> {
  const files = readdirSync('src', { recursive: true, encoding: 'utf8' })
    .map((name) => join('src', name.replaceAll('\\', '/')))
    .filter((name) => name.endsWith('.ts'));
  return new Map(
    files.map((file) => {
      const text = readFileSync(file, 'utf8');
      const found = text.matchAll(/(?:^(?:import|export)\b[^;]*?\bfrom |\bimport\()'(\.[^']+\.ts)'/gm);
      return [file, [...found].map(([, path = '']) => join(dirname(file), path))];
    }),
  );
}

/** Ways that lead back to where they begin: each as its files. */
function circlesIn(imports: ReadonlyMap<string, readonly string[]>): readonly string[] {
  const circles: string[] = [];
  const done = new Set<string>();
  const follow = (file: string, way: readonly string[]): void => {
    const at = way.indexOf(file);
    if (at >= 0) circles.push([...way.slice(at), file].join(' → '));
    if (at >= 0 || done.has(file)) return;
    for (const other of imports.get(file) ?? []) follow(other, [...way, file]);
    done.add(file);
  };
  for (const file of imports.keys()) follow(file, []);
  return circles;
}

/** The file of `dist/` with a part of a bundle: `command-line.run` → `dist/command-line.run-HASH.js`. */
const fileOf = (part: string): string =>
  Object.keys(metafile.outputs).find((output) => withoutHash(output) === `dist/${part}.js`) ?? part;
const sizeOf = (output: string): number =>
  [...loadedWith(output)].reduce((sum, path) => sum + statSync(path).size, 0);

describe('walls of the house', () => {
  it('stand without a circle: what a file imports, types included, never leads back to it', () => {
    const imports = importsInSources();
    const unknown = [...imports.values()].flat().filter((path) => !imports.has(path));
    deepStrictEqual(unknown, []);
    // What an import of a type alone leaves out of the build is seen here.
    ok(imports.get('src/cli/action.ts')?.includes('src/cli/context.ts'));
    ok([...imports.values()].flat().length > 1000);
    deepStrictEqual(circlesIn(imports), []);
  });

  it('stand between the rooms of node too: no two folders lead to each other, and none is left outside', () => {
    const inNode = [...importsInSources()].filter(([file]) => file.startsWith('src/node/'));
    const roomOf = (file: string): string => file.split('/').slice(0, 3).join('/');
    const rooms = new Map<string, string[]>();
    for (const [file, others] of inNode) {
      const room = roomOf(file);
      const led = others.filter((other) => other.startsWith('src/node/')).map(roomOf);
      rooms.set(room, [...(rooms.get(room) ?? []), ...led.filter((other) => other !== room)]);
    }
    deepStrictEqual(circlesIn(rooms), []);
    deepStrictEqual(
      [...rooms.keys()].filter((room) => room.endsWith('.ts')),
      ['src/node/engine.ts'],
    );
  });

  it('would show a circle of two, of three, and of a file with itself', () => {
    const imports = { a: ['b'], b: ['c', 'a'], c: ['d'], d: ['b'], e: ['e'], f: ['a'] };
    deepStrictEqual(circlesIn(new Map(Object.entries(imports))), ['b → c → d → b', 'a → b → a', 'e → e']);
  });

  it('hold in what is built: no part imports one above it', () => {
    const crossings = Object.entries(metafile.inputs).flatMap(([file, { imports }]) => {
      const part = partOf(file);
      if (part === undefined) return [];
      return imports.flatMap(({ path }) => {
        const other = partOf(path);
        const isAllowed = other === undefined || (MAY_IMPORT[part] ?? []).includes(other);
        return isAllowed ? [] : [`${file} → ${path}`];
      });
    });
    deepStrictEqual(crossings, []);
  });

  it('keep core from the machine, the editor and every package but two', () => {
    const files = Object.entries(metafile.inputs).filter(([file]) => partOf(file) === 'core');
    ok(files.length > 10);
    const foreign = files.flatMap(([file, { imports }]) =>
      imports.flatMap(({ path, external }) => {
        const name = packageOf(path);
        const isPackage = name !== undefined && !CORE_PACKAGES.includes(name);
        return external === true || isPackage ? [`${file} → ${path}`] : [];
      }),
    );
    deepStrictEqual(foreign, []);
  });

  it('let only host import vscode', () => {
    const importers = Object.entries(metafile.inputs).flatMap(([file, { imports }]) =>
      imports.some(({ path }) => path === 'vscode') ? [partOf(file)] : [],
    );
    deepStrictEqual([...new Set(importers)], ['host']);
  });

  it('keep the secrets’ patterns and the tokenizer’s ranks out of the extension’s start-up', () => {
    const inputs = Object.keys(metafile.outputs['dist/extension.js']?.inputs ?? {});
    const heavy = inputs.filter((path) => /node_modules\/(@secretlint|js-tiktoken|commander)\//.test(path));
    deepStrictEqual(heavy, []);
  });

  it('keep what starts after activation out of the extension’s start-up', () => {
    const imports = metafile.inputs['src/host/deferred-parts.ts']?.imports ?? [];
    // How parts are registered is theirs and the start-up's.
    const parts = imports.map(({ path }) => path).filter((path) => !path.includes('/registration/'));
    ok(parts.length > 5);
    const atStart = bytesIn('dist/extension.js');
    deepStrictEqual(
      parts.filter((path) => atStart.has(path)),
      [],
    );
  });

  it('keep the words of failures in a bundle of their own, which the window loads with the first failure', () => {
    const holders = ['extension', 'deferred', 'commands', 'engine', 'toon', 'failures'].filter((name) =>
      [...bytesIn(`dist/${name}.js`).keys()].some((path) => path.startsWith('src/core/failures/')),
    );
    deepStrictEqual(holders, ['failures']);
  });

  it('keep zod out of the bundles that read little JSON', () => {
    const holders = ['extension', 'deferred', 'commands', 'connect', 'failures', 'toon'].filter((name) =>
      [...bytesIn(`dist/${name}.js`).keys()].some((path) => path.includes('node_modules/zod/')),
    );
    deepStrictEqual(holders, []);
  });

  it('keep what looks at code, and the reader of YAML, in a bundle of their own', () => {
    const holders = Object.entries(metafile.outputs).flatMap(([file, { inputs }]) =>
      Object.keys(inputs).some((path) => /node_modules\/yaml\/|scan-project\.ts$/.test(path))
        ? [bundleOf(file)]
        : [],
    );
    deepStrictEqual([...new Set(holders)], ['dist/context.js']);
  });

  it('leave out of every bundle what only opens key files, logs for a debugger, or reads the answers of forms', () => {
    const left = [...new Set(Object.keys(metafile.outputs).map(bundleOf))].flatMap((bundle) =>
      [...bytesIn(bundle)].flatMap(([path, bytes]) => {
        const isUnneeded = /node_modules\/(?:debug|supports-color|ms|ajv|node-forge)\/|\/ajvProvider/.test(
          path,
        );
        // node-forge comes bundled into a file of secretlint's that is as large as all of its patterns, and more.
        return isUnneeded || (path.includes('/@secretlint/') && bytes > 100_000)
          ? [`${bundle}: ${path}`]
          : [];
      }),
    );
    deepStrictEqual(left, []);
    // What stands in its place is there.
    ok(bytesIn('dist/mcp.js').has('src/mcp/sdk-shims.ts'));
    for (const name of ['node-forge-stub', 'debug-stub', 'profiler-stub'])
      ok(bytesIn('dist/redactor.js').has(`src/node/redactor/${name}.ts`), name);
  });

  it('keep what reads the ranks in the tokenizer alone, which only a worker or a count loads', () => {
    const holders = Object.entries(metafile.outputs).flatMap(([output, { inputs }]) =>
      Object.keys(inputs).some((path) => /js-tiktoken|load-encoding\.ts$/.test(path))
        ? [bundleOf(output)]
        : [],
    );
    deepStrictEqual([...new Set(holders)], ['dist/tokenizer.js']);
  });

  it('load at first use no more than is decided here', () => {
    const sizes = Object.keys(LARGEST).map((part) => [part, sizeOf(fileOf(part))] as const);
    deepStrictEqual(
      sizes.filter(([part, size]) => size > (LARGEST[part] ?? 0)),
      [],
    );
    // A limit far above the size would let the bundle grow unseen.
    deepStrictEqual(
      sizes.filter(([part, size]) => size < 0.9 * (LARGEST[part] ?? 0)),
      [],
    );
    const limited = new Set(Object.keys(LARGEST).map((part) => bundleOf(`dist/${part}.js`)));
    const bundles = new Set(Object.keys(metafile.outputs).map(bundleOf));
    deepStrictEqual(
      [...bundles].filter((bundle) => !limited.has(bundle)),
      [],
    );
  });

  it('load for a command what it needs, and for recovery, checks, an agent or an edit more', () => {
    const early = ['command-line.run', 'engine', 'usage'].flatMap((part) =>
      [...loadedWith(fileOf(part))].flatMap((output) => Object.keys(metafile.outputs[output]?.inputs ?? {})),
    );
    const late = [
      /\/(?:core|node)\/(?:checks|recovery)\/(?!recovery-words)|agents\/[^/]+\/activity\.ts|smol-toml/,
      // The default agent's are loaded at once.
      /\/agents\/(?!claude-code)[^/]+\/(?:sessions|transcript|window)\.ts/,
      /\/core\/(?:proposals\/(?!.*-words)|toon\/(?!encode-toon))/,
    ];
    deepStrictEqual(
      early.filter((path) => late.some((pattern) => pattern.test(path))),
      [],
    );
  });
});
