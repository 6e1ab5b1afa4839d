/**
 * Builds the bundles that ship into dist/ (`npm run build`), and the tests into out/ (`--tests`, `--only-tests
 * SUITE`). `--dev` builds for a debugger: readable, with source maps; `--watch` does so after every change.
 * `--outdir` sets a folder other than dist/.
 *
 * Bundles have fixed names, one file per entry, so that the extension's startup never pays for what only the command
 * line or a handoff needs. `dist/meta.json` is esbuild's metafile, with which a test enforces the walls between
 * folders.
 */
import { build, context } from 'esbuild';
import { chmodSync, mkdirSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { basename, dirname, join, relative } from 'node:path';
import { parseArgs } from 'node:util';
import { brotliCompressSync, constants } from 'node:zlib';
import cl100k from 'js-tiktoken/ranks/cl100k_base';
import o200k from 'js-tiktoken/ranks/o200k_base';
import { atOnce, bundles, pages, splitBundles } from './bundles.mjs';
import { codeFingerprint } from './scripts/code-fingerprint.mjs';
import { filesAtOnce } from './scripts/files-at-once.mjs';
import { leftOut } from './scripts/left-out.mjs';
import { buildSplit } from './scripts/split-bundle.mjs';
import { watchReport } from './scripts/watch-report.mjs';
import { thirdPartyLicenses } from './scripts/third-party-licenses.mjs';

const { values } = parseArgs({
  options: {
    dev: { type: 'boolean' },
    watch: { type: 'boolean' },
    outdir: { type: 'string', default: 'dist' },
    tests: { type: 'boolean' },
    'only-tests': { type: 'string', multiple: true },
  },
});
const { outdir } = values;
const isDev = values.dev === true || values.watch === true;
/** Suites to build: all with `--tests`, or those of `--only-tests NAME`, which doesn't touch dist/. */
const suites =
  values['only-tests'] ??
  (values.tests ? ['unit', 'host', 'ui', 'agents', 'bench', 'torture', 'pictures'] : []);

const shared = {
  bundle: true,
  platform: 'node',
  target: 'node20',
  format: 'cjs',
  external: ['vscode'],
  // jsonc-parser's `main` is UMD with a dynamic require that no bundler can follow.
  mainFields: ['module', 'main'],
  alias: {
    '@secretlint/profiler': join(import.meta.dirname, 'src/node/redactor/profiler-stub.ts'),
    '@modelcontextprotocol/server/_shims': join(import.meta.dirname, 'src/mcp/sdk-shims.ts'),
  },
  plugins: [leftOut],
  logLevel: 'warning',
  metafile: true,
};

/** Bundles of dist/ that a suite's modules load from their own folder at run time. */
const LOADED_BESIDE = {
  unit: ['host/engine.js', 'host/failures.js'],
  bench: ['redactor.js'],
  torture: ['redactor.js'],
};

/** Unit tests run without an editor, so the host's modules get a fake one. */
const inUnitTests = {
  alias: { ...shared.alias, vscode: join(import.meta.dirname, 'test/unit/support/fake-vscode.ts') },
};

if (values.watch) await watchProducts();
else if (!values['only-tests']) await buildProducts();
for (const suite of suites) {
  const folder = join('test', suite);
  rmSync(join('out', suite), { recursive: true, force: true });
  const entries = listTypeScript(folder);
  if (entries.length === 0) continue;
  await build({
    ...shared,
    entryPoints: entries,
    outbase: folder,
    outdir: join('out', suite),
    sourcemap: 'inline',
    ...(suite === 'unit' ? inUnitTests : {}),
    // The harness is plain .mjs and finds the project's folder from its own, bundled or not.
    define: { 'import.meta.dirname': '__dirname' },
    external: [
      ...(suite === 'unit' ? [] : ['vscode']),
      'mocha',
      'playwright-core',
      '@vscode/vsce',
      '@vscode/test-electron',
      './redactor.js',
      'tiktoken',
      'sharp',
      'esbuild',
    ],
  });
  // Files that modules load from their own folder at run time.
  for (const file of LOADED_BESIDE[suite] ?? []) {
    const product = relative(join('out', suite, dirname(file)), join('dist', basename(file))).replaceAll(
      '\\',
      '/',
    );
    writeFileSync(join('out', suite, file), `module.exports = require('${product}');\n`);
  }
}

function listTypeScript(folder) {
  try {
    return readdirSync(folder, { recursive: true })
      .filter((name) => name.endsWith('.test.ts') || basename(name) === 'index.ts')
      .map((name) => join(folder, name));
  } catch (error) {
    if (error.code === 'ENOENT') return [];
    throw error;
  }
}

async function buildProducts() {
  rmSync(outdir, { recursive: true, force: true });
  const accounts = [];
  for (const options of await productOptions()) accounts.push(...(await buildAll(options)));
  // Only this bundle runs as a program.
  chmodSync(join(outdir, 'cli.js'), 0o755);
  const shipped = joined(...accounts);
  writeFileSync(join(outdir, 'meta.json'), JSON.stringify(shipped));
  writeFileSync(join(outdir, 'third-party-licenses.txt'), thirdPartyLicenses(shipped, '.'));
  writeRanks();
}

/**
 * Builds the bundles of these options, each in one file or, if it is listed so, in several. A debug build splits none,
 * because a source map doesn't survive the second step.
 */
async function buildAll({ entryPoints, ...options }) {
  const names = isDev ? [] : Object.keys(splitBundles).filter((name) => name in entryPoints);
  const whole = Object.fromEntries(Object.entries(entryPoints).filter(([name]) => !names.includes(name)));
  const builds = [
    build({ ...options, entryPoints: whole }).then(({ metafile }) => metafile),
    ...names.map((name) => {
      const plugins = atOnce.includes(name) ? [...options.plugins, filesAtOnce] : options.plugins;
      return buildSplit(name, entryPoints[name], splitBundles[name], { ...options, plugins });
    }),
  ];
  return Promise.all(builds);
}

/** Builds after every change, until it is stopped. Other files that the bundles read are made once. */
async function watchProducts() {
  rmSync(outdir, { recursive: true, force: true });
  mkdirSync(outdir);
  writeRanks();
  const report = watchReport(console.log);
  for (const options of await productOptions()) {
    const watched = await context({ ...options, logLevel: 'silent', plugins: [...options.plugins, report] });
    await watched.watch();
  }
}

/** esbuild options: the bundles for Node, then those for a page. */
async function productOptions() {
  const { version } = JSON.parse(readFileSync('package.json', 'utf8'));
  const each = {
    ...shared,
    outdir,
    minify: !isDev,
    sourcemap: isDev,
    // Texts have many non-ASCII characters, which take twice the space if escaped.
    charset: 'utf8',
  };
  return [
    {
      ...each,
      entryPoints: bundles,
      define: {
        NINEFOLD_VERSION: JSON.stringify(version),
        // Of everything that decides what a secret is: a change invalidates cached results.
        NINEFOLD_PATTERNS: JSON.stringify(await codeFingerprint(bundles.redactor, { ...shared, outdir })),
      },
      legalComments: 'none',
      external: ['vscode', './redactor.js'],
    },
    { ...each, entryPoints: pages, platform: 'browser', target: 'chrome128', format: 'iife' },
  ];
}

/** Merges metafiles. */
function joined(...metafiles) {
  return {
    inputs: Object.assign({}, ...metafiles.map(({ inputs }) => inputs)),
    outputs: Object.assign({}, ...metafiles.map(({ outputs }) => outputs)),
  };
}

/** Writes the tokenizer's ranks. A debug build skips the last tenth of compression, which takes seconds. */
function writeRanks() {
  const quality = isDev ? 5 : constants.BROTLI_DEFAULT_QUALITY;
  const params = { [constants.BROTLI_PARAM_QUALITY]: quality };
  for (const [name, { bpe_ranks }] of Object.entries({ o200k, cl100k })) {
    writeFileSync(join(outdir, `${name}.ranks`), brotliCompressSync(packRanks(bpe_ranks), { params }));
  }
}

/**
 * Packs ranks, which come as lines of `! FIRST-RANK token token …` in base64. Packed
 * (`src/core/tokens/packed-tokens.ts` reads them) and compressed, they take half the space and load in a tenth of the
 * time.
 */
function packRanks(lines) {
  const tokens = [];
  for (const line of lines.split('\n')) {
    const [, first, ...encoded] = line.split(' ');
    for (const [index, token] of encoded.entries())
      tokens[Number(first) + index] = Buffer.from(token, 'base64');
  }
  const all = Array.from(tokens, (token) => token ?? Buffer.alloc(0));
  const count = Buffer.alloc(4);
  count.writeUInt32LE(all.length);
  return Buffer.concat([count, Buffer.from(all.map(({ length }) => length)), ...all]);
}
