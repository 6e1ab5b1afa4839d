/** The preview of applying a candidate, as a document to read before deciding. */

import { code, fenced, inline } from '../handoff/markdown.ts';
import { phaseLabel } from '../workflow/progress.ts';
import type { Candidate } from './candidates.ts';
import { recoveryText } from './recovery-words.ts';

export interface PreviewInput {
  readonly candidate: Candidate;
  /** Files that would be written, and existing ones that would be kept, as a person names them. */
  readonly writes: readonly string[];
  readonly keeps: readonly string[];
  /** `workflow-state.toon` as it would be written. */
  readonly stateText: string;
}

/** Makes the Markdown document, with a trailing newline. */
export function recoveryPreview({ candidate, writes, keeps, stateText }: PreviewInput): string {
  const { state, place, at, reasons } = candidate;
  const counts = [
    [state.deliverables.length, 'deliverables'],
    [state.decisions.length, 'decisions'],
    [state.nextSteps.length, 'next steps'],
    [state.checks.length, 'checks'],
    [state.handoffs.length, 'handoffs'],
  ] as const;
  const parts = counts.map(([count, name]) => `${count} ${name}`).join(', ');
  const sections = [
    `# Recover: ${inline(state.name)}`,
    `${phaseLabel(state)}, from ${code(place)} at ${at.slice(0, 16)}Z, with ${parts}. Nothing has been changed yet.`,
    section(
      'Why',
      reasons.map((reason) => inline(recoveryText(reason))),
    ),
    section('Written', writes.map(code)),
    ...(keeps.length === 0 ? [] : [section('Kept unchanged in `state/backups/`', keeps.map(code))]),
    `## workflow-state.toon\n${fenced(stateText, 'toon')}`,
  ];
  return `${sections.join('\n\n')}\n`;
}

function section(heading: string, lines: readonly string[]): string {
  return [`## ${heading}`, ...lines.map((line) => `- ${line}`)].join('\n');
}
