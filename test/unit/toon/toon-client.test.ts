import { deepStrictEqual, rejects, strictEqual } from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { ToonClient } from '../../../src/node/toon/toon-client.ts';
import { projectFolder } from '../../harness/paths.mjs';

const bundle = join(projectFolder, 'dist', 'toon.js');
const BROKEN = { text: 'a[3]: 1,2\n', export: undefined };

describe('the TOON worker', () => {
  it('reads several documents at once and ends by itself when it has nothing to do', async () => {
    const client = new ToonClient({ bundle, idleMs: 1 });
    const [broken, right] = await Promise.all([
      client.read(BROKEN),
      client.read({ ...BROKEN, text: 'a: 1\n' }),
    ]);
    deepStrictEqual([broken.map(({ code, line }) => [code, line]), right], [[['count-recounted', 1]], []]);
    while (client.isRunning) await new Promise((resolve) => setTimeout(resolve, 5));
    deepStrictEqual(
      (await client.read(BROKEN)).map(({ code }) => code),
      ['count-recounted'],
    );
    client.dispose();
    strictEqual(client.isRunning, false);
  });

  it('refuses what is waiting when it fails, and starts anew with the next document', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'nf-'));
    const file = join(folder, 'toon.js');
    const client = new ToonClient({ bundle: file });
    try {
      writeFileSync(file, "throw new Error('broken');");
      await rejects(client.read(BROKEN), /broken/);
      strictEqual(client.isRunning, false);
      writeFileSync(file, `require(${JSON.stringify(bundle)});`);
      strictEqual((await client.read(BROKEN)).length, 1);
    } finally {
      client.dispose();
      rmSync(folder, { recursive: true });
    }
  });

  it('refuses what is asked, and what waits, once it is disposed', async () => {
    const client = new ToonClient({ bundle });
    const waiting = client.read(BROKEN);
    client.dispose();
    await rejects(waiting, /no longer asked/);
    await rejects(client.read(BROKEN), /no longer asked/);
  });
});
