/** The documents list what the registries of agents and presets hold: nothing more, nothing less. */

import { deepStrictEqual, ok, strictEqual } from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';

import { AGENTS, CONNECTABLE_AGENTS } from '../../../src/core/agents/agents.ts';
import { PRESETS } from '../../../src/core/workflow/presets.ts';
import { METERED_IDS } from '../../../src/node/agents/agents.ts';
import { projectFolder } from '../../harness/paths.mjs';

const textOf = (path: string): string => readFileSync(join(projectFolder, path), 'utf8').replaceAll('\r', '');
const codesOf = (text = ''): readonly string[] =>
  [...text.matchAll(/`([^`]+)`/g)].map(([, code = '']) => code);

/** The cells of a table's lines, found by how its first line begins. */
function tableOf(text: string, start: string): readonly (readonly string[])[] {
  const from = text.indexOf(`\n${start}`) + 1;
  const [lines = ''] = /^(?:\|.*\n)+/.exec(text.slice(from)) ?? [];
  return lines
    .trimEnd()
    .split('\n')
    .map((line) =>
      line
        .split('|')
        .slice(1, -1)
        .map((cell) => cell.trim()),
    );
}

describe('the documents', () => {
  const commandLine = textOf('docs/command-line.md');

  it('name every agent whose transcripts can be read', () => {
    const [, sentence] = /^An agent of `meter` is ([^.]+)\./m.exec(commandLine) ?? [];
    deepStrictEqual(codesOf(sentence), METERED_IDS);
  });

  it('name every preset with what it skips', () => {
    const [, sentence = ''] = /Presets: ([^.]+)\./.exec(commandLine) ?? [];
    const presets = Object.entries(PRESETS).map(([name, steps]) => [`\`${name}\``, ...steps].join(' '));
    strictEqual(sentence.replace(' skips', '').replaceAll(/\s+/g, ' '), presets.join('; '));
  });

  it('name every agent that can be connected', () => {
    const [, ids = ''] = /`ninefold connect ([^`]+)`/.exec(textOf('docs/connecting.md')) ?? [];
    deepStrictEqual(
      ids.split('|'),
      CONNECTABLE_AGENTS.map(({ id }) => id),
    );
  });

  it('say of every agent whether it has hooks, and can be connected and continued in', () => {
    const table = /^\| agent \| tokens \| window \|.*\n(?:\|.*\n)+/m.exec(textOf('docs/meter.md'))?.[0] ?? '';
    const rows = table.split('\n').map((line) => line.split('|').map((cell) => cell.trim()));
    const told = AGENTS.map(({ id, name }) => {
      const cells = rows.find(([, agent = '']) => agent.includes(name)) ?? [];
      const [hooks, connected, continued = ''] = cells.slice(9, 12);
      return [id, hooks, connected, continued === 'no' ? 'no' : 'exact'];
    });
    const cell = (is: boolean): string => (is ? 'exact' : 'no');
    deepStrictEqual(
      told,
      AGENTS.map(({ id, connection, terminal, panel }) => [
        id,
        cell(connection?.hasHooks === true),
        cell(connection !== undefined),
        cell(terminal !== undefined || panel !== undefined),
      ]),
    );
  });

  it('name a test for every figure of an agent that is exact, and the test knows the agent', () => {
    const meter = textOf('docs/meter.md');
    const [head = [], , ...rows] = tableOf(meter, '| agent | tokens | window |');
    const tests = new Map(
      tableOf(meter, '| column | tests').map(([column = '', files = '']) => [column, files]),
    );
    const filesOf = (column: string): readonly string[] => {
      const cell = tests.get(column) ?? '';
      const others = cell.startsWith('those of tokens') ? filesOf('tokens') : [];
      return [...others, ...codesOf(cell).map((file) => textOf(`test/${file}`))];
    };
    const untested = rows.flatMap(([names = '', ...cells]) => {
      const agents = AGENTS.filter(({ name }) => names.includes(name));
      return cells.flatMap((cell, index) => {
        const column = head[index + 1] ?? '';
        if (!cell.startsWith('exact')) return [];
        const known = filesOf(column).some((text) =>
          agents.some(({ id, name }) =>
            [`'${id}'`, `"${id}"`, `agents/${id}/`, name].some((word) => text.includes(word)),
          ),
        );
        return known ? [] : [`${names}: ${column}`];
      });
    });
    ok(rows.length > 10);
    deepStrictEqual(untested, []);
  });

  it('name the command that runs a task, of every agent that has one', () => {
    const rows = [...textOf('docs/agent-tasks.md').matchAll(/^\| `([^`]+)` \| `([^`]+)` \|$/gm)];
    deepStrictEqual(
      rows.map(([, id, command]) => [id, command]),
      AGENTS.flatMap(({ id, taskCommand }) =>
        taskCommand === undefined ? [] : [[id, taskCommand.join(' ')]],
      ),
    );
  });
});
