/** The handoff of a workflow with what was observed in its session, which few calls load. */

import { clip, oneLine } from '../text/foreign-text.ts';
import { LONGEST } from '../workflow/limits.ts';
import type { StepId } from '../workflow/phases.ts';
import { handoffDocument } from './handoff-document.ts';
import type { HandoffInput } from './handoff-document.ts';
import { compareChecks } from './newest-results.ts';
import type { Observed } from './observed.ts';
import { checkLine, fitObserved, observedDone, observedOpen, quoted } from './observed-lines.ts';

const WANT_A_PASS: ReadonlySet<StepId> = new Set(['5b', '5c']);

/**
 * Makes the Markdown document, with a trailing newline. Deliverables are listed with their evidence only; a check and a
 * to-do that are recorded too are listed once. A check that fails is open if the current step wants it to pass.
 */
export function observedDocument(input: HandoffInput, seen: Observed): string {
  const { state } = input;
  const known = new Set(state.deliverables.map(({ file }) => file));
  const listed = new Set(
    state.nextSteps.filter(({ status }) => status !== 'done').map(({ text }) => text.trim()),
  );
  const { checks, newer } = compareChecks(state, seen.checks);
  const failing = WANT_A_PASS.has(state.current) ? checks.filter(({ result }) => result === 'fail') : [];
  const observed = {
    ...seen,
    files: seen.files.filter((file) => !known.has(file)),
    checks: checks.filter((check) => !failing.includes(check)),
    todos: seen.todos.filter(({ text }) => !listed.has(clip(oneLine(text), LONGEST.line).trim())),
  };
  return fitObserved(observed, (cut) =>
    handoffDocument(
      { ...input, newer },
      (above) => quoted(observedDone(observed, cut), above.length > 0),
      (above) => quoted([...failing.map(checkLine), ...observedOpen(observed, cut)], above.length > 0),
    ),
  );
}
