/** A number of tokens that somebody reports, for an agent that leaves no figures: checked, kept, taken back. */

import { NinefoldError } from '../errors.ts';
import { MAX_TOKENS } from '../json-fields.ts';
import type { Ports } from '../service/ports.ts';
import { wholeNumber } from '../whole-number.ts';

const MIN_WINDOW = 1000;

/** @throws tokens-invalid */
export function parseTokens(text: string): number {
  const tokens = wholeNumber(text);
  if (tokens >= 0 && tokens <= MAX_TOKENS) return tokens;
  throw new NinefoldError('tokens-invalid', { value: text });
}

/** @throws window-invalid */
export function parseWindow(text: string): number {
  const window = wholeNumber(text);
  if (window >= MIN_WINDOW && window <= MAX_TOKENS) return window;
  throw new NinefoldError('window-invalid', { value: text });
}

export interface TokenReport {
  readonly tokens: number;
  /** Null where nobody said. */
  readonly window: number | null;
  /** Agent session that reports; null for a person. */
  readonly sessionId: string | null;
}

type SessionPorts = Pick<Ports, 'clock' | 'session'>;

/** Keeps a report; the one before is replaced. */
export async function reportTokens({ clock, session }: SessionPorts, report: TokenReport): Promise<void> {
  const reported = { ...report, at: clock.now() };
  await session.update((current) => ({ ...current, reported }));
}

/** Takes the report back. @returns false where there was none */
export async function clearReportedTokens({ session }: SessionPorts): Promise<boolean> {
  if ((await session.read()).reported === null) return false;
  await session.update((current) => ({ ...current, reported: null }));
  return true;
}
