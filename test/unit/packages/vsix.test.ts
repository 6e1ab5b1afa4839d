/** `npm run package` in a small project of its own: where the pictures of its README lead. */

import { match, strictEqual } from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';

import { projectFolder } from '../../harness/paths.mjs';
import { zipText } from '../../ui/zip-entries.ts';
import { newFolder, removeFolders, writeFiles } from '../support/folders.ts';

const README = '# Shop\n\n![The shop](docs/images/shop.png)\n\n<img alt="Tour" src="docs/images/tour.gif">\n';

/** Packs an extension with that README. @returns what was said, and the README as it ships */
function packed(more: Readonly<Record<string, unknown>>): { readonly said: string; readonly readme: string } {
  const folder = newFolder();
  const manifest = { name: 'shop', publisher: 'corner', version: '1.0.0', license: 'MIT' };
  writeFiles(folder, {
    'package.json': JSON.stringify({ ...manifest, engines: { vscode: '^1.101.0' }, ...more }),
    'README.md': README,
    LICENSE: 'MIT\n',
  });
  const script = join(projectFolder, 'scripts/pack-vsix.mjs');
  const { status, stdout, stderr } = spawnSync(process.execPath, [script, 'shop.vsix'], {
    cwd: folder,
    encoding: 'utf8',
  });
  strictEqual(status, 0, stdout + stderr);
  return {
    said: stdout,
    readme: zipText(join(folder, 'shop.vsix'), 'extension/readme.md'),
  };
}

describe('the package', function () {
  this.timeout(60_000);
  afterEach(removeFolders);

  it('shows the pictures of the README from the repository', () => {
    const { readme } = packed({ repository: 'https://github.com/corner/shop' });
    match(readme, /!\[The shop\]\(https:\/\/github\.com\/corner\/shop\/raw\/HEAD\/docs\/images\/shop\.png\)/);
    match(readme, /src="https:\/\/github\.com\/corner\/shop\/raw\/HEAD\/docs\/images\/tour\.gif"/);
  });

  it('says so where no repository is named', () => {
    const { said, readme } = packed({});
    strictEqual(readme, README);
    match(said, /names no repository: on the Marketplace the README would show no picture/);
  });
});
