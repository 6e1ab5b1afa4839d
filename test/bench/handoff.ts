/**
 * What a handoff is worth: over transcripts, the share of the session's state that the document names, and its size. The
 * transcripts are generated sessions; `NINEFOLD_TRANSCRIPTS` adds those below a folder.
 */

import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';

import { Tiktoken } from 'js-tiktoken/lite';
import o200k from 'js-tiktoken/ranks/o200k_base';

import type { SessionActivity } from '../../src/core/activity/activity.ts';
import { claudeCodeActivity } from '../../src/core/agents/claude-code/activity.ts';
import { code, inline } from '../../src/core/handoff/markdown.ts';
import { handoffDocument } from '../../src/core/handoff/handoff-document.ts';
import { observedOf } from '../../src/core/handoff/observed.ts';
import { MOST_TOKENS } from '../../src/core/handoff/observed-lines.ts';
import { sessionDocument } from '../../src/core/handoff/session-document.ts';
import { wayTo } from '../../src/core/paths/paths.ts';
import { REFERENCE_GIT, REFERENCE_INTENTS, REFERENCE_START } from '../fixtures/reference-workflow.ts';
import { fed } from '../unit/activity/fed.ts';
import { generatedSession } from '../unit/activity/generated-claude-code.ts';
import { slowClaudeCode } from '../unit/support/slow-activity.ts';
import { afterAll, started } from '../unit/support/workflows.ts';
import type { Figure } from './figures.ts';

const SESSIONS = 200;
const FEWEST_FILES = 95;
/** A text counts as named by its beginning. */
const SHOWN = 30;

/** How much there is, and how much of it the document names. */
class Share {
  total = 0;
  named = 0;

  add(isNamed: boolean, weight = 1): void {
    this.total += weight;
    if (isNamed) this.named += weight;
  }

  figure(what: string, least: number): Figure {
    const percent = this.total === 0 ? 100 : (100 * this.named) / this.total;
    const measured = `${percent.toFixed(1)}% (${this.named} of ${this.total})`;
    return { what, measured, budget: `≥ ${least}%`, isWithin: percent >= least };
  }
}

class Worth {
  readonly files = new Share();
  readonly todos = new Share();
  readonly prompts = new Share();
  readonly failing = new Share();
  readonly tokens: number[] = [];
  readonly transcripts: number[] = [];
  readonly #encoding = new Tiktoken(o200k);

  count(text: string): number {
    return this.#encoding.encode(text, [], []).length;
  }

  /** Judges by a reader that shares no code with the one that the document is made from. */
  take(text: string): void {
    const folder = folderOf(text);
    const activity: SessionActivity = { ...fed(claudeCodeActivity, `${text}\n`), agent: 'claude-code' };
    const document = documentOf(activity, folder);
    const { files, todos, prompts, commands } = slowClaudeCode(text);
    for (const { path, edits } of files) {
      const way = wayTo(path, folder, 'linux');
      if (way !== null && way !== '') this.files.add(document.includes(code(way)), edits);
    }
    for (const { text: todo, status } of todos) {
      if (status === 'completed' || status === 'cancelled') continue;
      this.todos.add(document.includes(inline(todo.trim()).slice(0, SHOWN)));
    }
    const last = prompts.at(-1);
    if (last !== undefined) this.prompts.add(document.includes(inline(last.text).slice(0, SHOWN)));
    const failed = commands.findLast(({ command }) => command === 'npm test');
    if (failed !== undefined && failed.exitCode !== 0)
      this.failing.add(document.includes('`npm test`: ') && !document.includes('`npm test`: passed'));
    this.tokens.push(this.count(document));
    this.transcripts.push(text.length);
  }
}

/** Measures sessions, and what a workflow adds. */
export function handoff(): Promise<readonly Figure[]> {
  const worth = new Worth();
  for (let seed = 1; seed <= SESSIONS; seed += 1) worth.take(generatedSession(seed));
  for (const text of given()) worth.take(text);
  const most = Math.max(...worth.tokens);
  const sum = (numbers: readonly number[]): number => numbers.reduce((total, number) => total + number, 0);
  const share = (100 * sum(worth.tokens) * 4) / sum(worth.transcripts);
  return Promise.resolve([
    worth.files.figure('handoff: files by edits', FEWEST_FILES),
    worth.todos.figure('handoff: open to-dos', 100),
    worth.prompts.figure('handoff: last prompt', 100),
    worth.failing.figure('handoff: last failing check', 100),
    ...ofWorkflow(),
    {
      what: `handoff of a session, largest of ${worth.tokens.length}`,
      measured: `${most} tokens`,
      budget: `≤ ${MOST_TOKENS} tokens`,
      isWithin: most <= MOST_TOKENS,
    },
    {
      what: 'handoff against its transcript (4 bytes a token)',
      measured: `${share.toFixed(1)}%`,
      budget: 'none',
      isWithin: true,
    },
  ]);
}

function ofWorkflow(): readonly Figure[] {
  const texts = ['Never change a public API', 'Money is counted in cents'];
  const rules = texts.map((text) => ({ kind: 'addConstraint', text }) as const);
  const state = afterAll(started(REFERENCE_START), [...REFERENCE_INTENTS, ...rules]);
  const document = handoffDocument({
    state,
    patterns: [],
    git: REFERENCE_GIT,
    files: {},
    banner: '',
    reads: [],
  });
  const constraints = new Share();
  for (const text of texts) constraints.add(document.includes(text));
  const decisions = new Share();
  for (const { choice } of state.decisions) decisions.add(document.includes(inline(choice)));
  return [constraints.figure('handoff: constraints', 100), decisions.figure('handoff: decisions', 100)];
}

function documentOf(activity: SessionActivity, folder: string): string {
  return sessionDocument({
    id: 'session-claude-code-00000000',
    observed: observedOf(activity, null, { folders: [folder], platform: 'linux' }),
    git: REFERENCE_GIT,
    work: null,
    banner: '',
    resume: 'Continue from .claude/state/handoffs/handoff-session-claude-code-00000000.md',
    folder: null,
  });
}

/** The session's first folder. */
function folderOf(text: string): string {
  const [, cwd] = /"cwd":"([^"]+)"/.exec(text) ?? [];
  return cwd ?? '/';
}

function given(): readonly string[] {
  const folder = process.env.NINEFOLD_TRANSCRIPTS;
  if (folder === undefined) return [];
  const names = readdirSync(folder, { recursive: true, encoding: 'utf8' });
  return names
    .filter((name) => name.endsWith('.jsonl'))
    .map((name) => readFileSync(join(folder, name), 'utf8'));
}
