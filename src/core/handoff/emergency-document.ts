/** The emergency handoff without a workflow: the current folder, and where the work seems to be. */

import type { InferredStep } from '../recovery/history.ts';
import { recoveryText } from '../recovery/recovery-words.ts';
import type { GitFacts } from '../service/ports.ts';
import { stepName } from '../workflow/phases.ts';
import { gitLines } from './handoff-document.ts';
import { code, fenced, inline } from './markdown.ts';

export interface EmergencyInput {
  readonly project: string;
  /** When it is saved (ISO 8601). */
  readonly at: string;
  readonly git: GitFacts;
  /** The session's reading as a line; empty if there is none. */
  readonly reading: string;
  /** The banner of the session that wrote it; empty at the normal level, and if nothing is metered. */
  readonly banner: string;
  /** The step inferred from commits and stashes; undefined if they reveal nothing. */
  readonly inferred: InferredStep | undefined;
}

const MAX_FILES = 40;

/** Makes the Markdown document, with a trailing newline. */
export function emergencyDocument(input: EmergencyInput): string {
  const { project, at, git, reading, banner, inferred } = input;
  const files = git.uncommitted.slice(0, MAX_FILES).map((file) => `- ${code(file)}`);
  const rest = git.uncommitted.length - files.length;
  const none = git.isUnlisted === true ? "Unknown: git couldn't list them." : 'None.';
  const sections = [
    `# Emergency Handoff: ${inline(project)}`,
    ...(banner === '' ? [] : [fenced(banner, 'text')]),
    `Saved at ${at.slice(0, 16)}Z. No Ninefold workflow was active and readable.`,
    section('Session', [reading === '' ? 'No agent session found for this folder.' : inline(reading)]),
    section('Git', gitLines(git)),
    section('Changed Files', files.length === 0 ? [none] : [...files, ...(rest > 0 ? [`${rest} more`] : [])]),
    section('Likely Phase', likely(inferred)),
    section('Resume', [
      'Read this document and the changed files, then run `ninefold recover`, or `ninefold init` for a new workflow.',
    ]),
  ];
  return `${sections.join('\n\n')}\n`;
}

function likely(inferred: InferredStep | undefined): readonly string[] {
  if (inferred === undefined) return ['Neither commits nor files indicate a phase.'];
  return [
    `Phase ${inferred.step} - ${stepName(inferred.step)}, inferred from commits, stashes, and files:`,
    ...inferred.reasons.map((reason) => `- ${inline(recoveryText(reason))}`),
  ];
}

function section(heading: string, lines: readonly string[]): string {
  return [`## ${heading}`, ...lines].join('\n');
}
