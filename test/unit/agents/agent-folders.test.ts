/** An agent is a folder: nothing else in the source knows one by id or name. */

import { deepStrictEqual, strictEqual } from 'node:assert/strict';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

import { AGENTS, CONNECTABLE_AGENTS, findAgent } from '../../../src/core/agents/agents.ts';
import { everyAgent, METERED_IDS } from '../../../src/node/agents/agents.ts';
import { connectableAgent } from '../../../src/node/agents/connectable-agents.ts';

/** The registries: a line an agent. */
const REGISTRIES = new Set(
  [
    'core/agents/agents.ts',
    'core/agents/activity-formats.ts',
    'core/agents/fill-formats.ts',
    'core/agents/hook-senders.ts',
    'node/agents/agents.ts',
    'node/agents/connectable-agents.ts',
  ].map((path) => join(...path.split('/'))),
);

const folderOf = (id: string): string => (id === 'copilot' ? 'copilot-chat' : id);
/** Agents whose format others share, and whose names they therefore know. */
const FAMILIES: Readonly<Record<string, readonly string[]>> = {
  cline: ['roo-code', 'kilo'],
  copilot: ['copilot-cli'],
  opencode: ['kilo'],
};
const roomsOf = (id: string): readonly string[] =>
  ['core', 'node'].map((layer) => join(layer, 'agents', folderOf(id)));

/** An agent's id and name, however they are written: `claude-code`, `Claude Code`, `claudeCode`. */
function namesOf({ id, name }: { readonly id: string; readonly name: string }): RegExp {
  const loose = (text: string): string => text.replaceAll(/[- ]/g, '[-_ ]?');
  // A short one is a part of other words.
  const end = id.length < 5 ? '(?![a-z])' : '';
  return new RegExp(String.raw`(?<![a-z])(?:${loose(id)}|${loose(name)})${end}`, 'i');
}

const sources = readdirSync('src', { recursive: true, encoding: 'utf8' })
  .filter((path) => path.endsWith('.ts') && !REGISTRIES.has(path))
  .map((path) => ({ path, text: readFileSync(join('src', path), 'utf8') }));

describe('the agents’ rooms', () => {
  for (const agent of AGENTS) {
    it(`hold all that is known of ${agent.id}`, () => {
      const pattern = namesOf(agent);
      const rooms = [agent.id, ...(FAMILIES[agent.id] ?? [])].flatMap(roomsOf);
      const elsewhere = sources.filter(
        ({ path, text }) => !rooms.some((room) => path.startsWith(room)) && pattern.test(text),
      );
      deepStrictEqual(
        elsewhere.map(({ path, text }) => `${path}: ${pattern.exec(text)?.[0] ?? ''}`),
        [],
      );
    });
  }

  it('are there in both layers for every agent, and each has its line in the registries', async () => {
    for (const { id } of AGENTS) {
      for (const room of roomsOf(id)) strictEqual(existsSync(join('src', room)), true, room);
    }
    const ids = AGENTS.filter(({ isUnread }) => isUnread !== true).map(({ id }) => id);
    deepStrictEqual(METERED_IDS, ids);
    deepStrictEqual(
      (await everyAgent()).map(({ id }) => id),
      ids,
    );
    for (const { id } of CONNECTABLE_AGENTS) {
      strictEqual(connectableAgent(id), id);
      strictEqual(connectableAgent(id.split('-')[0] ?? ''), id);
    }
  });

  it('give every agent an id and a name of its own', () => {
    strictEqual(new Set(AGENTS.map(({ id }) => id)).size, AGENTS.length);
    strictEqual(new Set(AGENTS.map(({ name }) => name)).size, AGENTS.length);
    for (const agent of AGENTS) strictEqual(findAgent(agent.id), agent);
  });

  it('would be noticed elsewhere', () => {
    for (const text of ["const NAME = 'claude-code';", '/** Claude Code’s own. */', 'claudeCodeReader']) {
      const claudeCode = AGENTS[0];
      strictEqual(claudeCode !== undefined && namesOf(claudeCode).test(text), true, text);
    }
    const cline = AGENTS.find(({ id }) => id === 'cline');
    strictEqual(cline !== undefined && namesOf(cline).test('it was declined'), false);
  });
});
