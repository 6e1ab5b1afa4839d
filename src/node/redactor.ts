/**
 * Takes secrets out of a text, by the patterns of secretlint and a few of our own. An entry of its own (`dist/redactor.js`),
 * loaded on the first handoff: its third of a megabyte never weighs on a start-up.
 */

import { lintSource } from '@secretlint/core';
import { rules as recommended } from '@secretlint/secretlint-rule-preset-recommend';

import { SECRET_PATTERNS } from './secret-patterns.ts';

/** What was found: the text with each secret replaced by `[redacted: kind]`, and how many of each kind. */
export interface Redaction {
  readonly text: string;
  readonly counts: Readonly<Record<string, number>>;
}

interface Finding {
  readonly from: number;
  readonly to: number;
  readonly kind: string;
}

/** Without the one by which a comment in the text (`secretlint-disable`) switches the others off. */
const RULES = recommended
  .filter(({ meta }) => meta.id !== '@secretlint/secretlint-rule-filter-comments')
  .map((rule) => ({ id: rule.meta.id, rule, options: {} }));

const REST_OF_SECRET = /[A-Za-z0-9/+=_-]*/y;

/** Replaces every secret the patterns know. */
export async function redact(text: string): Promise<Redaction> {
  const found = [...(await byRules(text)), ...byPatterns(text)];
  const counts: Record<string, number> = {};
  let result = '';
  let end = 0;
  for (const { from, to, kind } of found.sort((left, right) => left.from - right.from)) {
    if (from >= end) {
      counts[kind] = (counts[kind] ?? 0) + 1;
      result += `${text.slice(end, from)}[redacted: ${kind}]`;
    }
    // Of two that overlap the rest of the second goes with the first.
    end = Math.max(end, to);
  }
  return { text: result + text.slice(end), counts };
}

async function byRules(text: string): Promise<readonly Finding[]> {
  const source = { content: text, filePath: 'handoff.md', ext: '.md', contentType: 'text' as const };
  const { messages } = await lintSource({ source, options: { config: { rules: RULES } } });
  return messages.map(({ range: [from, to], ruleId }) => ({
    from,
    to: endOfRun(text, to),
    kind: ruleId.replace(/^.*rule-/, ''),
  }));
}

/** A rule may tell where its match begins and how long the secret in it is: what is left of it goes as well. */
function endOfRun(text: string, at: number): number {
  REST_OF_SECRET.lastIndex = at;
  return at + (REST_OF_SECRET.exec(text)?.[0].length ?? 0);
}

function byPatterns(text: string): readonly Finding[] {
  return Object.entries(SECRET_PATTERNS).flatMap(([kind, pattern]) =>
    [...text.matchAll(pattern)].map(({ 0: match, index }) => ({
      from: index,
      to: index + match.length,
      kind,
    })),
  );
}
