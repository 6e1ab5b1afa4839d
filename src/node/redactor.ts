/**
 * Takes secrets out of a text, by the patterns of secretlint. An entry of its own (`dist/redactor.js`), loaded on
 * the first handoff: its third of a megabyte never weighs on a start-up.
 */

import { lintSource } from '@secretlint/core';
import { creator } from '@secretlint/secretlint-rule-preset-recommend';

/** What was found: the text with each secret replaced by `[redacted: kind]`, and how many of each kind. */
export interface Redaction {
  readonly text: string;
  readonly counts: Readonly<Record<string, number>>;
}

/** Replaces every secret the patterns know. */
export async function redact(text: string): Promise<Redaction> {
  const source = { content: text, filePath: 'handoff.md', ext: '.md', contentType: 'text' as const };
  const rules = [{ id: '@secretlint/secretlint-rule-preset-recommend', rule: creator, options: {} }];
  const { messages } = await lintSource({ source, options: { config: { rules } } });
  const counts: Record<string, number> = {};
  let result = '';
  let end = 0;
  const ordered = [...messages].sort((left, right) => left.range[0] - right.range[0]);
  for (const { range, ruleId } of ordered) {
    const [from, to] = range;
    if (from < end) continue;
    const kind = ruleId.replace(/^.*rule-/, '');
    counts[kind] = (counts[kind] ?? 0) + 1;
    result += `${text.slice(end, from)}[redacted: ${kind}]`;
    end = to;
  }
  return { text: result + text.slice(end), counts };
}
