/** English texts of the sessions view by key; `{name}` is a parameter. The host translates them. */

import type { MessageParameters } from '../messages.ts';
import type { Phrase } from '../meter/meter-words.ts';

export const SESSION_WORDS = {
  used: '{tokens} {percent}%',
  'used-unknown-window': '{tokens}',
  compacted: 'compacted',
  'no-call': 'no call yet',
  'no-count': 'tokens unknown',
  now: 'just now',
  minutes: '{count} min ago',
  hours: '{count} h ago',
  days: '{count} d ago',
  'ended-now': 'ended just now',
  'ended-minutes': 'ended {count} min ago',
  'ended-hours': 'ended {count} h ago',
  'ended-days': 'ended {count} d ago',
  working: 'working',
  waiting: 'needs your input',
  idle: 'idle',
  agent: '{agent}',
  title: '{title}',
  'idle-advice':
    'Quiet for over an hour: the next prompt reads all {tokens} tokens again. A new session with a handoff costs less.',
  model: '{model}',
  place: 'in {place}',
  'session-spoken': '{agent} session',
  'subagent-spoken': 'Sub-agent {id}',
  'folder-spoken': 'Folder {name}',
  live: 'live',
  ended: 'ended',
  pinned: 'pinned',
  followed: 'in the status bar',
  'used-spoken': '{tokens} of {window} tokens used, {percent} percent',
  'tokens-spoken': '{tokens} tokens used',
  'minutes-spoken': 'active {count} minutes ago',
  'hours-spoken': 'active {count} hours ago',
  'days-spoken': 'active {count} days ago',
  'now-spoken': 'active just now',
  'subagents-spoken': 'sub-agents: {count}',
} as const;

export type SessionWord = keyof typeof SESSION_WORDS;

export function sessionPhrase(word: SessionWord, parameters: MessageParameters = {}): Phrase {
  return { template: SESSION_WORDS[word], parameters };
}
