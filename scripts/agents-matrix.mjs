/**
 * `npm run matrix`: writes the table in docs/meter-matrix.md from the results of `npm run test:agents`. Cells that
 * didn't run keep their rows.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { importSources } from './import-sources.mjs';

const project = join(import.meta.dirname, '..');
const page = join(project, 'docs', 'meter-matrix.md');

const { allCells, reasonOf, resultsIn, resultsOnPage, tableOf } = await importSources(`
  export { allCells, reasonOf } from './test/agents/all-cells.ts';
  export { resultsIn } from './test/agents/matrix-results.ts';
  export { resultsOnPage, tableOf } from './test/agents/matrix-page.ts';
`);
const before = readFileSync(page, 'utf8');
const ran = readFileSync(join(project, 'out', 'results', 'agents-matrix.tsv'), 'utf8');
const known = new Map([...resultsOnPage(before), ...resultsIn(ran)].map((result) => [result.name, result]));
const results = allCells.flatMap(({ name }) => known.get(name) ?? []);
const table = before.indexOf('| agent |');
const intro = table < 0 ? before : before.slice(0, table);
writeFileSync(page, `${intro}${tableOf(results, reasonOf).join('\n')}\n`);
console.log(`${results.length} of ${allCells.length} cells`);
