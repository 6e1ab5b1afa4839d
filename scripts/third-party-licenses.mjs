/** Collects the licenses of bundled packages from esbuild's metafile, so that none is forgotten. */
import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';

/** Part of a bundle without being imported: the build packs the ranks. */
const BESIDE_THE_BUNDLES = ['js-tiktoken'];
/**
 * Packages that are bundled inside another one and not installed, all under the MIT license, with their copyright
 * holders.
 */
const INSIDE_ANOTHER = {
  'ajv-formats': '2020 Evgeny Poberezkin',
  'content-type': '2015 Douglas Christopher Wilson',
};
const IN_PATH = /node_modules\/(?!\.pnpm\/)((?:@[^/]+\/)?[^/]+)/g;
/** A bundler's comment above a module, if a package contains bundled ones. */
const REGION = /^\/\/#region (\S*node_modules\/\S+)/gm;
const LICENCE_FILE = /^(?:licen[cs]e|copying|notice)/i;

const MIT = `Permission is hereby granted, free of charge, to any person obtaining a copy of this software and associated documentation files (the "Software"), to deal in the Software without restriction, including without limitation the rights to use, copy, modify, merge, publish, distribute, sublicense, and/or sell copies of the Software, and to permit persons to whom the Software is furnished to do so, subject to the following conditions:

The above copyright notice and this permission notice shall be included in all copies or substantial portions of the Software.

THE SOFTWARE IS PROVIDED "AS IS", WITHOUT WARRANTY OF ANY KIND, EXPRESS OR IMPLIED, INCLUDING BUT NOT LIMITED TO THE WARRANTIES OF MERCHANTABILITY, FITNESS FOR A PARTICULAR PURPOSE AND NONINFRINGEMENT. IN NO EVENT SHALL THE AUTHORS OR COPYRIGHT HOLDERS BE LIABLE FOR ANY CLAIM, DAMAGES OR OTHER LIABILITY, WHETHER IN AN ACTION OF CONTRACT, TORT OR OTHERWISE, ARISING FROM, OUT OF OR IN CONNECTION WITH THE SOFTWARE OR THE USE OR OTHER DEALINGS IN THE SOFTWARE.`;

/**
 * Lists the packages whose code a build contains, including those bundled inside another.
 *
 * @param {import('esbuild').Metafile} metafile
 * @param {string} folder the project's
 * @returns {string[]} names, sorted
 */
function bundledPackages(metafile, folder) {
  const names = new Set(BESIDE_THE_BUNDLES);
  for (const output of Object.values(metafile.outputs)) {
    for (const [input, { bytesInOutput }] of Object.entries(output.inputs)) {
      const own = lastPackage(input);
      if (own === undefined || bytesInOutput === 0) continue;
      names.add(own);
      for (const [, path] of readFileSync(join(folder, input), 'utf8').matchAll(REGION))
        names.add(lastPackage(path) ?? own);
    }
  }
  return [...names].sort();
}

/**
 * Makes the text of all licenses.
 *
 * @param {import('esbuild').Metafile} metafile
 * @param {string} folder the project's
 * @throws {Error} naming a package whose license isn't found
 */
export function thirdPartyLicenses(metafile, folder) {
  const parts = bundledPackages(metafile, folder).map((name) => licenceOf(name, folder));
  return `Ninefold is built with these packages. Each stands here with its licence.\n\n${parts.join('\n')}`;
}

/** @param {string} path */
function lastPackage(path) {
  return [...path.matchAll(IN_PATH)].at(-1)?.[1];
}

/**
 * @param {string} name
 * @param {string} folder
 */
function licenceOf(name, folder) {
  const inside = INSIDE_ANOTHER[name];
  const { license, text } = inside ? { license: 'MIT', text: mitOf(inside) } : installedLicence(name, folder);
  const line = '='.repeat(80);
  return `${line}\n${name} (${license})\n${line}\n\n${text}\n`;
}

/**
 * @param {string} name
 * @param {string} folder
 */
function installedLicence(name, folder) {
  const home = join(folder, 'node_modules', name);
  if (!existsSync(home))
    throw new Error(`${name} is bundled but not installed; add its license to ${import.meta.filename}`);
  const { license, author } = JSON.parse(readFileSync(join(home, 'package.json'), 'utf8'));
  const files = readdirSync(home).filter((file) => LICENCE_FILE.test(file));
  const text = files
    .sort()
    .map((file) => readFileSync(join(home, file), 'utf8').trim())
    .join('\n\n');
  if (text !== '') return { license, text };
  if (license !== 'MIT') throw new Error(`${name} has no text of its license, ${license}`);
  return { license, text: mitOf(author?.name ?? author ?? `the authors of ${name}`) };
}

/** @param {string} holder */
function mitOf(holder) {
  return `Copyright (c) ${holder}\n\n${MIT}`;
}
