import { deepStrictEqual, rejects, strictEqual } from 'node:assert/strict';
import { EventEmitter, once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { ToonClient } from '../../../src/node/toon/toon-client.ts';
import { projectFolder } from '../../harness/paths.mjs';
import { TypedDocument } from './typed-document.ts';

const bundle = join(projectFolder, 'dist', 'toon.js');
const BROKEN = 'a[3]: 1,2\n';

describe('the TOON worker', () => {
  it('reads several documents at once and ends by itself when it has nothing to do', async () => {
    const ends = new EventEmitter();
    const client = new ToonClient({ bundle, idleMs: 1, onEnd: () => ends.emit('end') });
    const document = new TypedDocument(client, BROKEN);
    const [broken, right] = await Promise.all([
      client.read(document, undefined),
      client.read(new TypedDocument(client, 'a: 1\n', 'untitled:b.toon'), undefined),
    ]);
    deepStrictEqual([broken.map(({ code, line }) => [code, line]), right], [[['count-recounted', 1]], []]);
    while (client.isRunning) await once(ends, 'end');
    document.replace('a', 'b: 1\na');
    // The next one has nothing of what was sent to the one before.
    deepStrictEqual(
      (await client.read(document, undefined)).map(({ code, line }) => [code, line]),
      [['count-recounted', 2]],
    );
    client.dispose();
    strictEqual(client.isRunning, false);
  });

  it('rejects what is waiting when it fails, and starts again with the next document', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'nf-'));
    const file = join(folder, 'toon.js');
    const client = new ToonClient({ bundle: file });
    const document = new TypedDocument(client, BROKEN);
    try {
      writeFileSync(file, "throw new Error('broken');");
      await rejects(client.read(document, undefined), /broken/);
      strictEqual(client.isRunning, false);
      writeFileSync(file, `require(${JSON.stringify(bundle)});`);
      strictEqual((await client.read(document, undefined)).length, 1);
    } finally {
      client.dispose();
      rmSync(folder, { recursive: true });
    }
  });

  it('refuses what is asked, and what waits, once it is disposed', async () => {
    const client = new ToonClient({ bundle });
    const document = new TypedDocument(client, BROKEN);
    const waiting = client.read(document, undefined);
    client.dispose();
    await rejects(waiting, /no longer asked/);
    await rejects(client.read(document, undefined), /no longer asked/);
  });
});
