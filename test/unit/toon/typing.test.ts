/** Documents that are typed in while they are read: the worker's text is the window's, and it is sent once. */

import { deepStrictEqual, ok, strictEqual } from 'node:assert/strict';
import { join } from 'node:path';

import { documentFindings } from '../../../src/core/proposals/document-findings.ts';
import type { DocumentFinding } from '../../../src/core/proposals/document-findings.ts';
import { ToonClient } from '../../../src/node/toon/toon-client.ts';
import { projectFolder } from '../../harness/paths.mjs';
import { seededRandom } from '../../torture/seeded-random.ts';
import { TypedDocument } from './typed-document.ts';

const TABLE = 'users[3]{id,name}:\n  1,Ann\n  2,Bob\ntags[2]: a,b\n';

describe('a TOON document that is typed in', () => {
  let client: ToonClient;
  beforeEach(() => (client = new ToonClient({ bundle: join(projectFolder, 'dist', 'toon.js') })));
  afterEach(() => client.dispose());

  /** Read by the worker, and the same as its text says. */
  async function read(document: TypedDocument): Promise<readonly DocumentFinding[]> {
    const findings = await client.read(document, undefined);
    deepStrictEqual(findings, documentFindings({ text: document.text, export: undefined }));
    return findings;
  }

  /** A document that was read once. */
  async function opened(text: string, uri?: string): Promise<TypedDocument> {
    const document = new TypedDocument(client, text, uri);
    await read(document);
    strictEqual(document.texts, 1);
    return document;
  }

  it('is sent once; afterwards only what changes', async () => {
    const document = await opened(TABLE);
    document.replace('a,b', 'a');
    deepStrictEqual(
      (await read(document)).map(({ line }) => line),
      [1, 4],
    );
    document.replace('[3]', '[2]');
    document.replace('[2]: a', '[1]: a');
    deepStrictEqual(await read(document), []);
    strictEqual(document.texts, 1);
  });

  it('gives the very list again where nothing differs', async () => {
    const document = await opened(TABLE);
    const before = await read(document);
    document.replace('Ann', 'Anna');
    strictEqual(await read(document), before);
    document.replace('users', 'people');
    ok((await read(document)) !== before);
  });

  it('takes several cursors in one event, also where they touch', async () => {
    const document = await opened(TABLE);
    document.type([0, 1, 'U'], [1, 0, 'x'], [21, 2, '\n  9,'], [TABLE.length, 0, 'more[1]: c\n']);
    await read(document);
    document.type([3, 0, '"'], [3, 2, ''], [9, 0, '#']);
    await read(document);
    strictEqual(document.texts, 1);
  });

  it('goes back and forth by undo and redo', async () => {
    const document = await opened(TABLE);
    document.replace('[3]', '[2]');
    deepStrictEqual(await read(document), []);
    document.undo();
    strictEqual((await read(document)).length, 1);
    document.replace('[3]', '[2]');
    document.undo();
    strictEqual((await read(document)).length, 1);
    strictEqual(document.texts, 1);
  });

  for (const [name, text, piece, put] of [
    ['CRLF', TABLE.replaceAll('\n', '\r\n'), 'Bob\r\n', 'Bob\r\n  3,Cem\r\n'],
    ['a mark at its beginning', `\uFEFF${TABLE}`, '  1,Ann', '  1,"Ann, too",'],
    ['characters of two units', TABLE.replace('Ann', '👩‍🚀, 𝒜'), '𝒜', '𝒜𝒜: 👍'],
    ['half a character', TABLE.replace('Ann', '👍'), '\uDC4D', '\uDC4E,'],
    ['no line end', 'a[3]: 1,2', ',2', ',2,3,4'],
  ] as const) {
    it(`counts offsets as VS Code does in a text with ${name}`, async () => {
      const document = await opened(text);
      document.replace(piece, put);
      await read(document);
      document.type([document.length, 0, 'x']);
      await read(document);
      strictEqual(document.texts, 1);
    });
  }

  it('is sent again if an event was missed, two were combined, or the changes exceed the text', async () => {
    const document = await opened(TABLE);
    document.changeUnseen(`${TABLE}more[2]: c\n`);
    await read(document);
    strictEqual(document.texts, 2);
    document.changeUnseen(`x: 1\n${TABLE}`);
    document.replace('Bob', 'Bo');
    await read(document);
    strictEqual(document.texts, 3);
    document.typeTwiceAtOnce([0, 0, 'y: 2\n'], [5, 4, 'x: 3']);
    await read(document);
    strictEqual(document.texts, 4);
    for (let paste = 0; paste < 3; paste++) document.type([0, document.length, `${TABLE}z: ${paste}\n`]);
    await read(document);
    strictEqual(document.texts, 5);
    document.replace('Bob', 'Bo');
    await read(document);
    strictEqual(document.texts, 5);
  });

  it('is sent again if the resulting text has another length', async () => {
    const document = await opened(TABLE);
    document.changeUnseen(`${TABLE}# longer\n`);
    // Somebody told of the event, and told something else.
    client.change(document.uri, document.version, [{ rangeOffset: 0, rangeLength: 0, text: '#' }]);
    await read(document);
    document.changeUnseen('');
    client.change(document.uri, document.version, [{ rangeOffset: 900, rangeLength: 2, text: '' }]);
    await read(document);
    strictEqual(document.texts, 3);
  });

  it('is forgotten when it is closed, and another of its name is read for itself', async () => {
    const document = await opened(TABLE);
    client.close(document.uri);
    const again = await opened('a[3]: 1,2\n');
    again.replace(',2', ',2,3');
    deepStrictEqual(await read(again), []);
    strictEqual(again.texts, 1);
  });

  it('is read while it is being read', async () => {
    const document = new TypedDocument(client, TABLE);
    const first = client.read(document, undefined);
    document.replace('[3]', '[2]');
    const second = client.read(document, undefined);
    document.replace('users', 'people');
    const third = client.read(document, undefined);
    deepStrictEqual(
      (await Promise.all([first, second, third])).map(({ length }) => length),
      [1, 0, 0],
    );
    strictEqual(document.texts, 1);
  });

  it('is the same as its text after any edits, of several documents in turn', async () => {
    const random = seededRandom(7);
    const pieces = ['x', '\n', ',', '  3,Cem\n', '"', '[2]', ': ', '👍', '', 'tags[1]: c\r\n', '#', '\t'];
    const documents = await Promise.all(
      ['a', 'b', 'c'].map((name) => opened(`${TABLE}${name}: 1\n`, `untitled:${name}.toon`)),
    );
    for (let round = 0; round < 150; round++) {
      const document = random.pick(documents);
      for (let event = random.below(4); event >= 0; event--) {
        const at = random.below(document.length + 1);
        const after = Math.min(document.length, at + random.below(3) + 1);
        const edit = [at, Math.min(random.below(4), after - at), random.pick(pieces)] as const;
        document.type(edit, [after, 0, random.pick(pieces)]);
      }
      await read(document);
    }
    ok(documents.every(({ texts }) => texts < 10));
  });
});
