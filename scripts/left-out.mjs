import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

const standIns = join(dirname(import.meta.dirname), 'src', 'node', 'redactor');

/**
 * An esbuild plugin that leaves parts of secretlint out of the bundles that text never needs. The files that replace
 * them say what and why.
 */
export const leftOut = {
  name: 'left-out',
  setup(build) {
    build.onResolve({ filter: /^debug$|^\.\/index-[\w-]+\.js$/ }, ({ path, importer, kind }) => {
      if (!importer.includes(join('node_modules', '@secretlint'))) return undefined;
      if (path === 'debug') return { path: join(standIns, 'debug-stub.ts') };
      // The file name depends on its content, and another version may load something else this way.
      const isForge = kind === 'dynamic-import' && isForgeAt(join(dirname(importer), path));
      return isForge ? { path: join(standIns, 'node-forge-stub.ts') } : undefined;
    });
  },
};

function isForgeAt(file) {
  return readFileSync(file, 'utf8').includes('Node.js module for Forge.');
}
