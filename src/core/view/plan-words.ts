/** English texts of the session plan and of usage by key; `{name}` is a parameter. The host translates them. */

import type { MessageParameters } from '../messages.ts';
import type { Phrase } from '../meter/meter-words.ts';

export const PLAN_WORDS = {
  plan: 'Session Plan',
  'plan-at': 'session {number} of {count}',
  'plan-spoken': 'Session plan with {count} sessions',
  session: 'Session {number}',
  phases: '{phases}',
  focus: '{focus}',
  'session-spoken': 'Session {number}, phases {phases}, {focus}',
  done: 'done',
  current: 'current session',
  ahead: 'upcoming',
  'tooltip-about':
    'Planned for {count} agent sessions, so that each one fits into a context window. Continue in a new session where one ends.',
  'tooltip-session': '**Session {number}**: phases {phases}, {focus}',
  'tooltip-typical': 'Typical: {typical} tokens of context',
  'tooltip-measured': 'Measured: {context} tokens of context',
  'tooltip-spent': 'Output {output}, processed {processed} tokens; calls: {calls}',
  'tooltip-subagents': 'Sub-agents: output {output}, processed {processed} tokens; calls: {calls}',
  'tooltip-break': 'Next natural break: after phase {phase} is approved',
  'tooltip-last': 'Last session of the plan',
  'tooltip-plan': 'The rule `sessionPlan` in `ninefold.json` defines the plan.',
  over: "About {left} tokens are left in the window. Phase {phase} typically takes {need} and won't fit.",
  'over-measured':
    "About {left} tokens are left in the window. Based on measurements, phase {phase} takes {need} and won't fit.",
  tight: 'About {left} tokens are left in the window. Phase {phase} typically takes {need} and may not fit.',
  'tight-measured':
    'About {left} tokens are left in the window. Based on measurements, phase {phase} takes {need} and may not fit.',
  ends: 'Session {number} of the plan ends here. Now is a good time to continue in a new session.',
} as const;

export type PlanWord = keyof typeof PLAN_WORDS;

export function planPhrase(word: PlanWord, parameters: MessageParameters = {}): Phrase {
  return { template: PLAN_WORDS[word], parameters };
}
