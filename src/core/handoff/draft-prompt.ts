/** What an agent is asked when it drafts a phase's document: one safe line for a terminal, or the whole text. */

import { acceptedConstraints } from '../workflow/accepted-constraints.ts';
import { phaseDefinition } from '../workflow/phases.ts';
import type { WorkflowState } from '../workflow/state.ts';
import { code, inline } from './markdown.ts';
import { canLaunchWith } from './launch-line.ts';

/** More of them would hide the task. */
const MOST_DOCUMENTS = 8;

export interface Draft {
  /** Redacted. */
  readonly state: WorkflowState;
  /** The document, relative to the workspace folder. */
  readonly file: string;
  readonly phase: number;
  /** State files that carry task, constraints, and decisions, relative to the workspace folder; null for others. */
  readonly reads: readonly (string | null)[];
}

/**
 * Makes one line of characters that are safe in every shell. Task, constraints, and decisions aren't in it: it names
 * the files that carry them. Paths with other characters are omitted.
 *
 * @returns null if the document's own path isn't safe
 */
export function draftLine({ state, file, phase, reads }: Draft): string | null {
  const line = `Draft ${file} for workflow ${state.id}`;
  if (!canLaunchWith(line)) return null;
  const files = [...reads.filter((path) => path !== null), ...earlierDocuments(state, phase), file];
  const safe = files.filter(isSafePath);
  return `${line}: read ${safe.join(' and ')} and replace the comment under each heading. Then stop for review`;
}

/** Paths may begin with a dot, as `.claude/workflow-state.toon`. */
function isSafePath(path: string): boolean {
  return canLaunchWith(`read ${path}`);
}

/** Makes the whole text, for a chat or the clipboard. */
export function draftPrompt({ state, file, phase }: Draft): string {
  const documents = earlierDocuments(state, phase);
  return [
    `Draft ${code(file)}: ${phaseDefinition(phase).name} of the feature ${inline(state.name)}.`,
    `Task: ${inline(state.task)}`,
    ...listed(
      'Constraints:',
      acceptedConstraints(state).map(({ text }) => inline(text)),
    ),
    ...listed(
      'Decisions:',
      state.decisions.map(({ id, choice, reason }) => `${inline(id)}: ${inline(choice)} (${inline(reason)})`),
    ),
    ...listed('Read first:', documents.map(code)),
    'Keep the headings, and replace the comment under each. Then stop: a person reviews the document.',
  ].join('\n\n');
}

function listed(heading: string, lines: readonly string[]): readonly string[] {
  return lines.length === 0 ? [] : [[heading, ...lines.map((line) => `- ${line}`)].join('\n')];
}

/** The documents of earlier phases, the latest last; phase 5 has code instead. */
function earlierDocuments({ deliverables }: WorkflowState, before: number): readonly string[] {
  return deliverables
    .filter(({ phase, file }) => phase < before && phase !== 5 && /\.(?:md|markdown)$/i.test(file))
    .map(({ file }) => file)
    .slice(-MOST_DOCUMENTS);
}
