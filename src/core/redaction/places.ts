/** Secrets known only by their place, each place a pattern. */

import type { Finding } from './finding.ts';
import { isPlaceholder } from './plausible.ts';

/** Kind; pattern, whose last non-empty group is the secret; test of that secret unless it is a placeholder. */
export type Place = readonly [kind: string, pattern: RegExp, isOne: (secret: string) => boolean];

export function scanPlaces(text: string, places: readonly Place[]): readonly Finding[] {
  const found: Finding[] = [];
  for (const [kind, pattern, isOne] of places) {
    for (const match of text.matchAll(pattern)) {
      const secret = match.slice(1).findLast(Boolean) ?? '';
      if (secret === '' || isPlaceholder(secret) || !isOne(secret)) continue;
      const to = match.index + match[0].lastIndexOf(secret) + secret.length;
      found.push({ from: to - secret.length, to, kind });
    }
  }
  return found;
}

/** Tests whether a value given where only a secret goes is one: not an option, variable, or port. */
export function isGiven(secret: string): boolean {
  return !/^[-$]/.test(secret) && !/^[0-9]{1,5}(?::[0-9]{1,5})?$/.test(secret);
}
