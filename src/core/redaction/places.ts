/** Secrets that their place alone gives away, each place a pattern. */

import type { Finding } from './finding.ts';
import { isPlaceholder } from './plausible.ts';

/** Kind; pattern, whose last group with something in it is the secret; whether what stands there is one, where it is no stand-in. */
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

/** Whether something was given where only a secret goes: no option, variable or port. */
export function isGiven(secret: string): boolean {
  return !/^[-$]/.test(secret) && !/^[0-9]{1,5}(?::[0-9]{1,5})?$/.test(secret);
}
