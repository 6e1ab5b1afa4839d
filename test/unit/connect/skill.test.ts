import { deepStrictEqual, match, ok } from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

import { parse } from 'yaml';

import { SKILL } from '../../../src/core/agents/claude-code/skill.ts';
import { loadEncoding } from '../../../src/node/tokens/load-encoding.ts';

const MAX_TOKENS = 400;

describe('the skill', () => {
  it('has less than 400 tokens and says in its head what it is for', () => {
    const { tokens } = loadEncoding('o200k', 'dist')(SKILL);
    ok(tokens < MAX_TOKENS, `${tokens} tokens`);
    const [, head = ''] = /^---\n([^]*?)\n---\n/.exec(SKILL) ?? [];
    const { name, description } = parse(head) as { name: string; description: string };
    deepStrictEqual(name, 'ninefold');
    match(description, /Use when/);
  });

  it('names tools that the server has', () => {
    const folder = 'src/mcp/tools';
    const sources = readdirSync(folder).map((file) => readFileSync(join(folder, file), 'utf8'));
    const tools = new Set(
      sources.flatMap((text) => [...text.matchAll(/name: '(\w+)'/g)].map(([, tool]) => tool)),
    );
    const named = [...SKILL.matchAll(/`([a-z]+_[a-z_]+)`/g)].map(([, tool]) => tool);
    ok(named.length >= 8);
    deepStrictEqual(
      named.filter((tool) => !tools.has(tool)),
      [],
    );
  });
});
