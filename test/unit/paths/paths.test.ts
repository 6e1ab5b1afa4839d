import { deepStrictEqual, strictEqual } from 'node:assert/strict';

import {
  isAbsolutePath,
  isAtOrBelow,
  isBelow,
  isReservedName,
  isSamePath,
  shownPath,
  wayTo,
  withSlashes,
} from '../../../src/core/paths/paths.ts';

const PLATFORMS = ['linux', 'darwin', 'win32'] as const;

/** Path, folder, and the way from one to the other on each of the three; null for outside. */
type Row = readonly [string, string, string | null, string | null, string | null];

/** The same on all three. */
const everywhere = (path: string, folder: string, way: string | null): Row => [path, folder, way, way, way];
const onlyWindows = (path: string, folder: string, way: string | null): Row => [
  path,
  folder,
  null,
  null,
  way,
];

/** `é` in one letter and in two. */
const [COMPOSED, DECOMPOSED] = ['caf\u00e9', 'cafe\u0301'];

const TABLE: readonly Row[] = [
  // The folder itself, in all its spellings.
  everywhere('/work/shop', '/work/shop', ''),
  everywhere('/work/shop/', '/work/shop', ''),
  everywhere('/work/shop', '/work/shop/', ''),
  everywhere('/work//shop', '/work/shop', ''),
  everywhere('/work/./shop', '/work/shop', ''),
  everywhere('/work/x/../shop', '/work/shop', ''),
  everywhere('/', '/', ''),
  everywhere('/..', '/', ''),
  // Below it.
  everywhere('/work/shop/src/a.ts', '/work/shop', 'src/a.ts'),
  everywhere('/work/shop/src//a.ts', '/work/shop', 'src/a.ts'),
  everywhere('/work/shop/src/../a.ts', '/work/shop', 'a.ts'),
  everywhere('/work/shop/..hidden', '/work/shop', '..hidden'),
  everywhere('/work/shop/...', '/work/shop', '...'),
  everywhere('/work/shop/ a', '/work/shop', ' a'),
  everywhere('/work', '/', 'work'),
  everywhere('/work/shop/a', '/work/shop/', 'a'),
  // Outside of it.
  everywhere('/work/shop2', '/work/shop', null),
  everywhere('/work/shop-old/a', '/work/shop', null),
  everywhere('/work/shop/../a', '/work/shop', null),
  everywhere('/work/shop/..', '/work/shop', null),
  everywhere('/work', '/work/shop', null),
  everywhere('/other/work/shop', '/work/shop', null),
  everywhere('work/shop', '/work/shop', null),
  everywhere('', '/work/shop', null),
  // Case counts where the system's volumes keep it apart.
  ['/Work/Shop/A.ts', '/work/shop', null, 'A.ts', 'A.ts'],
  ['/work/shop/A.ts', '/WORK/SHOP', null, 'A.ts', 'A.ts'],
  ['/work/STRASSE', '/work/straße', null, null, null],
  // Composition counts nowhere.
  everywhere(`/work/${COMPOSED}/a`, `/work/${DECOMPOSED}`, 'a'),
  everywhere(`/work/${DECOMPOSED}/a`, `/work/${COMPOSED}`, 'a'),
  everywhere(`/work/shop/${DECOMPOSED}`, '/work/shop', DECOMPOSED),
  // What macOS links from its root.
  ['/private/var/folders/x', '/var/folders', null, 'x', null],
  ['/var/folders/x', '/private/var/folders', null, 'x', null],
  ['/private/tmp', '/tmp', null, '', null],
  ['/private/tmp/a', '/tmp', null, 'a', null],
  ['/private/etc/a', '/etc', null, 'a', null],
  ['/private/variety', '/variety', null, null, null],
  ['/private/home/a', '/home', null, null, null],
  // Windows: separators, drives, long paths, shares.
  onlyWindows('C:\\Work\\shop\\src\\a.ts', 'C:\\Work\\shop', 'src/a.ts'),
  onlyWindows('c:\\work\\shop\\src\\A.ts', 'C:\\Work\\Shop', 'src/A.ts'),
  ['C:/Work/shop/a', 'c:/work/shop', null, 'a', 'a'],
  onlyWindows('C:\\Work/shop\\a', 'c:/work\\shop', 'a'),
  onlyWindows('C:\\Work\\shop\\', 'C:\\Work\\shop', ''),
  onlyWindows('C:\\', 'C:/', ''),
  onlyWindows('C:\\a', 'C:\\', 'a'),
  onlyWindows('C:\\..\\a', 'C:\\', 'a'),
  everywhere('C:\\a', 'D:\\', null),
  everywhere('D:\\Work\\shop\\a', 'C:\\Work\\shop', null),
  everywhere('C:\\Work\\shop2', 'C:\\Work\\shop', null),
  everywhere('C:\\Work\\shop\\..\\a', 'C:\\Work\\shop', null),
  onlyWindows('C:\\Work\\shop\\..\\shop\\a', 'C:\\Work\\shop', 'a'),
  onlyWindows('\\\\?\\C:\\Work\\shop\\a', 'C:\\Work\\shop', 'a'),
  onlyWindows('C:\\Work\\shop\\a', '\\\\?\\c:\\work\\shop', 'a'),
  onlyWindows('\\\\server\\share\\shop\\a', '\\\\SERVER\\share\\shop', 'a'),
  onlyWindows('\\\\?\\UNC\\server\\share\\a', '\\\\server\\share', 'a'),
  onlyWindows('//server/share/a', '\\\\server\\share', 'a'),
  everywhere('\\\\server\\other\\a', '\\\\server\\share', null),
  onlyWindows('\\\\server\\share\\..\\a', '\\\\server\\share', 'a'),
  onlyWindows('\\\\wsl$\\Ubuntu\\home\\me\\a', '\\\\wsl.localhost\\Ubuntu\\home\\me', 'a'),
  onlyWindows('\\\\wsl.localhost\\ubuntu\\home', '\\\\wsl$\\Ubuntu', 'home'),
  everywhere('\\\\wsl$\\Debian\\home', '\\\\wsl$\\Ubuntu', null),
  // A backslash is part of a name elsewhere.
  ['/work/shop/a\\b', '/work/shop', 'a\\b', 'a\\b', 'a/b'],
  ['/work/shop\\a', '/work/shop', null, null, 'a'],
];

describe('a path and a folder', () => {
  for (const [path, folder, ...ways] of TABLE) {
    it(`${JSON.stringify(path)} from ${JSON.stringify(folder)}`, () => {
      PLATFORMS.forEach((platform, index) => {
        const way = ways[index] ?? null;
        const found = [
          wayTo(path, folder, platform),
          isAtOrBelow(path, folder, platform),
          isBelow(path, folder, platform),
          isSamePath(path, folder, platform),
        ];
        deepStrictEqual(found, [way, way !== null, way !== null && way !== '', way === ''], platform);
      });
    });
  }

  it('are related by at least sixty rows on each platform', () => {
    strictEqual(TABLE.length >= 60, true, String(TABLE.length));
  });
});

describe('a path for people', () => {
  it('is shown from the folder, or whole outside it, with slashes', () => {
    const outside = String.raw`C:\Users\me\a.md`;
    deepStrictEqual(
      [
        shownPath(String.raw`C:\work\docs\a.md`, 'c:/work', 'win32'),
        shownPath(outside, 'c:/work', 'win32'),
        shownPath(outside, 'c:/work', 'linux'),
        shownPath('/work', '/work', 'linux'),
        shownPath('/home/me/a.md', '/work', 'darwin'),
      ],
      ['docs/a.md', 'C:/Users/me/a.md', outside, '/work', '/home/me/a.md'],
    );
  });
});

describe('a path by itself', () => {
  it('is absolute where nothing else is needed to find it', () => {
    const rows: readonly (readonly [string, boolean, boolean])[] = [
      ['/work', true, false],
      ['work', false, false],
      ['C:\\work', false, true],
      ['C:/work', false, true],
      ['C:work', false, false],
      ['\\work', false, false],
      ['\\\\server\\share', false, true],
      ['//server/share', true, true],
      ['', false, false],
    ];
    for (const [path, elsewhere, onWindows] of rows) {
      deepStrictEqual(
        PLATFORMS.map((platform) => isAbsolutePath(path, platform)),
        [elsewhere, elsewhere, onWindows],
        path,
      );
    }
  });

  it('has no name that Windows reserves for a device or shortens', () => {
    const reserved = [
      'con',
      'CON',
      'nul.txt',
      'Aux.tar.gz',
      'com1',
      'LPT9.md',
      'com¹',
      'conin$',
      'con .md',
      'a.',
      'a ',
    ];
    const usable = [
      'a',
      'console',
      'con-1',
      'com',
      'com10',
      'null',
      'nul-2.md',
      '.con',
      'x.con',
      '.gitignore',
      'a.b',
    ];
    deepStrictEqual(
      reserved.filter((name) => !isReservedName(name)),
      [],
    );
    deepStrictEqual(usable.filter(isReservedName), []);
  });

  it('is written with slashes on Windows alone', () => {
    deepStrictEqual(
      PLATFORMS.map((platform) => withSlashes('a\\b', platform)),
      ['a\\b', 'a\\b', 'a/b'],
    );
  });
});
