/** All that our own patterns find in a text. Linear in its length, whatever it holds. */

import type { Finding } from './finding.ts';
import { scanAddresses } from './scan-addresses.ts';
import { scanAssignments } from './scan-assignments.ts';
import { scanHeaders } from './scan-headers.ts';
import { scanPrograms } from './scan-programs.ts';
import { scanTokens } from './scan-tokens.ts';

/** What gives itself away by its own shape comes first: it names what it overlaps with. */
export function findSecrets(text: string): readonly Finding[] {
  return [
    ...scanTokens(text),
    ...scanAddresses(text),
    ...scanHeaders(text),
    ...scanPrograms(text),
    ...scanAssignments(text),
  ];
}
