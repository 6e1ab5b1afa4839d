/** The page of the session view as it is built: what an update, which may come twice a second, leaves where it is. */

import { deepStrictEqual, ok, strictEqual } from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { runInNewContext } from 'node:vm';

import type { ToPage } from '../../../src/core/picture/page-messages.ts';
import { PICTURE_WORDS } from '../../../src/core/picture/picture-words.ts';
import { samplePicture } from '../picture/sample-picture.ts';
import { PageDocument, type PageNode } from './page-document.ts';

const DIST = resolve(process.env.NINEFOLD_DIST ?? 'dist');
const CODE = readFileSync(join(DIST, 'session-view.js'), 'utf8');

describe('the page of the session view', () => {
  let document: PageDocument;
  let send: (data: ToPage) => void;
  beforeEach(() => {
    document = new PageDocument();
    send = () => undefined;
    runInNewContext(CODE, {
      document,
      Intl,
      acquireVsCodeApi: () => ({ postMessage: () => undefined, setState: () => undefined }),
      ResizeObserver: class {
        observe(): void {
          // Its width never changes here.
        }
      },
      addEventListener: (_type: string, listener: (event: { data: ToPage }) => void) => {
        send = (data) => listener({ data });
      },
      get window(): unknown {
        return this;
      },
    });
  });

  const update = (tokens: readonly number[], change: Partial<ToPage> = {}): void =>
    send({
      title: 'Shop',
      picture: samplePicture(tokens),
      words: PICTURE_WORDS,
      language: 'en',
      hasFolder: true,
      failure: null,
      ...change,
    });
  const bare = (): Partial<ToPage> => {
    const picture = samplePicture([]);
    return { picture: { ...picture, session: null, workflow: null } };
  };
  const occupancy = (): PageNode =>
    document.one(({ attributes }) => attributes.get('class') === 'figure occupancy');
  const within = (fits: (node: PageNode) => boolean): PageNode => {
    const [found] = occupancy().all(fits);
    if (found === undefined) throw new Error('not there');
    return found;
  };

  it('keeps the focus on a table and on what opens it, whatever an agent adds meanwhile', () => {
    update([20_000, 40_000]);
    for (const fits of [
      ({ name }: PageNode) => name === 'summary',
      ({ attributes }: PageNode) => attributes.get('class') === 'rows',
      ({ attributes }: PageNode) => attributes.get('role') === 'slider',
    ]) {
      const focused = within(fits);
      document.activeElement = focused;
      update([20_000, 40_000]);
      update([20_000, 40_000, 50_000]);
      ok(document.activeElement === focused);
    }
    const rows = within(({ name }) => name === 'tbody').children.map((row) => row.children.length);
    strictEqual(rows.length, 3);
  });

  it('replaces the rows of a table only if they differ', () => {
    const table = (): PageNode => within(({ name }) => name === 'table');
    update([20_000, 40_000]);
    const before = table();
    update([20_000, 40_000]);
    ok(table() === before);
    update([20_000, 40_000, 50_000]);
    ok(table() !== before);
    strictEqual(within(({ name }) => name === 'details').all(({ name }) => name === 'table').length, 1);
  });

  it('has a failure spoken once, and again where it is another', () => {
    const alert = (): PageNode => document.one(({ attributes }) => attributes.get('role') === 'alert');
    update([20_000]);
    const before = alert().said;
    const said = [null, 'EIO', 'EIO', 'EACCES', null, null].map((failure) => {
      update([20_000], { failure });
      return [alert().said - before, alert().textContent];
    });
    const text = (reason: string): string => PICTURE_WORDS.failed.replace('{reason}', reason);
    deepStrictEqual(said, [
      [0, ''],
      [1, text('EIO')],
      [1, text('EIO')],
      [2, text('EACCES')],
      [3, ''],
      [3, ''],
    ]);
  });

  it('keeps the focus on the one button of the empty page', () => {
    update([], bare());
    const start = document.one(
      ({ name, textContent }) => name === 'button' && textContent === PICTURE_WORDS['start-workflow'],
    );
    document.activeElement = start;
    update([], bare());
    ok(document.activeElement === start);
    update([20_000]);
    strictEqual(document.activeElement, null);
  });
});
