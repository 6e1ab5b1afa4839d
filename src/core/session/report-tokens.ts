/** A reported number of tokens, for an agent that leaves no figures: checks, stores, and clears it. */

import { NinefoldError } from '../errors.ts';
import { MAX_TOKENS } from '../json-fields.ts';
import type { Ports } from '../service/ports.ts';
import { wholeNumber } from '../whole-number.ts';
import { MIN_WINDOW } from '../workflow/limits.ts';

/**
 * Parses a number of tokens.
 *
 * @throws tokens-invalid
 */
export function parseTokens(text: string): number {
  const tokens = wholeNumber(text);
  if (tokens >= 0 && tokens <= MAX_TOKENS) return tokens;
  throw new NinefoldError('tokens-invalid', { value: text });
}

/**
 * Parses a window size.
 *
 * @throws window-invalid
 */
export function parseWindow(text: string): number {
  const window = wholeNumber(text);
  if (window >= MIN_WINDOW && window <= MAX_TOKENS) return window;
  throw new NinefoldError('window-invalid', { value: text });
}

export interface TokenReport {
  readonly tokens: number;
  /** Null if it wasn't reported. */
  readonly window: number | null;
  /** The reporting agent session; null for a person. */
  readonly sessionId: string | null;
}

type SessionPorts = Pick<Ports, 'clock' | 'session'>;

/** Stores a report, replacing the previous one. */
export async function reportTokens({ clock, session }: SessionPorts, report: TokenReport): Promise<void> {
  const reported = { ...report, at: clock.now() };
  await session.update((current) => ({ ...current, reported }));
}

/**
 * Clears the report.
 *
 * @returns false if there was none
 */
export async function clearReportedTokens({ session }: SessionPorts): Promise<boolean> {
  if ((await session.read()).reported === null) return false;
  await session.update((current) => ({ ...current, reported: null }));
  return true;
}
