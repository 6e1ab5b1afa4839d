/**
 * English texts of the meter by key; `{name}` is a parameter. The command line fills the template; the host
 * translates it first.
 */

import { formatMessage, type MessageParameters } from '../messages.ts';

export const METER_WORDS = {
  'status-known': '{icon} {tokens} {percent}%',
  'status-estimated': '{icon} ~{tokens} ~{percent}%',
  'status-stale': '{icon} {tokens} {percent}% {hours}h ago',
  'status-ended': '{icon} {tokens} {percent}% ended',
  'status-compacted': '$(pulse) compacted',
  'status-unknown': '$(pulse) no session',
  'status-waiting': '$(pulse) no call yet',
  'status-unclear': '$(pulse) unknown',
  'label-known': 'Context window: {tokens} of {window} tokens used, {percent} percent',
  'label-estimated': 'Context window: about {tokens} of {window} tokens used, about {percent} percent',
  'label-stale': 'Context window {hours} h ago: {tokens} of {window} tokens used, {percent} percent',
  'label-ended': 'Context window when the session ended: {tokens} of {window} tokens used, {percent} percent',
  'label-compacted': 'Context window: compacted, waiting for the next call',
  'label-unknown': 'Context window: no agent session found in this folder',
  'label-waiting': 'Context window: no calls in the agent session yet',
  'label-unclear': 'Context window: unknown, the agent recorded an invalid token count',
  'label-warning': 'warning',
  'label-suggest': 'handoff suggested',
  'label-force': 'handoff required',
  'tooltip-tokens': '**{tokens}** of {window} tokens ({percent}%)',
  'tooltip-tokens-estimated': '**~{tokens}** of {window} tokens (~{percent}%)',
  'tooltip-compacted': 'Compacted. The next call provides a new reading.',
  'tooltip-unknown': 'No agent session found in this folder.',
  'tooltip-waiting': 'No calls in this session yet.',
  'tooltip-unclear':
    "Unknown: {figure} of the last call isn't a valid token count. The next call provides a new reading.",
  bar: '{bar}',
  'ahead-warning': '{tokens} until warning',
  'ahead-suggest': '{tokens} until a handoff is suggested',
  'ahead-force': '{tokens} until a handoff is required',
  'ahead-save': '{tokens} until the state is saved',
  'ahead-compacts': '{tokens} until compaction',
  'ahead-full': '{tokens} until it is full',
  'about-turn': 'about 1 turn',
  'about-turns': 'about {turns} turns',
  'from-statusline': "From the agent's status line",
  'from-transcript': "From the agent's transcript",
  'from-reported': 'From a reported number',
  'from-estimate': 'Estimated from the open files',
  'just-now': 'just now',
  'minutes-ago': '{minutes} min ago',
  'hours-ago': '{hours} h ago',
  'fill-system': 'system and tools ~{percent}%',
  'fill-files': 'files read ~{percent}%',
  'fill-results': 'tool results ~{percent}%',
  'fill-conversation': 'conversation ~{percent}%',
  'source-statusline': "Source: the agent's status line",
  'source-transcript': "Source: the agent's transcript",
  'source-reported': 'Source: a reported number',
  'source-estimate': 'Source: an estimate',
  'estimate-set': 'Working set: {tokens} tokens ({encoding}), files counted: {files}',
  'estimate-factor': 'Factor: {factor} for {agent}',
  'estimate-left-out': 'Skipped because too large or not text: {files}',
  'estimate-approximate': 'Long unbroken runs of text are only approximated.',
  'age-now': 'Read: just now',
  'age-minutes': 'Read: {minutes} min ago',
  'age-hours': 'Read: {hours} h ago',
  'session-live': 'Session: {session} (live)',
  'session-ended': 'Session: {session} (ended)',
  agent: 'Agent: {agent}',
  model: 'Model: {model}',
  'window-reported': 'Window: {window} tokens, as reported',
  'window-setting': 'Window: {window} tokens, from the settings',
  'window-observed': 'Window: {window} tokens, because more than 200,000 were used',
  'window-model': 'Window: {window} tokens, from the model',
  'window-assumed': 'Window: {window} tokens, assumed',
  'assumed-compacts': 'If its window is {window}, it compacts in about {left} tokens.',
  'assumed-compacts-now': 'If its window is {window}, it compacts with the next call.',
  'assumed-full': 'If its window is {window}, it is full in about {left} tokens.',
  'assumed-full-now': 'If its window is {window}, it is full.',
  'compacts-at':
    'Compacts automatically at {tokens} tokens; if a level is later than that, it comes before it',
  forecast:
    'Next level in about {turns} turns ({turnsLow} to {turnsHigh}), {minutes} min ({minutesLow} to {minutesHigh})',
  'forecast-open':
    'Next level in about {turns} turns ({turnsLow} or more), {minutes} min ({minutesLow} or more)',
  'forecast-turns': 'Next level in about {turns} turns ({turnsLow} to {turnsHigh})',
  'forecast-turns-open': 'Next level in about {turns} turns ({turnsLow} or more)',
  'forecast-even': 'Next level in about {turns} turns, {minutes} min',
  'forecast-turns-even': 'Next level in about {turns} turns',
  'forecast-next': 'Next level on the next turn',
  'forecast-unknown': 'Next level: unknown, too few turns to forecast',
  'forecast-still': 'Next level: not in sight, the context is hardly growing',
  'plan-five-hour': 'Plan, 5 hours: {percent}% used',
  'plan-five-hour-resets': 'Plan, 5 hours: {percent}% used, resets at {time}',
  'plan-seven-day': 'Plan, 7 days: {percent}% used',
  'plan-seven-day-resets': 'Plan, 7 days: {percent}% used, resets at {time}',
  cost: 'Session cost, as reported by the agent: {dollars} US dollars',
  'level-warning-in': 'Warning at {threshold} tokens, {tokens} to go',
  'level-suggest-in': 'Handoff suggested at {threshold} tokens, {tokens} to go',
  'level-force-in': 'Handoff required at {threshold} tokens, {tokens} to go',
  'level-save-in': 'State saved at {threshold} tokens, {tokens} to go',
  'level-warning-reached': 'Warning at {threshold} tokens, reached',
  'level-suggest-reached': 'Handoff suggested at {threshold} tokens, reached',
  'level-force-reached': 'Handoff required at {threshold} tokens, reached',
  'level-save-reached': 'State saved at {threshold} tokens, reached',
} as const;

export type MeterWord = keyof typeof METER_WORDS;

/** A template and its parameters. */
export interface Phrase {
  readonly template: string;
  readonly parameters: MessageParameters;
}

export function phrase(word: MeterWord, parameters: MessageParameters = {}): Phrase {
  return { template: METER_WORDS[word], parameters };
}

/** Formats a phrase in English. */
export function phraseText({ template, parameters }: Phrase): string {
  return formatMessage(template, parameters);
}
