/** How long ago something was, in one short word or two. */

import type { Phrase } from '../meter/meter-words.ts';
import { sessionPhrase } from './session-words.ts';

interface Age {
  readonly unit: 'now' | 'minutes' | 'hours' | 'days';
  readonly count: number;
}

function ageOf(milliseconds: number): Age {
  const minutes = Math.floor(milliseconds / 60_000);
  if (minutes < 1) return { unit: 'now', count: 0 };
  if (minutes < 120) return { unit: 'minutes', count: minutes };
  const hours = Math.floor(minutes / 60);
  return hours < 48 ? { unit: 'hours', count: hours } : { unit: 'days', count: Math.floor(hours / 24) };
}

/** Returns how long ago something was; `live` without that it ended. */
export function agePhrase(milliseconds: number, live: boolean): Phrase {
  const { unit, count } = ageOf(milliseconds);
  return sessionPhrase(live ? unit : `ended-${unit}`, unit === 'now' ? {} : { count });
}

/** Returns how long ago something was, to be spoken. */
export function spokenAge(milliseconds: number): Phrase {
  const { unit, count } = ageOf(milliseconds);
  return sessionPhrase(`${unit}-spoken`, unit === 'now' ? {} : { count });
}
