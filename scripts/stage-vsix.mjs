/**
 * Makes the folder for the extension's package: the files that ship, with addresses that work outside the repository.
 */
import { cpSync, existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { PackageManager, listFiles } from '@vscode/vsce';
import { addressesOf } from './addresses.mjs';
import { packagedText } from './packaged-text.mjs';

/** Shown by the Marketplace and VS Code, away from the files that they link to. */
const PAGES = ['README.md', 'CHANGELOG.md'];
const CHOICE = '.vscodeignore';
/** Fields of package.json that only the project's own tools read. */
const OF_THE_PROJECT = ['scripts', 'devDependencies'];
/** The one script that VS Code runs: after it removed the extension. */
const ON_REMOVAL = 'vscode:uninstall';

/**
 * Copies what `.vscodeignore` allows to `staged`, and that file itself.
 *
 * @param {string} folder the extension's
 * @param {string} staged emptied first
 * @returns {Promise<{ files: string[], hasAddress: boolean }>} the files, and whether their links work
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
  const fields = Object.fromEntries(
    Object.entries({ ...manifest, ...addresses.fields }).filter(([key]) => !OF_THE_PROJECT.includes(key)),
  );
  const script = manifest.scripts?.[ON_REMOVAL];
  const shipped = script === undefined ? fields : { ...fields, scripts: { [ON_REMOVAL]: script } };
  writeFileSync(
    join(staged, 'package.json'),
    `${JSON.stringify(shipped, undefined, 2)}
`,
  );
  // vsce warns if nothing selects the files.
  if (existsSync(join(folder, CHOICE))) cpSync(join(folder, CHOICE), join(staged, CHOICE));
  return { files, hasAddress: addresses.files !== undefined };
}
