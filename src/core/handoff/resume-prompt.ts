/** The line with which a new session continues. */

import { phaseOfStep } from '../workflow/phases.ts';
import type { WorkflowState } from '../workflow/state.ts';

/** Characters without a meaning in any shell, anywhere in an argument; on Windows, a drive in front of them. */
const SAFE_PATH = /^(?:[A-Za-z]:(?=\/))?[A-Za-z0-9._/-]+$/;

/** Returns `Resume workflow {id} from Phase {n}`. */
export function resumeSentence(state: WorkflowState): string {
  return `Resume workflow ${state.id} from Phase ${phaseOfStep(state.current)}`;
}

/**
 * Makes the resume prompt: one line of characters that are safe in every shell. If a path has others (a custom state
 * directory), the paths are omitted rather than quoted.
 */
export function resumePrompt(state: WorkflowState, handoff: string | null, stateFile: string | null): string {
  const paths = [handoff, stateFile].filter((path) => path !== null);
  if (paths.length === 0 || !paths.every((path) => SAFE_PATH.test(path))) return resumeSentence(state);
  return `${resumeSentence(state)}: read ${paths.join(' and ')}`;
}

/** Returns the line that a new session continues with; without the path if a shell could misread it. */
export function continuePrompt(shownPath: string): string {
  return SAFE_PATH.test(shownPath)
    ? `Continue from ${shownPath}`
    : 'Continue from the newest handoff: ninefold handoff show';
}
