/** Finds out what a tail alone doesn't tell of a session's window: its highest usage, and what the agent reported. */

import { STANDARD_WINDOW } from '../../core/meter/model-windows.ts';
import { isSameModel, type StatusLine } from '../../core/meter/status-line.ts';
import { EMPTY_TRANSCRIPT, type TranscriptState } from '../../core/meter/transcript-reader.ts';
import type { GivenWindow } from '../../core/meter/window.ts';
import type { MeteredAgent, Windowing } from '../agents/agent.ts';
import { ifReadable } from '../files/optional-file.ts';
import { type PeakPlace, readPeak, type SessionPeak, writePeak } from './session-peaks.ts';
import type { TranscriptCursor } from './transcript-cursor.ts';
import { recallWindow, rememberWindow } from './window-memory.ts';

/** What is known of a session's window beyond its transcript's tail. */
export interface SettledWindow {
  readonly peak: Pick<SessionPeak, 'model' | 'tokens'> | null;
  /** The window that this version of the agent last reported for this model and host. */
  readonly remembered: { readonly model: string; readonly window: number } | null;
}

/** A record is only written again after the transcript grew by more: a tail of this size is read anyway. */
const KNOWN_TAIL = 64 * 1024;

export const NOT_SETTLED: SettledWindow = { peak: null, remembered: null };

export interface SettleRequest extends PeakPlace {
  readonly agent: MeteredAgent;
  readonly cursor: TranscriptCursor | null;
  readonly windowing: Windowing;
  readonly statusLine: StatusLine | null;
  readonly given: Pick<GivenWindow, 'given' | 'rules'>;
  /** Whether to read on if nothing is known. */
  readonly readsOn: boolean;
}

/**
 * Settles a session's window. If only an assumption is left, reads the transcript on towards its beginning, until
 * usage above 200K proves a large window or the part is reached that was searched before.
 *
 * @throws the system's error
 */
export async function settleWindow(request: SettleRequest): Promise<SettledWindow> {
  const { agent, cursor, windowing, statusLine, environment } = request;
  const model = cursor?.state.model ?? statusLine?.model ?? null;
  if (model === null) return NOT_SETTLED;
  const given: GivenWindow = { reported: null, ...request.given };
  const { host = '' } = windowing(cursor?.state ?? EMPTY_TRANSCRIPT, given);
  const version = statusLine?.version ?? cursor?.state.version ?? null;
  const run = { agent: agent.id, version, host, model };
  const reported = statusLine !== null && isSameModel(statusLine.model, model) ? statusLine.window : null;
  if (reported !== null) {
    await rememberWindow(environment, run, reported);
    return NOT_SETTLED;
  }
  const window = agent.parseStatusLine === undefined ? null : await recallWindow(environment, run);
  const remembered = window === null ? null : { model, window };
  if (cursor === null) return { peak: null, remembered };
  return { peak: await settlePeak(request, { ...given, remembered: window }), remembered };
}

async function settlePeak(request: SettleRequest, given: GivenWindow): Promise<SessionPeak | null> {
  const { cursor, windowing } = request;
  if (cursor?.state.model == null) return null;
  const isOpen = (state: TranscriptState): boolean =>
    windowing(state, given).window?.windowSource === 'assumed';
  const isProof = cursor.state.mostTokens > STANDARD_WINDOW;
  const { window } = windowing(cursor.state, given);
  const isLarge = window !== null && window.window > STANDARD_WINDOW;
  if (!isProof && (isLarge || cursor.readFrom === 0)) return null;
  const known = await readPeak(request);
  const own = isSameModel(known?.model ?? null, cursor.state.model) ? known : null;
  if (own !== null && own.tokens > STANDARD_WINDOW) return own;
  const readsOn = request.readsOn && isOpen(cursor.state);
  // A file that shrank since is another one.
  const searched = own !== null && own.searched <= cursor.end ? own.searched : 0;
  if (readsOn) await ifReadable(cursor.readBack(searched, isOpen));
  return peakOf(request, cursor, own, readsOn || isProof);
}

async function peakOf(
  place: PeakPlace,
  { state: { model, mostTokens }, end }: TranscriptCursor,
  own: SessionPeak | null,
  isNews: boolean,
): Promise<SessionPeak | null> {
  if (model === null || mostTokens === 0) return own;
  const found = { model, tokens: Math.max(mostTokens, own?.tokens ?? 0), searched: end };
  const since = end - (own?.searched ?? 0);
  const isSearched = own?.tokens === found.tokens && since >= 0 && since <= KNOWN_TAIL;
  if (isNews && !isSearched) await writePeak(place, found);
  return found;
}

/** Returns the window that was remembered for a model. */
export function rememberedFor(model: string | null, { remembered }: SettledWindow): number | null {
  return remembered !== null && isSameModel(remembered.model, model) ? remembered.window : null;
}

/** Returns the state with the session's highest usage, if that was with the same model. */
export function withPeak(state: TranscriptState, { peak }: SettledWindow): TranscriptState {
  if (peak === null || peak.tokens <= state.mostTokens || !isSameModel(peak.model, state.model)) return state;
  return { ...state, mostTokens: peak.tokens };
}
