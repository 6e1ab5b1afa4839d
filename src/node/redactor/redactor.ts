/**
 * Removes secrets from a text: first by our own patterns for places and shapes, then by secretlint's whole
 * recommended preset. A separate bundle (`dist/redactor.js`), loaded once a text may contain a secret, so that its
 * patterns don't slow down startup.
 */

import { lintSource } from '@secretlint/core';
import { rules as recommended } from '@secretlint/secretlint-rule-preset-recommend';

import { findSecrets } from '../../core/redaction/find-secrets.ts';
import { hasMarker, withoutFindings } from '../../core/redaction/finding.ts';
import type { Finding, Redaction } from '../../core/redaction/finding.ts';
import { isPlaceholderToken } from '../../core/redaction/scan-tokens.ts';
import { mayHoldSecret } from '../../core/redaction/may-hold-secret.ts';

/** Without the rule by which a comment in the text (`secretlint-disable`) disables the others. */
const RULES = recommended
  .filter(({ meta }) => meta.id !== '@secretlint/secretlint-rule-filter-comments')
  .map((rule) => ({ id: rule.meta.id, rule, options: {} }));

/** Rules for URLs with a password, which our own patterns decide. */
const ADDRESSES: readonly string[] = ['basicauth', 'database-connection-string'];

const REST_OF_SECRET = /[A-Za-z0-9/+=_-]*/y;

/** Replaces every secret that the patterns know. */
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
  // Remaining URLs with a password are examples from manuals.
  return found.filter(({ from, to, kind }) => {
    const secret = text.slice(from, to);
    return !ADDRESSES.includes(kind) && !isPlaceholderToken(secret) && !hasMarker(secret);
  });
}

/** A rule may report where its match begins and how long the secret is: remove the rest of it too. */
function endOfRun(text: string, at: number): number {
  REST_OF_SECRET.lastIndex = at;
  return at + (REST_OF_SECRET.exec(text)?.[0].length ?? 0);
}
