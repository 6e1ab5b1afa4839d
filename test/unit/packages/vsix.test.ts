/** `npm run package`: what ships, and where the pictures and links of its README lead. */

import { deepStrictEqual, doesNotMatch, match, ok, strictEqual, throws } from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { join, posix } from 'node:path';

import { addressesOf } from '../../../scripts/addresses.mjs';
import { packagedText } from '../../../scripts/packaged-text.mjs';
import { projectFolder } from '../../harness/paths.mjs';
import { LARGEST_VSIX } from '../../../scripts/largest-packages.mjs';
import { CONTENT } from '../../ui/package-content.ts';
import { zipEntries, zipText } from '../../ui/zip-entries.ts';
import { withoutHashes } from '../support/dist-files.ts';
import { newFolder, removeFolders, writeFiles } from '../support/folders.ts';

const README = `# Shop

![The shop](docs/images/shop.png)

<img alt="Tour" src="docs/images/tour.gif">

<picture>
  <source media="(prefers-color-scheme: dark)" srcset="docs/images/sign-dark.png">
  <img alt="The sign" src="docs/images/sign.png">
</picture>

See [the docs](docs/shop.md), [below](#end), [the map](https://map.example/corner) and
![open](https://map.example/open.png). \`[a](b)\` is code.

[![Door](./docs/images/door.png)](docs/door.md)
`;

interface Packed {
  readonly file: string;
  readonly said: string;
}

function pack(folder: string, ...words: readonly string[]): Packed {
  const script = join(projectFolder, 'scripts/pack-vsix.mjs');
  const file = join(newFolder(), 'packed.vsix');
  const { status, stdout, stderr } = spawnSync(process.execPath, [script, file, ...words], {
    cwd: folder,
    encoding: 'utf8',
  });
  strictEqual(status, 0, stdout + stderr);
  return { file, said: stdout };
}

/** Packs an extension with that README. */
function packed(more: Readonly<Record<string, unknown>>): Packed & { readonly readme: string } {
  const folder = newFolder();
  const manifest = { name: 'shop', publisher: 'corner', version: '1.0.0', license: 'MIT' };
  const scripts = { test: 'true' };
  writeFiles(folder, {
    'package.json': JSON.stringify({ ...manifest, engines: { vscode: '^1.101.0' }, scripts, ...more }),
    'README.md': README,
    LICENSE: 'MIT\n',
  });
  const made = pack(folder);
  return { ...made, readme: zipText(made.file, 'extension/readme.md') };
}

const manifestOf = ({ file }: Packed): Readonly<Record<string, unknown>> =>
  JSON.parse(zipText(file, 'extension/package.json')) as Readonly<Record<string, unknown>>;

/** Every address that a reader of the Markdown or HTML follows. */
function addressesIn(markdown: string): readonly string[] {
  const text = markdown.replace(/^```.*?^```$|`[^`\n]+`/gms, '');
  const found = [...text.matchAll(/\]\(([^)]*)\)|\b(?:src|srcset|href)\s*=\s*["']([^"']*)["']/g)];
  return found.map(([, link, attribute]) => link ?? attribute ?? '').filter((link) => !link.startsWith('#'));
}

describe('the package', function () {
  this.timeout(60_000);
  afterEach(removeFolders);

  it('shows pictures and follows links by the repository, every source of a picture included', () => {
    const { readme, said } = packed({ repository: 'https://github.com/corner/shop' });
    const raw = 'https://github.com/corner/shop/raw/HEAD/docs/images';
    const blob = 'https://github.com/corner/shop/blob/HEAD/docs';
    deepStrictEqual(addressesIn(readme), [
      `${raw}/shop.png`,
      `${raw}/tour.gif`,
      `${raw}/sign-dark.png`,
      `${raw}/sign.png`,
      `${blob}/shop.md`,
      'https://map.example/corner',
      'https://map.example/open.png',
      `${raw}/door.png`,
      `${blob}/door.md`,
    ]);
    match(readme, /`\[a\]\(b\)` is code/);
    doesNotMatch(said, /repository/);
  });

  it('has no picture and no link that leads nowhere, and says so, where no repository is named', () => {
    const { said, readme } = packed({});
    strictEqual(
      readme,
      '# Shop\n\nThe shop\n\nSee the docs, [below](#end), [the map](https://map.example/corner) and\n' +
        '![open](https://map.example/open.png). `[a](b)` is code.\n\nDoor\n',
    );
    match(said, /"repository" in package\.json isn't set/);
  });

  it('takes home page and issues from the repository alone', () => {
    const { version, repository, homepage, bugs, scripts } = manifestOf(
      packed({ repository: { type: 'git', url: 'git+https://gitlab.com/corner/street/shop.git' } }),
    );
    deepStrictEqual(
      { version, repository, homepage, bugs, scripts },
      {
        version: '1.0.0',
        repository: { type: 'git', url: 'git+https://gitlab.com/corner/street/shop.git' },
        homepage: 'https://gitlab.com/corner/street/shop#readme',
        bugs: { url: 'https://gitlab.com/corner/street/shop/-/issues' },
        scripts: undefined,
      },
    );
  });

  it('guesses no address of files at a host that it does not know', () => {
    const { fields, files } = addressesOf({ repository: 'https://git.corner.example/shop' });
    const url = 'git+https://git.corner.example/shop.git';
    deepStrictEqual(fields, {
      repository: { type: 'git', url },
      homepage: 'https://git.corner.example/shop',
    });
    strictEqual(files, undefined);
    for (const repository of [
      'corner/shop',
      'git@github.com:corner/shop.git',
      'http://github.com/corner/shop',
      '',
    ])
      throws(() => addressesOf({ repository }), /"repository" in package\.json isn't an https address: /);
  });
});

describe('the package of Ninefold', function () {
  this.timeout(60_000);
  after(removeFolders);
  let made: Packed = { file: '', said: '' };
  before('pack what was built', () => {
    made = pack(projectFolder, '--no-build');
  });
  const source = (name: string): string => readFileSync(join(projectFolder, name), 'utf8');

  it('holds what is named, and nothing else', () => {
    deepStrictEqual(withoutHashes(zipEntries(made.file)), CONTENT);
    ok(readFileSync(made.file).length < LARGEST_VSIX);
  });

  it('tells VS Code what to run once it is removed, and nothing else', () => {
    const { scripts } = JSON.parse(zipText(made.file, 'extension/package.json')) as {
      readonly scripts: Readonly<Record<string, string>>;
    };
    deepStrictEqual(Object.keys(scripts), ['vscode:uninstall']);
    // VS Code takes no other form.
    const [, script = ''] = /^node (\.\/[\w/.]+)$/.exec(scripts['vscode:uninstall'] ?? '') ?? [];
    ok(zipEntries(made.file).includes(posix.join('extension', script)));
  });

  it('shows no broken picture: each has an address that works from anywhere', () => {
    for (const page of ['extension/readme.md', 'extension/changelog.md']) {
      const broken = addressesIn(zipText(made.file, page)).filter((link) => !link.startsWith('https://'));
      deepStrictEqual(broken, [], page);
    }
  });

  it('would find every picture and page of the README in a repository', () => {
    const { files } = addressesOf({ repository: 'https://github.com/corner/shop' });
    ok(files);
    const readme = packagedText(source('README.md'), files);
    const bases = [files.pictures, files.texts];
    const paths = addressesIn(readme).flatMap((link) => {
      const base = bases.find((one) => link.startsWith(`${one}/`));
      return base === undefined ? [] : [link.slice(base.length + 1).replace(/#.*$/, '')];
    });
    ok(paths.length > 20, String(paths.length));
    deepStrictEqual(
      paths.filter((path) => !existsSync(join(projectFolder, path))),
      [],
    );
    deepStrictEqual(
      addressesIn(readme).filter((link) => !link.startsWith('https://')),
      [],
    );
  });

  it('has an address at one place, if anywhere: the repository of package.json', () => {
    const { homepage, bugs } = JSON.parse(source('package.json')) as Readonly<Record<string, unknown>>;
    deepStrictEqual({ homepage, bugs }, { homepage: undefined, bugs: undefined });
    const { repository } = manifestOf(made);
    strictEqual('repository' in (JSON.parse(source('package.json')) as object), repository !== undefined);
  });
});
