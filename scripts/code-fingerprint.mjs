/** Tells whether code does the same as before: a hash of what it compiles to, in which comments and names are gone. */
import { build } from 'esbuild';
import { createHash } from 'node:crypto';

/**
 * @param {string} entry file whose code counts, with all that it imports, packages included
 * @param {import('esbuild').BuildOptions} options as for its bundle
 * @returns {Promise<string>} 16 characters
 */
export async function codeFingerprint(entry, options) {
  const { outputFiles } = await build({
    ...options,
    entryPoints: [entry],
    minify: true,
    sourcemap: false,
    legalComments: 'none',
    metafile: false,
    write: false,
  });
  const hash = createHash('sha256');
  for (const { contents } of outputFiles) hash.update(contents);
  return hash.digest('base64url').slice(0, 16);
}
