/** The English words of the session view, keyed; `{name}` is a parameter. The host translates them and hands them to the page. */

import { formatMessage, type MessageParameters } from '../messages.ts';

export const PICTURE_WORDS = {
  'save-png': 'Save as PNG',
  'copy-markdown': 'Copy as Markdown',
  refresh: 'Try Again',
  'start-workflow': 'Start Workflow…',
  failed: 'Not all of it could be read: {reason}',
  'nothing-title': 'Nothing to show yet',
  'nothing-text':
    'No agent session was found in this folder, and no workflow is in progress. Start a coding agent here, or start a workflow.',
  'no-folder-text': 'Open a folder: sessions and workflows belong to one.',
  'table-of': 'Table: {title}',
  'values-of': '{title}: values, by arrow keys',
  hint: 'Point at the picture, or focus it and use the arrow keys, for its values.',
  'session-live': 'live',
  'session-ended': 'ended',
  'session-used': '{tokens} of {window} tokens, {percent}%',
  'session-tokens': '{tokens} tokens',
  'occupancy-title': 'Context window',
  'occupancy-summary':
    '{calls} calls from {from} to {to}: at most {most} tokens, now {now}. Compactions: {compactions}.',
  'occupancy-summary-one': 'One call, at {from}: {now} tokens. Compactions: {compactions}.',
  'occupancy-none': 'No agent session was found in this folder. It appears here with its first call.',
  'occupancy-key': '▾ compaction',
  'occupancy-note': '{shown} of {all} calls: of each stretch the first, the least, the most and the last.',
  'occupancy-stop': '{time}: {tokens} tokens',
  'occupancy-stop-share': '{time}: {tokens} tokens, {percent}% of the window',
  'compacted-auto': 'compacted automatically',
  'compacted-manual': 'compacted by hand',
  compacted: 'compacted',
  'level-warning': 'Warning',
  'level-suggest': 'Handoff suggested',
  'level-force': 'Handoff required',
  'level-line': '{level} {tokens}',
  window: 'Window {tokens}',
  time: 'Time',
  tokens: 'Tokens',
  share: 'Of the window',
  event: 'Event',
  'phases-title': 'Tokens by phase',
  'phases-summary':
    'Context that each phase took, beside what the session plan expects: {tokens} tokens in {phases} phases so far.',
  'phases-summary-one':
    'Context that each phase took, beside what the session plan expects: {tokens} tokens in one phase so far.',
  'phases-none':
    'No workflow is in progress here. With one, what each phase took is shown beside the session plan.',
  'phases-stop': '{phase}: {tokens} tokens of context, plan {plan}',
  'phases-stop-unplanned': '{phase}: {tokens} tokens of context',
  'phases-key': 'Bar: context taken. Outline: what the session plan expects.',
  phase: 'Phase',
  context: 'Context',
  plan: 'Session plan',
  output: 'Output',
  processed: 'Processed',
  subagents: 'Sub-agents',
  skipped: 'skipped',
  'forecast-title': 'Forecast',
  'forecast-summary': '{level}: in {turns} turns, about {typical}.',
  'forecast-next': '{level}: with the next turn.',
  'forecast-early': 'Too few calls since the last compaction to say when the next level comes.',
  'forecast-flat': 'The context doesn’t grow: no level is in sight.',
  'forecast-reached': 'Every level is reached: hand over now.',
  'forecast-none': 'There is a forecast while a session is live.',
  'forecast-key': 'Bar: from a fast pace to a slow one. ◆ typical.',
  'forecast-range': '{low} to {high}',
  'forecast-open': '{low} or more',
  'forecast-stop': '{level}: in {range} turns, typically {typical}',
  'forecast-stop-minutes': '{level}: in {range} turns, typically {typical}; minutes of work: {minutes}',
  'forecast-axis': 'turns from now',
  level: 'Level',
  turns: 'Turns',
  typically: 'Typically',
  minutes: 'Minutes of work',
  'timeline-title': 'Phases over time',
  'timeline-summary':
    'From {from} to {to}: approvals {approved}, rejections {rejected}, handoffs {handoffs}.',
  'timeline-none':
    'No workflow is in progress here. With one, its phases, gates and handoffs are shown over time.',
  'timeline-key': '✓ approved, ✕ rejected, ⚑ handoff, ◆ anything else',
  'timeline-span': '{phase}: {from} to {to}',
  'timeline-lasts': '{phase}: since {from}',
  'timeline-mark': '{time}: {what}',
  handoffs: 'Handoffs',
  from: 'From',
  until: 'Until',
  'in-phase': 'in work',
  'mark-submitted': '{phase} submitted',
  'mark-approved': '{phase} approved',
  'mark-undone': 'approval of {phase} taken back',
  'mark-rejected': '{phase} rejected: {reason}',
  'mark-skipped': '{phase} skipped: {reason}',
  'mark-reopened': '{phase} reopened',
  'mark-set': 'set to {phase}',
  'mark-handoff': 'handoff in phase {phase}',
} as const;

export type PictureWord = keyof typeof PICTURE_WORDS;

/** Says a word in the reader's language. */
export type Say = (word: PictureWord, parameters?: MessageParameters) => string;

/** @param words as translated; what is missing is said in English */
export function sayIn(words: Readonly<Partial<Record<PictureWord, string>>>): Say {
  return (word, parameters = {}) => formatMessage(words[word] ?? PICTURE_WORDS[word], parameters);
}

/** Times as the reader's clock and language write them. */
export interface Times {
  /** Within a day, or with the date where the stretch is longer than one. */
  readonly short: (at: number, stretch: number) => string;
  /** Date and time, to the second. */
  readonly full: (at: number) => string;
  /** Minutes that local time is ahead of UTC. */
  readonly offset: (at: number) => number;
}

/** What a figure is written with. */
export interface Language {
  readonly say: Say;
  readonly times: Times;
}
