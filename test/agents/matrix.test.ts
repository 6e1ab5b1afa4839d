/** What an agent says of its context is what `ninefold meter` must say: a sample, or every cell (`--all`). */
import assert from 'node:assert/strict';
import { appendFileSync } from 'node:fs';
import { join } from 'node:path';
import { projectFolder } from '../harness/paths.mjs';
import { allCells, reasonOf } from './all-cells.ts';
import { type Cell, differences } from './cells.ts';
import { lineOf, resultOf } from './matrix-results.ts';
import { startModelServer } from './model-server.ts';
import { Sandbox } from './sandbox.ts';

/** Both sides of every cell that ran, for docs/meter-matrix.md. */
const tableFile = join(projectFolder, 'out', 'results', 'agents-matrix.tsv');
const isWhole = process.env.NINEFOLD_TEST_ALL === '1';
const cells = allCells.filter(({ isSampled }) => isWhole || isSampled);

async function read(cell: Cell): Promise<readonly string[]> {
  const sandbox = new Sandbox();
  const server = await startModelServer();
  try {
    const reading = await cell.read({ sandbox, server });
    appendFileSync(tableFile, lineOf(resultOf(cell.name, reading)));
    return differences(reading);
  } finally {
    await server.close();
    sandbox.close();
  }
}

describe('the meter and a real agent say the same', () => {
  const leftOut = cells.filter((cell) => !isWhole && reasonOf(cell) !== undefined);
  for (const cell of cells.filter((each) => !leftOut.includes(each))) {
    const reason = reasonOf(cell);
    if (reason === undefined) {
      it(cell.name, async () => {
        assert.deepEqual(await read(cell), []);
      });
    } else {
      it(`differs, as is known: ${cell.name} (${reason})`, async () => {
        assert.notDeepEqual(await read(cell), [], 'Right now: take it out of wrong-cells.ts.');
      });
    }
  }
  after(() => {
    if (leftOut.length === 0) return;
    console.log(`\n  ${leftOut.length} cells of the sample left out, because Ninefold is wrong there:`);
    for (const cell of leftOut) console.log(`    ${cell.name}: ${reasonOf(cell) ?? ''}`);
  });
});
