/** English texts of the tree by key; `{name}` is a parameter. The host translates a template before it fills it. */

import type { MessageParameters } from '../messages.ts';
import type { Phrase } from '../meter/meter-words.ts';

export const VIEW_WORDS = {
  'status-pending': 'pending',
  'status-in_progress': 'in progress',
  'status-awaiting_approval': 'awaiting approval',
  'status-completed': 'completed',
  'status-skipped': 'skipped',
  current: 'current phase',
  'phase-spoken': 'Phase {num}, {name}',
  'step-spoken': 'Sub-phase {step}, {name}',
  'deliverable-spoken': 'Deliverable {file}',
  suggested: 'suggested',
  'suggested-spoken': 'Suggested document {file}, not created',
  exists: 'exists, not added',
  'exists-spoken': 'Existing file {file}, not added as a deliverable',
  'one-file': '1 file',
  'files-count': '{count} files',
  'top-folder': 'Workspace folder',
  'as-is': '{text}',
  'phase-of': 'Phase {phase} of 9',
  'is-in_progress': 'in progress',
  'is-paused': 'paused',
  'is-completed': 'completed',
  'is-cancelled': 'cancelled',
  'is-unreadable': "can't be read",
  'folder-spoken': 'Folder {name}',
  'workflow-spoken': 'Workflow {name}',
  constraints: 'Constraints ({count})',
  'constraints-offered': '{count} offered by an agent',
  'constraint-spoken': 'Constraint {text}',
  offered: 'offered by an agent',
  'next-paused': 'Paused: Resume Workflow…',
  'next-cancelled': 'Cancelled: Resume Workflow…',
  'next-completed': 'Completed: Start Another Workflow…',
  others: 'Other Workflows ({count})',
  'others-one': '1 other workflow',
  'others-spoken': '{count} other workflows',
  'open-damaged': 'Open {file} at line {line}',
  refused: "Can't read {file}: {reason}",
  'one-deliverable': '1 deliverable',
  'deliverables-count': '{count} deliverables',
  'reason-skipped': 'Skipped: {reason}',
  'reason-reopened': 'Reopened: {reason}',
  'skipped-by-preset': 'Skipped by the preset *{preset}*',
  'tooltip-create': "{file} doesn't exist yet. Create it from this phase's template by the icon on its row.",
  'tooltip-adopt':
    "{file} already exists, but isn't a deliverable of this workflow. Add it unchanged by the icon on its row.",
  'tooltip-missing': "{file} isn't on disk.",
  'tooltip-untouched': '{file} is unchanged from its template.',
  'tooltip-suggested': 'Suggested deliverable: {file}',
} as const;

export type ViewWord = keyof typeof VIEW_WORDS;

export function viewPhrase(word: ViewWord, parameters: MessageParameters = {}): Phrase {
  return { template: VIEW_WORDS[word], parameters };
}
