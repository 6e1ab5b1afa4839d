/** Everything that our own patterns find in a text, in time linear in its length, whatever it contains. */

import type { Finding } from './finding.ts';
import { scanAddresses } from './scan-addresses.ts';
import { scanAssignments } from './scan-assignments.ts';
import { scanHeaders } from './scan-headers.ts';
import { scanPrograms } from './scan-programs.ts';
import { scanTokens } from './scan-tokens.ts';

/** Self-evident shapes come first, because they name what they overlap with. */
export function findSecrets(text: string): readonly Finding[] {
  return [
    ...scanTokens(text),
    ...scanAddresses(text),
    ...scanHeaders(text),
    ...scanPrograms(text),
    ...scanAssignments(text),
  ];
}
