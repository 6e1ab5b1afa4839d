/** Text that was read from a redacted document isn't what stood there: an intent that brings it back is refused. */

import { NinefoldError } from '../errors.ts';
import type { Intent, WorkflowIntent } from '../workflow/intents.ts';
import { hasMarker } from './finding.ts';
import { redactText } from './redact-state.ts';
import type { Redactor } from './redact-state.ts';

/** What Ninefold records by itself: nobody wrote these texts. */
const OWN: ReadonlySet<Intent['kind']> = new Set([
  'recordSessionStart',
  'recordSessionEnd',
  'recordCompaction',
  'takeOver',
  'recordHandoff',
  'recordTaskMerge',
] as const);

/** Name of the first field that holds a marker; undefined where none does. */
export function markedField(intent: Intent): string | undefined {
  if (OWN.has(intent.kind)) return undefined;
  const fields: readonly (readonly [string, unknown])[] = Object.entries(intent);
  return fields.find(([, value]) =>
    [value].flat().some((one) => typeof one === 'string' && hasMarker(one)),
  )?.[0];
}

/** @throws NinefoldError text-redacted */
export function refuseMarkers(intent: Intent): void {
  const field = markedField(intent);
  if (field !== undefined) throw new NinefoldError('text-redacted', { field });
}

/** An intent as it may become an event: what is run is redacted before. @throws NinefoldError text-redacted */
export async function redactedIntent(redactor: Redactor, intent: WorkflowIntent): Promise<WorkflowIntent> {
  refuseMarkers(intent);
  if (intent.kind !== 'recordCheck') return intent;
  return { ...intent, command: await redactText(redactor, intent.command) };
}
