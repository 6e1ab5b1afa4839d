/** English texts of the session view by key; `{name}` is a parameter. The host sends them to the page, translated. */

import { formatMessage, type MessageParameters } from '../messages.ts';

export const PICTURE_WORDS = {
  'save-png': 'Save as PNG',
  'copy-markdown': 'Copy as Markdown',
  refresh: 'Try Again',
  'start-workflow': 'Start Workflow…',
  failed: "Couldn't read everything: {reason}",
  'nothing-title': 'Nothing to show yet',
  'nothing-text':
    'No agent session found in this folder, and no workflow is in progress. Start a coding agent here, or start a workflow.',
  'no-folder-text': 'Open a folder to see its sessions and workflows.',
  'table-of': 'Table: {title}',
  'values-of': '{title}: use the arrow keys to read values',
  hint: 'To see values, point at the chart, or focus it and use the arrow keys.',
  'session-live': 'live',
  'session-ended': 'ended',
  'session-used': '{tokens} of {window} tokens, {percent}%',
  'session-tokens': '{tokens} tokens',
  'occupancy-title': 'Context window',
  'occupancy-summary':
    '{calls} calls from {from} to {to}. Peak: {most} tokens, now: {now}. Compactions: {compactions}.',
  'occupancy-summary-one': 'One call, at {from}: {now} tokens. Compactions: {compactions}.',
  'occupancy-none': 'No agent session found in this folder. A session appears here with its first call.',
  'occupancy-key': '▾ compaction',
  'occupancy-note': '{shown} of {all} calls: the first, lowest, highest, and last of each interval.',
  'occupancy-stop': '{time}: {tokens} tokens',
  'occupancy-stop-share': '{time}: {tokens} tokens, {percent}% of the window',
  'compacted-auto': 'compacted automatically',
  'compacted-manual': 'compacted manually',
  compacted: 'compacted',
  'level-warning': 'Warning',
  'level-suggest': 'Handoff suggested',
  'level-force': 'Handoff required',
  'level-save': 'State saved',
  'level-line': '{level} {tokens}',
  window: 'Window {tokens}',
  time: 'Time',
  tokens: 'Tokens',
  share: 'Share of window',
  event: 'Event',
  'fill-title': 'What fills the window',
  'fill-summary': 'Of {tokens} tokens, estimated by the length of texts. The largest: {items}.',
  'fill-summary-bare': 'Of {tokens} tokens, estimated by the length of texts.',
  'fill-none': "This session's transcript doesn't tell what fills the window.",
  'fill-what': 'What',
  'fill-system': 'System and tools',
  'fill-files': 'Files read',
  'fill-results': 'Tool results',
  'fill-conversation': 'Conversation',
  'fill-about': '~{tokens}',
  'fill-stop': '{what}: ~{tokens} tokens, ~{percent}%',
  'fill-item': '~{tokens}: {label}',
  'fill-read-twice': '~{tokens}: {label}, read twice',
  'fill-read-times': '~{tokens}: {label}, read {count} times',
  'fill-run-twice': '~{tokens}: {label}, run twice',
  'fill-run-times': '~{tokens}: {label}, run {count} times',
  'phases-title': 'Tokens by phase',
  'phases-summary':
    'Context used by each phase, compared with the session plan: {tokens} tokens in {phases} phases so far.',
  'phases-summary-one':
    'Context used by each phase, compared with the session plan: {tokens} tokens in one phase so far.',
  'phases-none':
    'No workflow is in progress. Start one to compare the context used by each phase with the session plan.',
  'phases-stop': '{phase}: {tokens} tokens of context, plan {plan}',
  'phases-stop-unplanned': '{phase}: {tokens} tokens of context',
  'phases-key': 'Bar: context used. Outline: expected by the session plan.',
  phase: 'Phase',
  context: 'Context',
  plan: 'Session plan',
  output: 'Output',
  processed: 'Processed',
  subagents: 'Sub-agents',
  skipped: 'skipped',
  'forecast-title': 'Forecast',
  'forecast-summary': '{level}: in {turns} turns, typically {typical}.',
  'forecast-next': '{level}: on the next turn.',
  'forecast-early': 'Too few calls since the last compaction to forecast the next level.',
  'forecast-flat': "The context isn't growing; no level is in sight.",
  'forecast-reached': 'Every level is reached. Hand over now.',
  'forecast-none': 'A forecast is available while a session is live.',
  'forecast-key': 'Bar: from fast to slow pace. ◆ typical.',
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
  'timeline-none': 'No workflow is in progress. Start one to see its phases, gates, and handoffs over time.',
  'timeline-key': '✓ approved, ✕ rejected, ⚑ handoff, ◆ other',
  'timeline-span': '{phase}: {from} to {to}',
  'timeline-lasts': '{phase}: since {from}',
  'timeline-mark': '{time}: {what}',
  handoffs: 'Handoffs',
  from: 'From',
  until: 'Until',
  'in-phase': 'in progress',
  'savings-title': 'Savings',
  'savings-summary':
    'Tokens or time before and after each technique. Techniques measured here: {measured} of {all}.',
  'savings-none': 'No workflow is in progress. Start one to measure what its state files save.',
  'savings-key': 'Outline: before. Bar: after. Percentage: saved.',
  'savings-technique': 'Technique',
  'savings-before': 'Before',
  'savings-after': 'After',
  'savings-saved': 'Saved',
  'savings-unmeasured': 'not measured',
  'savings-seconds': '{seconds} s',
  'savings-toon': 'TOON format',
  'savings-lazy-agents': 'Lazy agent loading',
  'savings-compressed-context': 'Compressed context',
  'savings-response-analyzer': 'Response analyzer',
  'savings-state-persistence': 'State persistence',
  'savings-background-agents': 'Background agents',
  'mark-submitted': '{phase} submitted',
  'mark-approved': '{phase} approved',
  'mark-undone': 'approval of {phase} undone',
  'mark-rejected': '{phase} rejected: {reason}',
  'mark-skipped': '{phase} skipped: {reason}',
  'mark-reopened': '{phase} reopened',
  'mark-set': 'set to {phase}',
  'mark-handoff': 'handoff in phase {phase}',
} as const;

export type PictureWord = keyof typeof PICTURE_WORDS;

/** Formats a text in the user's language. */
export type Say = (word: PictureWord, parameters?: MessageParameters) => string;

/** Creates a formatter of these texts. */
export function sayIn(words: Readonly<Record<PictureWord, string>>): Say {
  return (word, parameters = {}) => formatMessage(words[word], parameters);
}

/** Time formats in the user's language and time zone. */
export interface Times {
  /** Time only, or with the date if the range is longer than a day. */
  readonly short: (at: number, stretch: number) => string;
  /** Date and time, with seconds. */
  readonly full: (at: number) => string;
  /** Offset of local time from UTC, in minutes. */
  readonly offset: (at: number) => number;
}

/** How texts, figures, and times are written. */
export interface Language {
  readonly say: Say;
  readonly times: Times;
}
