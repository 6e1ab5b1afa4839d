/** The document of phase 9: the text of a pull request, made from what the workflow recorded. */

import { doneWork } from '../handoff/done-lines.ts';
import { code, inline } from '../handoff/markdown.ts';
import { shortTokens } from '../meter/format-tokens.ts';
import type { FileFact } from '../workflow/facts.ts';
import type { WorkflowState } from '../workflow/state.ts';

/** What the agents' work took. */
export interface WorkCost {
  readonly calls: number;
  /** Tokens. */
  readonly processed: number;
  readonly output: number;
}

interface PullRequestFacts {
  /** Redacted. */
  readonly state: WorkflowState;
  readonly files: Readonly<Record<string, FileFact>>;
  /** Absent if it wasn't measured. */
  readonly cost?: WorkCost | undefined;
}

/** Where the recorded facts go in the template of phase 9: before this heading. */
const BEFORE = '\n## Who is affected\n';
const MOST_FILES = 30;

/** Adds decisions, evidence, deliverables, and cost to the template of phase 9. @param template filled in */
export function withRecord(template: string, { state, files, cost }: PullRequestFacts): string {
  const record = [
    ...part('Decisions', state.decisions.map(decisionLine)),
    ...part('Evidence', doneWork(state, files).lines),
    ...part('Deliverables', deliverableLines(state)),
    ...part('Cost', cost === undefined || cost.calls === 0 ? [] : [costLine(cost)]),
  ].join('');
  const at = template.indexOf(BEFORE);
  return at < 0 ? `${template}${record}` : template.slice(0, at) + record + template.slice(at);
}

function part(heading: string, lines: readonly string[]): readonly string[] {
  return lines.length === 0 ? [] : [`\n## ${heading}\n\n${lines.join('\n')}\n`];
}

function decisionLine({ id, choice, reason }: WorkflowState['decisions'][number]): string {
  return `- ${inline(id)}: ${inline(choice)}. ${inline(reason)}`;
}

function deliverableLines({ deliverables }: WorkflowState): readonly string[] {
  const rest = deliverables.length - MOST_FILES;
  const shown = deliverables
    .slice(0, MOST_FILES)
    .map(({ file, phase }) => `- ${code(file)} (phase ${phase})`);
  return rest > 0 ? [...shown, `- and ${rest} more`] : shown;
}

function costLine({ calls, processed, output }: WorkCost): string {
  return `Agents processed ${shortTokens(processed)} tokens and wrote ${shortTokens(output)}, in ${calls} calls.`;
}
