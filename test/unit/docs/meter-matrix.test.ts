/** docs/meter-matrix.md has every cell of the matrix, and both sides say the same in it. */

import { deepStrictEqual, ok } from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';

import { allCells, reasonOf } from '../../agents/all-cells.ts';
import { resultsOnPage, tableOf } from '../../agents/matrix-page.ts';
import { differencesOf, lineOf, resultsIn } from '../../agents/matrix-results.ts';
import { agentPackages } from '../../harness/agent-versions.mjs';
import { projectFolder } from '../../harness/paths.mjs';

const page = readFileSync(join(projectFolder, 'docs', 'meter-matrix.md'), 'utf8').replaceAll('\r', '');
const results = resultsOnPage(page);

describe("the page of the meter's matrix", () => {
  it('has a row for every cell, once', () => {
    deepStrictEqual(results.map(({ name }) => name).sort(), allCells.map(({ name }) => name).sort());
  });

  it('says the same for the agent and for Ninefold, or why not', () => {
    const wrong = results.flatMap((result) => {
      const found = differencesOf(result);
      const isExpected = reasonOf(result) !== undefined;
      return found.length > 0 === isExpected ? [] : [`${result.name}: ${found.join('; ')}`];
    });
    deepStrictEqual(wrong, []);
  });

  it('is what `npm run matrix` writes', () => {
    const byName = new Map(results.map((result) => [result.name, result]));
    const ordered = allCells.flatMap(({ name }) => byName.get(name) ?? []);
    ok(page.endsWith(`${tableOf(ordered, reasonOf).join('\n')}\n`));
  });

  it('takes the last result of a cell that ran again', () => {
    const [result] = results;
    ok(result !== undefined);
    const before = { ...result, ninefold: 'none' };
    deepStrictEqual(resultsIn([before, result].map(lineOf).join('')), [result]);
  });

  it('names the versions that the tests run', () => {
    const versions = Object.values(agentPackages).map((version) => version.replace(/^npm:.*@/, ''));
    const named = versions.slice(0, 4).filter((version) => !page.includes(version));
    deepStrictEqual(named, []);
  });
});
