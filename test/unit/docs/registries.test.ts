/** The documents list what the registries of agents and presets hold: nothing more, nothing less. */

import { deepStrictEqual, strictEqual } from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';

import { AGENTS, CONNECTABLE_AGENTS } from '../../../src/core/agents/agents.ts';
import { PRESETS } from '../../../src/core/workflow/presets.ts';
import { METERED_IDS } from '../../../src/node/agents/agents.ts';
import { projectFolder } from '../../harness/paths.mjs';

const textOf = (path: string): string => readFileSync(join(projectFolder, path), 'utf8').replaceAll('\r', '');
const codesOf = (text = ''): readonly string[] =>
  [...text.matchAll(/`([^`]+)`/g)].map(([, code = '']) => code);

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
