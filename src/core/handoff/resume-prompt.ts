/** The one line that lets a new session go on. */

import { phaseOfStep } from '../workflow/phases.ts';
import type { WorkflowState } from '../workflow/state.ts';

/** Characters that no shell gives a meaning to, in any position of an argument. */
const SAFE_PATH = /^[A-Za-z0-9._/-]+$/;

/** `Resume workflow {id} from Phase {n}`. */
export function resumeSentence(state: WorkflowState): string {
  return `Resume workflow ${state.id} from Phase ${phaseOfStep(state.current)}`;
}

/**
 * The resume prompt, one line made only of characters safe in every shell. Where a path has others (a state
 * directory somebody chose), the paths are left out rather than quoted.
 */
export function resumePrompt(state: WorkflowState, handoff: string | null, stateFile: string): string {
  const paths = handoff === null ? [stateFile] : [handoff, stateFile];
  if (!paths.every((path) => SAFE_PATH.test(path))) return resumeSentence(state);
  return `${resumeSentence(state)}: read ${paths.join(' and ')}`;
}
