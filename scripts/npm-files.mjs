/** What the command line and the MCP server need of the build, for the packages without the extension. */
import { readFileSync, readdirSync } from 'node:fs';
import { dirname, join } from 'node:path';

const project = dirname(import.meta.dirname);

/** Bundles that only the extension loads; the name of a bundle's part begins with the bundle's. */
const OF_THE_EDITOR = [
  'extension',
  'failures',
  'deferred',
  'commands',
  'uninstall',
  'engine',
  'activity',
  'session-view',
  'toon',
];

/** Lists the files in dist/ that aren't the extension's alone. */
export function npmFiles() {
  return readdirSync(join(project, 'dist')).filter(
    (file) => /\.(?:js|ranks|txt)$/.test(file) && !OF_THE_EDITOR.includes(file.split('.')[0]),
  );
}

/** Returns the project's package.json with its description in words. */
export function readManifest() {
  const manifest = JSON.parse(readFileSync(join(project, 'package.json'), 'utf8'));
  const words = JSON.parse(readFileSync(join(project, 'package.nls.json'), 'utf8'));
  return { ...manifest, description: words['extension.description'] };
}
