/**
 * Takes secrets out of a text: by patterns of our own for what has a place or a shape, then by secretlint's whole recommended
 * preset. An entry of its own (`dist/redactor.js`), loaded where a text may hold a secret: its patterns never weigh on a
 * start-up.
 */

import { lintSource } from '@secretlint/core';
import { rules as recommended } from '@secretlint/secretlint-rule-preset-recommend';

import { findSecrets } from '../../core/redaction/find-secrets.ts';
import { hasMarker, withoutFindings } from '../../core/redaction/finding.ts';
import type { Finding, Redaction } from '../../core/redaction/finding.ts';
import { isPlaceholderToken } from '../../core/redaction/scan-tokens.ts';
import { mayHoldSecret } from '../../core/redaction/may-hold-secret.ts';

/** Without the one by which a comment in the text (`secretlint-disable`) switches the others off. */
const RULES = recommended
  .filter(({ meta }) => meta.id !== '@secretlint/secretlint-rule-filter-comments')
  .map((rule) => ({ id: rule.meta.id, rule, options: {} }));

/** Rules about addresses with a password, which our own decide. */
const ADDRESSES: readonly string[] = ['basicauth', 'database-connection-string'];

const REST_OF_SECRET = /[A-Za-z0-9/+=_-]*/y;

/** Replaces every secret the patterns know. */
export async function redact(text: string): Promise<Redaction> {
  if (!mayHoldSecret(text)) return { text, counts: {} };
  const first = withoutFindings(text, findSecrets(text));
  const second = withoutFindings(first.text, await byRules(first.text));
  const counts: Record<string, number> = { ...first.counts };
  for (const [kind, count] of Object.entries(second.counts)) counts[kind] = (counts[kind] ?? 0) + count;
  return { text: second.text, counts };
}

async function byRules(text: string): Promise<readonly Finding[]> {
  const source = { content: text, filePath: 'handoff.md', ext: '.md', contentType: 'text' as const };
  const { messages } = await lintSource({ source, options: { config: { rules: RULES } } });
  const found = messages.map(({ range: [from, to], ruleId }) => ({
    from,
    to: endOfRun(text, to),
    kind: ruleId.replace(/^.*rule-/, ''),
  }));
  // What is left of addresses by now is what every manual has.
  return found.filter(({ from, to, kind }) => {
    const secret = text.slice(from, to);
    return !ADDRESSES.includes(kind) && !isPlaceholderToken(secret) && !hasMarker(secret);
  });
}

/** A rule may tell where its match begins and how long the secret in it is: what is left of it goes as well. */
function endOfRun(text: string, at: number): number {
  REST_OF_SECRET.lastIndex = at;
  return at + (REST_OF_SECRET.exec(text)?.[0].length ?? 0);
}
