/**
 * Builds a bundle that loads parts of itself when they are needed: what `await import('./part.ts')` asks for becomes a
 * file of its own, `BUNDLE.PART-HASH.js`. esbuild splits ES modules only, so each file is turned into CommonJS
 * afterwards.
 */
import { build, transform } from 'esbuild';
import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';

/**
 * @param {string} name of the bundle
 * @param {string} entry file of the project, as the next
 * @param {string} home file that is loaded before each part
 * @param {import('esbuild').BuildOptions} options as for a bundle in one file
 * @returns {Promise<import('esbuild').Metafile>} with the sizes of the files written
 */
export async function buildSplit(name, entry, home, options) {
  const { metafile, outputFiles } = await build({
    ...options,
    plugins: [...options.plugins, partsAfter(home, entry)],
    entryPoints: { [name]: entry },
    chunkNames: `${name}.[name]-[hash]`,
    format: 'esm',
    splitting: true,
    write: false,
  });
  const { platform, target, minify, charset, legalComments } = options;
  for (const { path, text } of outputFiles) {
    const { code } = await transform(text, {
      ...{ platform, target, minify, charset, legalComments },
      format: 'cjs',
      // As `require`, which finds a file in half the time of `import()`.
      supported: { 'dynamic-import': false },
    });
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, code);
    const output = metafile.outputs[relative(process.cwd(), path).replaceAll('\\', '/')];
    output.bytes = Buffer.byteLength(code);
  }
  return metafile;
}

/**
 * Tells esbuild that a part is loaded after `home`. It would otherwise make a file of each set of modules that some
 * parts share with it, some forty for the command line, and finding them would take longer than reading them.
 *
 * @returns {import('esbuild').Plugin}
 */
function partsAfter(home, entry) {
  // Relative, so that a build in another folder makes the same files.
  const project = process.cwd();
  const own = (file) => relative(project, file).replaceAll('\\', '/');
  return {
    name: 'parts-after-home',
    setup({ onLoad, onResolve }) {
      onResolve({ filter: /^\.\.?\/.*\.ts$/ }, ({ kind, path, importer, resolveDir }) => {
        if (kind !== 'dynamic-import' || (own(importer) === entry && entry !== home)) return undefined;
        return { path: own(join(resolveDir, path)), namespace: 'part' };
      });
      onLoad({ filter: /.*/, namespace: 'part' }, ({ path }) => ({
        contents: `import './${home}';\nexport * from './${path}';\n`,
        resolveDir: project,
      }));
    },
  };
}
