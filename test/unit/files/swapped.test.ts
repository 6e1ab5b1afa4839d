import { deepStrictEqual, ok } from 'node:assert/strict';
import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

import { NinefoldError, asFailure } from '../../../src/core/errors.ts';
import { readPlain } from '../../../src/node/files/plain-file.ts';
import { changeRule, readRulesFile } from '../../../src/node/rules/rules-file.ts';
import { commitInto, newFolder, open, removeFolders, writeFiles } from '../support/folders.ts';

/** Exchanges a file and a link to another one, each by renaming a copy, until it is killed. */
const SWAPPER = `
  const { renameSync, symlinkSync, writeFileSync, readFileSync } = require('node:fs');
  const [path, outside, text] = process.argv.slice(1);
  process.stdout.write('ready');
  for (let round = 0; ; round++) {
    const copy = path + '.copy';
    try {
      if (round % 2 === 0) symlinkSync(outside, copy);
      else writeFileSync(copy, text);
      renameSync(copy, path);
    } catch {}
  }
`;

const ROUNDS = 200;
const OUTSIDE = '{"levels":{"warning":61}}';
const INSIDE = '{"levels":{"warning":72}}';

describe('a file that another process exchanges with a link out, between check and use', function () {
  this.timeout(60_000);
  let swapper: ChildProcess | undefined;
  afterEach(async () => {
    if (swapper !== undefined) {
      const ended = once(swapper, 'exit');
      swapper.kill('SIGKILL');
      await ended;
    }
    swapper = undefined;
    removeFolders();
  });

  async function swap(path: string, outside: string, text: string): Promise<void> {
    swapper = spawn(process.execPath, ['-e', SWAPPER, path, outside, text], {
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    ok(swapper.stdout);
    await once(swapper.stdout, 'data');
  }

  it('is never read as rules, nor written through, where git tracks it', async () => {
    const [folder, outside] = [newFolder(), join(newFolder(), 'mine.json')];
    commitInto(folder, { '.claude/ninefold.json': INSIDE });
    writeFiles(join(outside, '..'), { 'mine.json': OUTSIDE });
    const { layout } = await open(folder);
    mkdirSync(join(layout.root, 'state'), { recursive: true });
    await swap(join(layout.root, 'ninefold.json'), outside, INSIDE);
    const seen = new Map<string, number>();
    for (let round = 0; round < ROUNDS; round++) {
      const read = await readRulesFile(layout.root).catch(asFailure);
      const what = NinefoldError.is(read) ? read.code : String(read.rules.levels.warning);
      seen.set(what, (seen.get(what) ?? 0) + 1);
      if (round % 4 === 0) await changeRule(layout, ['levels', 'warning'], 73).catch(asFailure);
    }
    deepStrictEqual([seen.get('61'), readFileSync(outside, 'utf8')], [undefined, OUTSIDE]);
    ok((seen.get('72') ?? 0) > 0 && (seen.get('link-outside') ?? 0) > 0, JSON.stringify([...seen]));
  });

  it('is never read as a deliverable, nor as what an agent’s task wrote', async () => {
    const [folder, elsewhere] = [newFolder(), newFolder()];
    writeFiles(folder, { 'a.txt': 'inside' });
    writeFiles(elsewhere, { 'mine.txt': 'outside' });
    const { service } = await open(folder);
    const { hash: wanted } = (await service.ports.workspace.files(['a.txt']))['a.txt'] ?? {};
    await swap(join(folder, 'a.txt'), join(elsewhere, 'mine.txt'), 'inside');
    const seen = new Set<string>();
    for (let round = 0; round < ROUNDS; round++) {
      const facts = await service.ports.workspace.files(['a.txt']).catch(asFailure);
      const hash = NinefoldError.is(facts) ? facts.code : facts['a.txt']?.hash;
      seen.add(hash === wanted ? 'inside' : String(hash));
      const { bytes, refusal } = await readPlain(folder, 'a.txt');
      seen.add(bytes === null ? String(refusal) : Buffer.from(bytes).toString('utf8'));
    }
    deepStrictEqual(
      [...seen].filter((what) => !['inside', 'path-outside', 'link', 'null'].includes(what)),
      [],
    );
  });
});
