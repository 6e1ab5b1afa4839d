/** Text from a redacted document isn't the original: an intent that brings it back is refused. */

import { NinefoldError } from '../errors.ts';
import type { Intent, WorkflowIntent } from '../workflow/intents.ts';
import { hasMarker } from './finding.ts';
import { redactText } from './redact-state.ts';
import type { Redactor } from './redact-state.ts';

/** Recorded automatically: no one wrote these texts. */
const OWN: ReadonlySet<Intent['kind']> = new Set([
  'recordSessionStart',
  'recordSessionEnd',
  'recordCompaction',
  'takeOver',
  'recordHandoff',
  'recordTaskMerge',
] as const);

/** Returns the name of the first field with a marker; undefined if there is none. */
export function markedField(intent: Intent): string | undefined {
  if (OWN.has(intent.kind)) return undefined;
  const fields: readonly (readonly [string, unknown])[] = Object.entries(intent);
  return fields.find(([, value]) =>
    [value].flat().some((one) => typeof one === 'string' && hasMarker(one)),
  )?.[0];
}

/**
 * Refuses an intent whose text contains a marker.
 *
 * @throws NinefoldError text-redacted
 */
export function refuseMarkers(intent: Intent): void {
  const field = markedField(intent);
  if (field !== undefined) throw new NinefoldError('text-redacted', { field });
}

/**
 * Redacts commands in an intent before it becomes an event.
 *
 * @throws NinefoldError text-redacted
 */
export async function redactedIntent(redactor: Redactor, intent: WorkflowIntent): Promise<WorkflowIntent> {
  refuseMarkers(intent);
  if (intent.kind !== 'recordCheck') return intent;
  const { key } = intent;
  const command = await redactText(redactor, intent.command);
  return { ...intent, command, ...(key === undefined ? {} : { key: await redactText(redactor, key) }) };
}
