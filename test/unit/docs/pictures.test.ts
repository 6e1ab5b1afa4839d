/** The documents: every link leads somewhere, every picture is there in each theme, shown, and small. */

import { deepStrictEqual, ok } from 'node:assert/strict';
import { existsSync, readFileSync, readdirSync, statSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';

import { projectFolder } from '../../harness/paths.mjs';
import { THEMES } from '../../ui/workbench.ts';

const IMAGES = 'docs/images';
/** A clone takes all of them along, and every later version besides. */
const LARGEST_BYTES = 6 * 1024 * 1024;
/** A page loads it before anybody has decided to look. */
const LARGEST_TOUR_BYTES = 2 * 1024 * 1024;

const documents = ['.', 'docs', 'docs/adr'].flatMap((folder) =>
  readdirSync(join(projectFolder, folder))
    .filter((name) => name.endsWith('.md'))
    .map((name) => join(folder, name)),
);
const pictures = readdirSync(join(projectFolder, IMAGES)).sort();
const textOf = (path: string): string => readFileSync(join(projectFolder, path), 'utf8');

/** What a document links to or shows, as it is written; code is none of it. */
function linksOf(path: string): readonly string[] {
  const text = textOf(path)
    .replace(/^```[^]*?^```/gm, '')
    .replace(/`[^`\n]*`/g, '');
  const markdown = [...text.matchAll(/\]\(([^)\s]+)\)/g)];
  const html = [...text.matchAll(/(?:src|srcset|href)="([^"]+)"/g)];
  return [...markdown, ...html].map(([, target]) => target ?? '');
}

const isOwn = (target: string): boolean => !/^[a-z]+:/.test(target);

/** The anchors of a document's headings, as GitHub makes them. */
function anchorsOf(path: string): ReadonlySet<string> {
  const headings = [
    ...textOf(path)
      .replace(/^```[^]*?^```/gm, '')
      .matchAll(/^#+ (.+)$/gm),
  ];
  return new Set(
    headings.map(([, heading = '']) =>
      heading
        .toLowerCase()
        .replace(/[^\p{L}\p{N}\s_-]/gu, '')
        .replaceAll(' ', '-'),
    ),
  );
}

function leadsNowhere(document: string, target: string): boolean {
  const [file = '', anchor] = target.split('#');
  const path = file === '' ? document : join(dirname(document), file);
  if (!existsSync(join(projectFolder, path))) return true;
  return anchor !== undefined && !anchorsOf(path).has(anchor);
}

describe('the documents', () => {
  it('link to what is there', () => {
    const broken = documents.flatMap((document) =>
      linksOf(document)
        .filter((target) => isOwn(target) && leadsNowhere(document, target))
        .map((target) => `${document}: ${target}`),
    );
    deepStrictEqual(broken, []);
  });

  it('show every picture', () => {
    const shown = new Set(
      documents.flatMap((document) =>
        linksOf(document)
          .filter(isOwn)
          .map((target) => relative(IMAGES, join(dirname(document), target))),
      ),
    );
    ok(pictures.length > 50);
    deepStrictEqual(
      pictures.filter((name) => !shown.has(name)),
      [],
    );
  });

  it('say in words what each picture shows', () => {
    const silent = documents.flatMap((document) => [
      ...[...textOf(document).matchAll(/!\[\]\([^)]*\)/g)].map(([found]) => `${document}: ${found}`),
      ...[...textOf(document).matchAll(/<img (?![^>]*alt="[^"]+")[^>]*>/g)].map(
        ([found]) => `${document}: ${found}`,
      ),
    ]);
    deepStrictEqual(silent, []);
  });

  it('have each view in every theme', () => {
    const views = new Set(
      pictures.flatMap(
        (name) =>
          /^(?!zoom-|meter-(?:normal|warning|required)-)(.+)-light\.png$/.exec(
            name.replace('-contrast', ''),
          )?.[1] ?? [],
      ),
    );
    ok(views.size > 15);
    deepStrictEqual(
      [...views]
        .flatMap((view) => THEMES.map((theme) => `${view}-${theme}.png`))
        .filter((name) => !pictures.includes(name)),
      [],
    );
  });

  it('are small, the animated tour too', () => {
    const bytesOf = (name: string): number => statSync(join(projectFolder, IMAGES, name)).size;
    const bytes = pictures.reduce((sum, name) => sum + bytesOf(name), 0);
    ok(bytes < LARGEST_BYTES, `${bytes} bytes`);
    ok(bytesOf('tour.gif') < LARGEST_TOUR_BYTES, `${bytesOf('tour.gif')} bytes`);
  });
});

describe('motion', () => {
  it('is in nothing that Ninefold draws itself, and the tour stands still where motion is turned off', () => {
    const drawn = [
      'media/session-view.css',
      ...readdirSync(join(projectFolder, 'media/walkthrough')).map((name) => `media/walkthrough/${name}`),
      ...readdirSync(join(projectFolder, 'src/webview'))
        .filter((name) => name.endsWith('.ts'))
        .map((name) => `src/webview/${name}`),
    ];
    const moving = /@keyframes|\b(?:animation|transition)(?:-\w+)?\s*:|<animate|<set\b|\.animate\(|smooth/;
    deepStrictEqual(
      drawn.filter((path) => moving.test(textOf(path))),
      [],
    );
    const [still, tour] = ['<source media="(prefers-reduced-motion: reduce)"', 'docs/images/tour.gif'];
    const readme = textOf('README.md');
    ok(readme.includes(still) && readme.indexOf(still) < readme.indexOf(tour));
  });
});
