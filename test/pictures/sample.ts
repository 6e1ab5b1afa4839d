/** What the pictures show: a small shop, and a workflow in the middle of its phases, made with the command line. */

import { execFileSync } from 'node:child_process';
import { join } from 'node:path';

import { projectFolder } from '../harness/paths.mjs';
import type { Places } from '../ui/open-workbench.ts';

/** As *Start Workflow* would derive it today. */
const WORKFLOW = `discount-codes-${new Date().toISOString().slice(0, 10).replaceAll('-', '')}`;

export const SAMPLE_FILES: Readonly<Record<string, string>> = {
  'package.json': `{
  "name": "corner-shop",
  "private": true,
  "devDependencies": { "react": "19.2.0", "typescript": "6.0.3", "vitest": "4.0.0" }
}
`,
  '.gitignore': 'node_modules/\n',
  'src/cart/cart.ts': `export interface Item {
  readonly price: number;
  readonly count: number;
}

/** Adds up a cart, in cents. */
export function total(items: readonly Item[]): number {
  return items.reduce((sum, { price, count }) => sum + price * count, 0);
}
`,
  'src/cart/discount.ts': `import { total, type Item } from './cart';

/** A code that a customer types at the checkout. */
export interface DiscountCode {
  readonly code: string;
  readonly percent: number;
  readonly expiresAt: string;
}

/** What remains to be paid, in cents, never below zero. */
export function discounted(items: readonly Item[], code: DiscountCode, now: string): number {
  if (code.expiresAt < now) return total(items);
  return Math.max(0, Math.round(total(items) * (1 - code.percent / 100)));
}
`,
  'tests/discount.test.ts': `import { expect, it } from 'vitest';
import { discounted } from '../src/cart/discount';

const items = [{ price: 250, count: 2 }];
const code = { code: 'SPRING', percent: 10, expiresAt: '2026-03-31' };

it('takes the discount off', () => expect(discounted(items, code, '2026-03-01')).toBe(450));
it('ignores an expired code', () => expect(discounted(items, code, '2026-04-01')).toBe(500));
`,
  'docs/requirements.md': `# Requirements: Discount codes

A customer types a code at the checkout and pays less.

- A code has a percentage, an end date and, if the shop wants, a number of uses.
- One code per order. A second one replaces the first.
- A code that is expired, used up or unknown says so; the order goes on without it.
`,
  'docs/tech-spec.md': `# Technical specification: Discount codes

## Approach

The cart asks the pricing service, which alone knows the codes.
Prices are whole cents; a discount is rounded once, over the sum.

## Data and interfaces

| call                    | answers                         |
| ----------------------- | ------------------------------- |
| \`POST /cart/discount\`   | the new total, or why it is not |
| \`DELETE /cart/discount\` | the total without it            |

## Alternatives considered

Rounding each line. Simpler, but the lines would not add up.
`,
  'docs/ui-breakdown.md': '# UI breakdown: Discount codes\n\nOne field below the sum, and its answer.\n',
  'docs/test-plan.md': '# Test plan: Discount codes\n\nValid, expired, used up, unknown, replaced.\n',
};

/** Runs the command line that ships, as a person would. */
export function ninefold({ workspace, home }: Places, ...commandLine: readonly string[]): void {
  const cli = join(projectFolder, 'dist', 'cli.js');
  const env = { PATH: process.env.PATH, HOME: home };
  execFileSync(process.execPath, [cli, ...commandLine], { cwd: workspace, env, stdio: 'pipe' });
}

/** A repository on a branch of its own. */
export function makeRepository({ workspace }: Places): void {
  const identity = ['-c', 'user.name=Sample', '-c', 'user.email=sample@example.invalid'];
  for (const command of [
    ['init', '--quiet', '--initial-branch=main'],
    ['add', '.'],
    [...identity, 'commit', '--quiet', '--message', 'A corner shop'],
    ['switch', '--quiet', '--create', 'feature/discount-codes'],
  ]) {
    execFileSync('git', command, { cwd: workspace, stdio: 'pipe' });
  }
}

/** Two workflows: a mended bug, and a feature that is in 5b with its documents, decisions and evidence. */
export function makeWorkflows(places: Places): void {
  const run = (...commandLine: readonly string[]): void => ninefold(places, ...commandLine);
  run('init', 'rounding-in-totals', 'Rounding in totals', '--preset', 'bugfix');
  run('phase', 'rounding-in-totals', '6');
  run('handoff', 'create', 'rounding-in-totals');
  run('init', WORKFLOW, 'Discount codes', '--task', 'Let customers pay less with a code at the checkout');
  for (const [document, decision] of [
    ['docs/requirements.md', ['scope', 'One code per order', 'Support asked for nothing more']],
    ['docs/tech-spec.md', ['rounding', 'Once, over the sum', 'The lines must add up to the total']],
    ['docs/ui-breakdown.md', ['field', 'Always open', 'A closed one was not found in tests']],
    ['docs/test-plan.md', ['clock', 'Passed in', 'Expiry can be tested without waiting']],
  ] as const) {
    run('deliverable', 'add', document);
    run('decision', 'add', ...decision);
    run('approve');
  }
  run('pattern', 'set', 'file_naming', 'kebab-case', 'discount-field.tsx');
  run('pattern', 'set', 'testing', 'vitest', 'it/expect');
  run('deliverable', 'add', 'tests/discount.test.ts');
  run('evidence', 'add', '5a', '--command', 'npm test', '--exit', '1');
  run('approve', '5a');
  run('deliverable', 'add', 'src/cart/discount.ts');
  run('next', 'add', 'Count the uses of a code');
  run('next', 'add', 'Say why a code is refused');
  run('next', 'add', 'Ask legal about codes for newsletters', '--status', 'person');
}
