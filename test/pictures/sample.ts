/** What the pictures show: a small shop, and a workflow in the middle of its phases, made with the command line. */

import { execFileSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

import { AgentSession } from '../ui/agent-session.ts';
import { ninefold } from '../ui/command-line.ts';
import { openWorkbench, type OpenOptions, type OpenWorkbench, type Places } from '../ui/open-workbench.ts';

/** As *Start Workflow* would derive it today. */
export const WORKFLOW = `discount-codes-${new Date().toISOString().slice(0, 10).replaceAll('-', '')}`;

export const PLAIN = { 'window.commandCenter': false, 'workbench.layoutControl.enabled': false };

const SAMPLE_FILES: Readonly<Record<string, string>> = {
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

interface SampleOptions extends OpenOptions {
  /** Files beside those of the shop. */
  readonly more?: Readonly<Record<string, string>>;
  /** Of those of the shop, what begins with one of these isn't there. */
  readonly without?: readonly string[];
}

/** Shows a window to `take` and closes it; of a failure a picture is left in out/screenshots. */
export async function inWindow(
  opening: Promise<OpenWorkbench>,
  take: (window: OpenWorkbench) => Promise<void>,
): Promise<void> {
  const window = await opening;
  try {
    await take(window);
  } catch (error) {
    console.log(`See ${await window.screenshot(`failed-${take.name}`)}`);
    throw error;
  } finally {
    await window.close();
  }
}

/** A window on the shop, without what only this workbench has at its top. */
export function openSample({ more = {}, without = [], ...options }: SampleOptions): Promise<OpenWorkbench> {
  const kept = Object.entries(SAMPLE_FILES).filter(
    ([path]) => !without.some((start) => path.startsWith(start)),
  );
  return openWorkbench({
    ...options,
    files: { ...Object.fromEntries(kept), ...more },
    prepare: async (places) => {
      makeRepository(places);
      await options.prepare?.(places);
    },
    settings: { ...PLAIN, ...options.settings },
  });
}

/** A repository on a branch of its own. */
function makeRepository({ workspace }: Places): void {
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
  const run = (...commandLine: readonly string[]): unknown => ninefold(places, ...commandLine);
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

/** What the session had in use at each call, from its first one up to now. */
const CALLS = [9, 14, 19, 23, 28, 33, 37, 42, 47, 51, 56, 60, 65, 69, 73, 78, 82, 87, 91, 96];
const CALLS_BEFORE = [18, 37, 61, 84, 109, 131, 150, 165];
const MINUTES_BETWEEN = 6;

/** The session that the workflow was made in, over the last two hours; before that it filled its window once. */
export function makeAfternoon(places: Places, { isCompacted = false } = {}): AgentSession {
  makeWorkflows(places);
  const agent = new AgentSession(places);
  agent.begin();
  const length = CALLS.length * MINUTES_BETWEEN;
  if (isCompacted) {
    const end = length + CALLS_BEFORE.length * MINUTES_BETWEEN;
    for (const [at, tokens] of CALLS_BEFORE.entries()) agent.reach(tokens * 1000, end - at * MINUTES_BETWEEN);
    agent.compact(166_800, length + 1);
  }
  for (const [at, tokens] of CALLS.entries()) {
    agent.reach(tokens * 1000, length - (at + 1) * MINUTES_BETWEEN);
  }
  spreadOver(join(places.workspace, '.claude/state/workflows', `${WORKFLOW}.journal.jsonl`), length);
  return agent;
}

/** Gives the events of a journal times from so many minutes ago up to now. */
function spreadOver(journal: string, minutes: number): void {
  const lines = readFileSync(journal, 'utf8').trimEnd().split('\n');
  const spread = lines.map((line, index) => {
    const at = new Date(Date.now() - minutes * 60_000 * (1 - index / lines.length));
    return JSON.stringify({ ...(JSON.parse(line) as object), at: at.toISOString() });
  });
  writeFileSync(journal, `${spread.join('\n')}\n`);
}
