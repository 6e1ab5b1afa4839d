/** A person's consent to what a `ninefold.json` loosens, as `config trust` and the window record it. */

import { createHash } from 'node:crypto';
import { mkdirSync, readFileSync, realpathSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

import { canonicalRule, restrictedRules } from '../../../src/core/rules/trusted-rules.ts';
import { parseRules } from '../../../src/node/rules/rules-file.ts';

/** Accepts everything that a state root's file currently contains, and nothing else. */
export function acceptRulesOf(root: string, home: string): void {
  const file = join(root, 'ninefold.json');
  const rules = restrictedRules(parseRules(readFileSync(file, 'utf8'), file).rules).map((rule) => ({
    key: rule.key,
    hash: createHash('sha256').update(canonicalRule(rule)).digest('hex'),
  }));
  const record = { schema: 'ninefold/accepted-rules/1', roots: [{ root: realpathSync(root), rules }] };
  mkdirSync(join(home, '.ninefold'), { recursive: true });
  writeFileSync(join(home, '.ninefold/accepted-rules.json'), JSON.stringify(record));
}
