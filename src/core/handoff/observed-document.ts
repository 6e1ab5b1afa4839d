/** The handoff of a workflow with what was observed in its session, which few calls load. */

import { handoffDocument } from './handoff-document.ts';
import type { HandoffInput } from './handoff-document.ts';
import type { Observed } from './observed.ts';
import { fitObserved, observedDone, observedOpen, quoted } from './observed-lines.ts';

/** Makes the Markdown document, with a trailing newline. Deliverables are listed with their evidence only. */
export function observedDocument(input: HandoffInput, seen: Observed): string {
  const known = new Set(input.state.deliverables.map(({ file }) => file));
  const observed = { ...seen, files: seen.files.filter((file) => !known.has(file)) };
  return fitObserved(observed, (cut) =>
    handoffDocument(
      input,
      (above) => quoted(observedDone(observed, cut), above.length > 0),
      (above) => quoted(observedOpen(observed, cut), above.length > 0),
    ),
  );
}
