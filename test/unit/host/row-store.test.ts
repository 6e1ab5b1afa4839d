/** The rows of a tree, as VS Code knows them. */

import { deepStrictEqual, strictEqual } from 'node:assert/strict';

import { RowStore } from '../../../src/host/tree/row-store.ts';

interface Row {
  readonly id: string;
  readonly parent: string | null;
  readonly text: string;
  readonly children: readonly Row[];
}

function row(id: string, text = '', children: readonly Row[] = []): Row {
  return { id, parent: null, text, children: children.map((child) => ({ ...child, parent: id })) };
}

describe('the rows of a tree', () => {
  let store: RowStore<Row>;
  let announced: (readonly Row[] | undefined)[];

  beforeEach(() => {
    store = new RowStore();
    announced = [];
    store.onDidChange((rows) => announced.push(rows));
  });
  afterEach(() => store.dispose());

  it('keep their objects while their content changes, at any depth', () => {
    store.show([row('folder', '', [row('task', '1 s'), row('other')])]);
    const [folder] = store.children();
    const [task] = store.children(folder);
    store.show([row('folder', '', [row('task', '2 s'), row('other')])]);
    strictEqual(store.children()[0], folder);
    strictEqual(store.children(folder)[0], task);
    strictEqual(task === undefined ? '' : store.newest(task).text, '2 s');
    strictEqual(task === undefined ? undefined : store.parent(task), folder);
    deepStrictEqual(announced, [undefined, [task]]);
    strictEqual(announced[1]?.[0], task);
  });

  it('are announced by the nearest row whose list changed, and as a whole for the outermost', () => {
    store.show([row('folder', '', [row('task', '1 s')])]);
    const [folder] = store.children();
    store.show([row('folder', '', [row('new'), row('task', '1 s')])]);
    strictEqual(announced[1]?.[0], folder);
    store.show([row('folder'), row('second')]);
    deepStrictEqual(announced.slice(2), [undefined]);
    strictEqual(store.children()[0], folder);
  });

  it('are others once what commands read of them changes, and their list is announced', () => {
    store.dispose();
    store = new RowStore(({ text }) => text.split(',')[0] ?? '');
    store.onDidChange((rows) => announced.push(rows));
    store.show([row('folder', '', [row('session', 'live,1 s'), row('other', 'ended')])]);
    const [folder] = store.children();
    const [session, other] = store.children(folder);
    store.show([row('folder', '', [row('session', 'live,2 s'), row('other', 'ended')])]);
    strictEqual(store.children(folder)[0], session);
    store.show([row('folder', '', [row('session', 'ended,2 s'), row('other', 'ended')])]);
    strictEqual(store.children(folder)[0]?.text, 'ended,2 s');
    strictEqual(store.children(folder)[1], other);
    deepStrictEqual(announced, [undefined, [session], [folder]]);
  });

  it('are not announced when nothing changed, and are forgotten when they are gone', () => {
    store.show([row('task', '1 s')]);
    const [task] = store.children();
    store.show([row('task', '1 s')]);
    strictEqual(announced.length, 1);
    store.show([]);
    store.show([row('task', '1 s')]);
    strictEqual(store.children()[0] === task, false);
  });
});
