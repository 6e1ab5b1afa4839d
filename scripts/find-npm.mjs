/** Finds npm. */
import { createRequire } from 'node:module';

/**
 * Returns npm's own script, to run it with this Node, whichever comes first on the PATH.
 *
 * @returns {string | undefined} undefined if Node came without npm
 */
export function findNpm() {
  if (process.env.npm_execpath?.endsWith('npm-cli.js')) return process.env.npm_execpath;
  const besideNode = createRequire(process.execPath);
  for (const place of ['../lib/node_modules/npm/bin/npm-cli.js', './node_modules/npm/bin/npm-cli.js']) {
    try {
      return besideNode.resolve(place);
    } catch (error) {
      if (error.code !== 'MODULE_NOT_FOUND') throw error;
    }
  }
  return undefined;
}
