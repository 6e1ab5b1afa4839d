/** What an agent says of its context is what `ninefold meter` must say: a sample, or every cell (`--all`). */
import assert from 'node:assert/strict';
import { appendFileSync } from 'node:fs';
import { join } from 'node:path';
import { projectFolder } from '../harness/paths.mjs';
import { type Cell, differences } from './cells.ts';
import { claudeCells } from './claude-cells.ts';
import { codexCells } from './codex-cells.ts';
import { geminiCells } from './gemini-cells.ts';
import { startModelServer } from './model-server.ts';
import { Sandbox } from './sandbox.ts';
import { WRONG_CELLS } from './wrong-cells.ts';

/** Both sides of every cell that ran, one line each, for the table in docs/meter.md. */
const tableFile = join(projectFolder, 'out', 'results', 'agents-matrix.tsv');
const isWhole = process.env.NINEFOLD_TEST_ALL === '1';
const cells = [...claudeCells, ...codexCells, ...geminiCells].filter(({ isSampled }) => isWhole || isSampled);

function reasonOf({ name }: Cell): string | undefined {
  return WRONG_CELLS.find((wrong) => wrong.cells.test(name))?.reason;
}

async function read(cell: Cell): Promise<readonly string[]> {
  const sandbox = new Sandbox();
  const server = await startModelServer();
  try {
    const reading = await cell.read({ sandbox, server });
    const found = differences(reading);
    const { said, meter } = reading;
    const agent = [said.tokens, said.window ?? '', said.percent ?? '', said.compactsAt ?? ''];
    const ninefold = [meter.tokens, meter.window, meter.percent, meter.compactsAt ?? '', meter.windowSource];
    const line = [cell.name, ...agent, ...ninefold, found.join('; ')].map(String).join('\t');
    appendFileSync(tableFile, `${line}\n`);
    return found;
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
