/** The folder that the extension's package is made of: the files that ship, with addresses that work from where they ship. */
import { cpSync, existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { PackageManager, listFiles } from '@vscode/vsce';
import { addressesOf } from './addresses.mjs';
import { packagedText } from './packaged-text.mjs';

/** Shown by the Marketplace and by VS Code, far from the files that they link to. */
const PAGES = ['README.md', 'CHANGELOG.md'];
const CHOICE = '.vscodeignore';
/** Of package.json, what only the project's own tools read. */
const OF_THE_PROJECT = ['scripts', 'devDependencies'];

/**
 * Fills `staged` with what `.vscodeignore` lets ship, and that file.
 *
 * @param {string} folder the extension's
 * @param {string} staged emptied first
 * @returns {Promise<{ files: string[], hasAddress: boolean }>} the files, and whether their links lead anywhere
 */
export async function stageVsix(folder, staged) {
  rmSync(staged, { recursive: true, force: true });
  const files = await listFiles({ cwd: folder, packageManager: PackageManager.None });
  for (const file of files) {
    mkdirSync(dirname(join(staged, file)), { recursive: true });
    cpSync(join(folder, file), join(staged, file));
  }
  const manifest = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'));
  const addresses = addressesOf(manifest);
  for (const page of PAGES.filter((name) => files.includes(name))) {
    writeFileSync(
      join(staged, page),
      packagedText(readFileSync(join(folder, page), 'utf8'), addresses.files),
    );
  }
  const shipped = Object.fromEntries(
    Object.entries({ ...manifest, ...addresses.fields }).filter(([key]) => !OF_THE_PROJECT.includes(key)),
  );
  writeFileSync(
    join(staged, 'package.json'),
    `${JSON.stringify(shipped, undefined, 2)}
`,
  );
  // vsce warns where it finds nothing that chooses the files.
  if (existsSync(join(folder, CHOICE))) cpSync(join(folder, CHOICE), join(staged, CHOICE));
  return { files, hasAddress: addresses.files !== undefined };
}
