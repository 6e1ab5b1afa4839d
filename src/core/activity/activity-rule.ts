/** The rule `activity`: `off` stops all reading of what agents did. */

import { NinefoldError } from '../errors.ts';
import type { Rules } from '../rules/rules.ts';

/**
 * Refuses to read if the rule is `off`.
 *
 * @throws NinefoldError activity-off
 */
export function requireActivity(rule: Rules['activity']): void {
  if (rule !== 'on') throw new NinefoldError('activity-off');
}
