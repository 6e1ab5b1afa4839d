import { join } from 'node:path';

const standIn = join(import.meta.dirname, '..', 'src', 'node', 'files', 'files-at-once.ts');

/** An esbuild plugin for bundles whose process answers and ends: their file functions don't use the thread pool. */
export const filesAtOnce = {
  name: 'files-at-once',
  setup(build) {
    build.onResolve({ filter: /^node:fs\/promises$/ }, () => ({ path: standIn }));
  },
};
