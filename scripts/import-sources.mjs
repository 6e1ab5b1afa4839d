/** Runs TypeScript of this project within a script. */
import { build } from 'esbuild';
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { pathToFileURL } from 'node:url';

const project = dirname(import.meta.dirname);

/**
 * Bundles a module and imports it. The bundle is below `out/`, because some modules look for the project above them.
 *
 * @param {string} code of the module, whose paths begin at the project's folder
 * @returns {Promise<Record<string, any>>} what it exports
 */
export async function importSources(code) {
  mkdirSync(join(project, 'out'), { recursive: true });
  const folder = mkdtempSync(join(project, 'out', 'imported-'));
  try {
    const outfile = join(folder, 'index.mjs');
    await build({
      stdin: { contents: code, resolveDir: project },
      bundle: true,
      outfile,
      format: 'esm',
      platform: 'node',
      // jsonc-parser's `main` is UMD with a dynamic require that no bundler can follow.
      mainFields: ['module', 'main'],
    });
    return await import(pathToFileURL(outfile).href);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
