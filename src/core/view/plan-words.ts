/** The English words of the session plan and of what the work cost, keyed; `{name}` is a parameter. The host translates them. */

import type { MessageParameters } from '../messages.ts';
import type { Phrase } from '../meter/meter-words.ts';

export const PLAN_WORDS = {
  plan: 'Session Plan',
  'plan-at': '{number} of {count}',
  'plan-at-spoken': 'session {number} of {count}',
  'plan-break': 'break after {phase}',
  'plan-spoken': 'Session plan of {count} sessions',
  session: 'Session {number}',
  phases: '{phases}',
  focus: '{focus}',
  typical: '{typical}',
  measured: '{tokens} of {typical}',
  'session-spoken': 'Session {number}, phases {phases}, {focus}',
  'typical-spoken': 'typically {typical} tokens of context',
  'measured-spoken': '{tokens} tokens of context measured',
  done: 'done',
  current: 'current session',
  ahead: 'ahead',
  'tooltip-session': '**Session {number}**: phases {phases}, {focus}',
  'tooltip-typical': 'Typical: {typical} tokens of context',
  'tooltip-measured': 'Measured: {context} tokens of context',
  'tooltip-spent': 'Output {output}, processed {processed} tokens; calls: {calls}',
  'tooltip-subagents': 'Sub-agents: output {output}, processed {processed} tokens; calls: {calls}',
  'tooltip-break': 'Next natural break: when phase {phase} is approved',
  'tooltip-last': 'The last session of the plan',
  'tooltip-plan': 'The plan is the rule `sessionPlan` in `ninefold.json`.',
  over: 'About {left} tokens are left in the window, and phase {phase} typically takes {need}: it will not fit.',
  'over-measured':
    'About {left} tokens are left in the window, and by what was measured phase {phase} takes {need}: it will not fit.',
  tight:
    'About {left} tokens are left in the window, and phase {phase} typically takes {need}: it may not fit.',
  'tight-measured':
    'About {left} tokens are left in the window, and by what was measured phase {phase} takes {need}: it may not fit.',
  ends: 'Session {number} of the plan ends here: a good place to go on in a new session.',
  'row-measured': '{tokens}',
  'row-measured-spoken': '{tokens} tokens of context',
} as const;

export type PlanWord = keyof typeof PLAN_WORDS;

export function planPhrase(word: PlanWord, parameters: MessageParameters = {}): Phrase {
  return { template: PLAN_WORDS[word], parameters };
}
