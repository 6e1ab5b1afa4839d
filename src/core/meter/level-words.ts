/** The one table of what is said when a level is reached; `{name}` is a parameter. The host translates a template. */

import { agentName } from '../agents/agents.ts';
import type { MessageParameters } from '../messages.ts';
import { aboutTokens } from './format-tokens.ts';
import type { Phrase } from './meter-words.ts';
import type { Reading } from './reading.ts';
import { tokensLeft } from './reading.ts';

export const LEVEL_WORDS = {
  compacts: '{agent} compacts in about {left} tokens.',
  'compacts-turn': '{agent} compacts in about {left} tokens (1 turn).',
  'compacts-turns': '{agent} compacts in about {left} tokens ({turns} turns).',
  'compacts-now': '{agent} compacts with the next call.',
  full: "{agent}'s context window is {percent}% full: about {left} tokens left.",
  'full-turn': "{agent}'s context window is {percent}% full: about {left} tokens left (1 turn).",
  'full-turns': "{agent}'s context window is {percent}% full: about {left} tokens left ({turns} turns).",
  'full-now': "{agent}'s context window is full.",
  'full-unnamed': 'The context window is {percent}% full: about {left} tokens left.',
  used: "The session uses {tokens} tokens, and its window isn't known.",
  plan: "Plan a handoff while there's room.",
  'plan-in-session': "Plan a handoff while there's room (`workflow:handoff`).",
  'not-written': "Couldn't write the handoff. {reason}",
  'no-workflow': "Continue in a new session. There's no workflow to hand over.",
  written: 'The handoff is saved.',
} as const;

/** Says how near the end of the context is: the compaction if it's known, otherwise the end of the window. */
export function nearEndPhrase(reading: Reading): Phrase {
  const { agent, compactsAt, percent, turnsLeft } = reading;
  const left = tokensLeft(reading) ?? 0;
  const figures = {
    agent: agentName(agent),
    percent: percent ?? 0,
    left: aboutTokens(left),
    turns: turnsLeft ?? '',
  };
  if (agent === null) return levelPhrase('full-unnamed', figures);
  const end = compactsAt === null ? 'full' : 'compacts';
  if (left === 0) return levelPhrase(`${end}-now`, figures);
  if (turnsLeft === undefined) return levelPhrase(end, figures);
  return levelPhrase(turnsLeft === 1 ? `${end}-turn` : `${end}-turns`, figures);
}

export function levelPhrase(word: keyof typeof LEVEL_WORDS, parameters: MessageParameters = {}): Phrase {
  return { template: LEVEL_WORDS[word], parameters };
}
