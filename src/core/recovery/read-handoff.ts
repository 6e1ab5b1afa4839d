/** Reads a workflow from a handoff document: Ninefold's own, or the example that it follows. */

import { fromInline } from '../handoff/markdown.ts';
import { SUB_PHASE_NAMES } from '../workflow/phases.ts';
import type { StepId, SubPhaseId } from '../workflow/phases.ts';
import { parsePhase } from '../workflow/phases.ts';
import { WORKFLOW_STATUSES } from '../workflow/state.ts';
import type { NextStepStatus } from '../workflow/state.ts';
import type { RecoveredWorkflow } from './recovered-workflow.ts';

const TITLE = /^# Session Handoff: (\S+)\s*$/m;

/** Headings of the open steps under `## Open`. */
const OPEN: readonly (readonly [string, NextStepStatus])[] = [
  ['In flight', 'in_flight'],
  ['Blocked', 'blocked'],
  ['Deferred', 'deferred'],
  ['Needs a person', 'person'],
];

/** Lines that a handoff adds itself: they are about the phase, not recorded steps. */
const CLOSING = /^(Finish phase|Get phase|approval of phase|accept or remove the constraint)\b/;

/** Reads the workflow from a handoff; undefined if the text isn't one. */
export function workflowOfHandoff(text: string): RecoveredWorkflow | undefined {
  const id = TITLE.exec(text)?.[1];
  if (id === undefined) return undefined;
  const sections = sectionsOf(text);
  const quick = sections.get('Quick Context') ?? [];
  const step = stepOf(field(quick, 'Phase'));
  const status = field(quick, 'Status');
  return {
    id,
    task: field(quick, 'Task'),
    step,
    status: WORKFLOW_STATUSES.find((one) => one === status),
    branch: codeIn(lineWith(sections.get('Git'), '- Branch: ')) ?? null,
    patterns: patternsIn(sections),
    decisions: (sections.get('Decisions') ?? []).flatMap(decisionIn),
    deliverables: ["What's Done", 'Open']
      .flatMap((name) => (sections.get(name) ?? []).flatMap(filesOf))
      .sort((one, other) => one.phase - other.phase),
    constraints: (sections.get('Constraints') ?? []).flatMap(itemIn),
    attempts: (sections.get('Tried') ?? []).flatMap(itemIn).map((text) => ({ text, because: null })),
    nextSteps: [...openIn(sections.get('Open') ?? []), ...nextIn(sections.get('Next Steps') ?? [])],
  };
}

function sectionsOf(text: string): ReadonlyMap<string, readonly string[]> {
  const sections = new Map<string, string[]>();
  let current: string[] | undefined;
  for (const line of text.split(/\r?\n/)) {
    const heading = /^## (.+?)\s*$/.exec(line)?.[1];
    if (heading === undefined) current?.push(line);
    else sections.set(heading, (current = []));
  }
  return sections;
}

/** `- **Task:** …`. */
function field(lines: readonly string[], name: string): string | undefined {
  const start = `- **${name}:** `;
  const line = lines.find((one) => one.startsWith(start));
  return line === undefined ? undefined : plain(line.slice(start.length));
}

/** `5 - TDD Implementation (GREEN)`. */
function stepOf(phase: string | undefined): StepId | undefined {
  const num = /^\s*(\d[abc]?)\b/i.exec(phase ?? '')?.[1];
  const sub = /\((\w+)\)\s*$/.exec(phase ?? '')?.[1];
  const names = Object.entries(SUB_PHASE_NAMES) as [SubPhaseId, string][];
  const named = names.find(([, name]) => name === sub?.toUpperCase())?.[0];
  if (num === '5' && named !== undefined) return named;
  return num === undefined ? undefined : parsePhase(num)?.[0];
}

function patternsIn(sections: ReadonlyMap<string, readonly string[]>): RecoveredWorkflow['patterns'] {
  const heading = [...sections.keys()].find((name) => name.startsWith('Patterns')) ?? '';
  return (sections.get(heading) ?? []).flatMap((line) => {
    const match = /^- ([^:]+): (.+?)(?: \(`+ ?(.+?) ?`+\))?$/.exec(line);
    if (match === null) return [];
    const [, type = '', convention = '', example = ''] = match;
    return [
      { type: type.trim().toLowerCase().replaceAll(/\s+/g, '_'), convention: plain(convention), example },
    ];
  });
}

/** `- text`; a line that only counts others isn't one. */
function itemIn(line: string): readonly string[] {
  const text = plain(/^- (.+)$/.exec(line)?.[1] ?? '');
  return text === '' || /^and \d+ earlier:/.test(text) ? [] : [text];
}

function decisionIn(line: string): NonNullable<RecoveredWorkflow['decisions']> {
  const match = /^- ([^:]+): (.+) \((.+)\)$/.exec(line);
  if (match === null) return [];
  const [, id = '', choice = '', reason = ''] = match;
  return [{ id, choice: plain(choice), reason: plain(reason) }];
}

/** `- 1 Requirements: `docs/requirements.md` (sha256 …)`, `- Started in phase 2: `…``; earlier versions wrote *Begun*. */
function filesOf(line: string): NonNullable<RecoveredWorkflow['deliverables']> {
  const match = /^- (?:(\d)[abc]? |(?:Started|Begun) in phase (\d): )/.exec(line);
  const phase = Number(match?.[1] ?? match?.[2]);
  if (match === null || /^- 5[abc] /.test(line)) return [];
  return [...line.matchAll(/`([^`]+)`/g)].map(([, file = '']) => ({ phase, file }));
}

function openIn(lines: readonly string[]): NonNullable<RecoveredWorkflow['nextSteps']> {
  return lines.flatMap((line) =>
    OPEN.flatMap(([heading, status]) => {
      const start = `- ${heading}: `;
      const text = line.startsWith(start) ? plain(line.slice(start.length)) : '';
      return text === '' || CLOSING.test(text) ? [] : [{ text, status }];
    }),
  );
}

/** Steps in progress are in both lists. */
function nextIn(lines: readonly string[]): NonNullable<RecoveredWorkflow['nextSteps']> {
  return lines.flatMap((line) => {
    const text = plain(/^\d+\. (.+)$/.exec(line)?.[1] ?? '');
    return text === '' || CLOSING.test(text) ? [] : [{ text, status: 'open' as const }];
  });
}

function lineWith(lines: readonly string[] | undefined, start: string): string {
  return lines?.find((line) => line.startsWith(start))?.slice(start.length) ?? '';
}

function codeIn(text: string): string | undefined {
  return /^`([^`]+)`/.exec(text)?.[1];
}

/** Undoes the escaping for Markdown. */
function plain(text: string): string {
  return fromInline(text).trim();
}
