import { notStrictEqual, strictEqual } from 'node:assert/strict';
import { join } from 'node:path';

import { codeFingerprint } from '../../../scripts/code-fingerprint.mjs';
import { newFolder, removeFolders, writeFiles } from '../support/folders.ts';

const ENTRY = `import { SHAPE } from './shape.ts';
/** Finds keys. */
export function find(text: string): boolean {
  return SHAPE.test(text);
}
`;
const SHAPE = '/** A key. */\nexport const SHAPE = /key-\\d+/;\n';

describe('the fingerprint of code', function () {
  this.timeout(60_000);
  after(removeFolders);

  const of = (files: Readonly<Record<string, string>>): Promise<string> => {
    const folder = newFolder();
    writeFiles(folder, { 'find.ts': ENTRY, 'shape.ts': SHAPE, ...files });
    return codeFingerprint(join(folder, 'find.ts'), { bundle: true, format: 'cjs', outdir: folder });
  };

  it('stays where only comments, white space, or names within a file change', async () => {
    const before = await of({});
    strictEqual(await of({ 'shape.ts': SHAPE.replace('A key.', 'What a key looks like.') }), before);
    strictEqual(await of({ 'find.ts': ENTRY.replaceAll('text', 'line').replaceAll('\n', '\n\n') }), before);
  });

  it('changes with what decides, in the file or in one that it imports', async () => {
    const before = await of({});
    notStrictEqual(await of({ 'shape.ts': SHAPE.replace('+', '{4,}') }), before);
    notStrictEqual(await of({ 'find.ts': ENTRY.replace('SHAPE.test(text)', '!SHAPE.test(text)') }), before);
  });
});
