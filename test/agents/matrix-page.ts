/** docs/meter-matrix.md: what the agents said and what Ninefold said, in as few rows as have every cell. */
import type { CellResult } from './matrix-results.ts';

const PARTS = ' · ';
const CHOICE = '; ';
const HEAD =
  '| agent | model | host, settings | session | the agent says | Ninefold says | why they differ |';
const RULE = '|---|---|---|---|---|---|---|';
const EVERY_WAY = 'any';
const WAYS = [
  'transcript · headless',
  'transcript · terminal',
  'connected · headless',
  'connected · terminal',
];

/** Cells with the same outcome: every combination of the choices is one. */
interface Row {
  readonly agent: string;
  readonly models: readonly string[];
  readonly settings: readonly string[];
  readonly ways: readonly string[];
  readonly said: string;
}

/** Makes the table's lines. @param reasonOf why a cell differs; undefined if it doesn't */
export function tableOf(
  results: readonly CellResult[],
  reasonOf: (result: CellResult) => string | undefined,
): readonly string[] {
  const single = results.map((result): Row => {
    const { agent, model, settings, way } = partsOf(result.name);
    const said = [result.agent, result.ninefold, reasonOf(result) ?? ''].join(' | ');
    return { agent, models: [model], settings: [settings], ways: [way], said };
  });
  const rows = merged(merged(merged(single, 'ways'), 'settings'), 'models');
  const lines = rows.map(({ agent, models, settings, ways, said }) => {
    const session = ways.length === WAYS.length ? EVERY_WAY : ways.join(CHOICE);
    return `| ${[agent, models.map(code).join(CHOICE), settings.join(CHOICE), session, said].join(' | ')} |`;
  });
  return [HEAD, RULE, ...lines];
}

/** Reads the results of every cell from a page with such a table. */
export function resultsOnPage(page: string): readonly CellResult[] {
  const lines = page.split('\n');
  const from = lines.indexOf(RULE);
  const rows = from < 0 ? [] : lines.slice(from + 1).filter((line) => line.startsWith('| '));
  return rows.flatMap((row) => {
    const [agent = '', models = '', settings = '', session = '', said = '', ninefold = ''] = row
      .slice(2, -2)
      .split(' | ');
    const ways = session === EVERY_WAY ? WAYS : session.split(CHOICE);
    return models.split(CHOICE).flatMap((model) =>
      settings.split(CHOICE).flatMap((setting) =>
        ways.map((way): CellResult => {
          const parts = [agent, model.replaceAll('`', ''), setting, way].filter((part) => part !== '');
          return { name: parts.join(PARTS), agent: said, ninefold };
        }),
      ),
    );
  });
}

function partsOf(name: string): Record<'agent' | 'model' | 'settings' | 'way', string> {
  const [agent = '', model = '', ...rest] = name.split(PARTS);
  return { agent, model, settings: rest.slice(0, -2).join(PARTS), way: rest.slice(-2).join(PARTS) };
}

/** Joins rows that differ only in one of their choices. */
function merged(rows: readonly Row[], choice: 'models' | 'settings' | 'ways'): readonly Row[] {
  const joined = new Map<string, Row>();
  for (const row of rows) {
    const key = JSON.stringify({ ...row, [choice]: [] });
    const known = joined.get(key);
    joined.set(key, known === undefined ? row : { ...known, [choice]: [...known[choice], ...row[choice]] });
  }
  return [...joined.values()];
}

function code(model: string): string {
  return `\`${model}\``;
}
