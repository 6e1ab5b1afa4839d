/**
 * `npm run package:npm [-- FOLDER]`: packs the command line and the MCP server as an npm package, from the build in
 * dist/. Its package.json is made from the project's, without what only the editor needs and without dependencies.
 */
import { execFileSync } from 'node:child_process';
import { copyFileSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { addressesOf } from './addresses.mjs';
import { packagedText } from './packaged-text.mjs';
import { findNpm } from './find-npm.mjs';
import { npmFiles, readManifest } from './npm-files.mjs';

const project = dirname(import.meta.dirname);
const staged = join(project, 'out', 'npm');
const destination = resolve(process.argv[2] ?? project);

const { name, version, description, keywords, license, engines, bin, repository } = readManifest();
const addresses = addressesOf({ repository });

rmSync(staged, { recursive: true, force: true });
mkdirSync(join(staged, 'dist'), { recursive: true });
for (const file of npmFiles()) copyFileSync(join(project, 'dist', file), join(staged, 'dist', file));
copyFileSync(join(project, 'LICENSE'), join(staged, 'LICENSE'));
for (const [from, to] of [
  ['docs/npm.md', 'README.md'],
  ['CHANGELOG.md', 'CHANGELOG.md'],
]) {
  writeFileSync(join(staged, to), packagedText(readFileSync(join(project, from), 'utf8'), addresses.files));
}
writeFileSync(
  join(staged, 'package.json'),
  `${JSON.stringify(
    {
      name,
      version,
      description,
      keywords,
      license,
      ...addresses.fields,
      engines: { node: engines.node },
      bin,
    },
    undefined,
    2,
  )}\n`,
);
mkdirSync(destination, { recursive: true });
const npm = findNpm();
if (npm === undefined) throw new Error('npm not found next to Node; run `npm run package:npm`');
execFileSync(process.execPath, [npm, 'pack', '--silent', '--pack-destination', destination], {
  cwd: staged,
  stdio: 'inherit',
});
