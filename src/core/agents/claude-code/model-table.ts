/**
 * How Claude Code treats a model: with which window, and whether it compacts before that is full. Both depend on its
 * version and on the API's host. Source: `/context` of versions 2.1.110 to 2.1.332, run against a model server, and
 * the automatic boundaries of 544 transcripts of earlier versions.
 */

import {
  LARGE_WINDOW,
  listedWindow,
  type ModelName,
  parseModel,
  STANDARD_WINDOW,
} from '../../meter/model-windows.ts';
import type { ApiHost } from './host.ts';
import { compareVersion, type Version } from './version.ts';

/** Models that are treated alike: `either` has both windows under one name, `unknown` is in no version's catalog. */
type ModelKind = 'standard' | 'either' | 'opus-4-7' | 'sonnet-5' | 'large' | 'unknown';
type HostKind = ApiHost['kind'];

/** A range of versions: from the first, which is included, to the second, which isn't. */
interface Versions {
  readonly from?: Version;
  readonly until?: Version;
}

interface Row extends Versions {
  readonly kinds: readonly ModelKind[];
  /** Absent for every host. */
  readonly hosts?: readonly HostKind[];
}

interface WindowRow extends Row {
  readonly window: number;
  readonly isAssumed?: true;
}

interface LimitRow extends Row {
  /** Absent for either size. */
  readonly isLarge?: boolean;
}

const LARGE: readonly ModelKind[] = ['opus-4-7', 'sonnet-5', 'large'];
const ELSEWHERE: readonly HostKind[] = ['gateway', 'cloud'];

/** First version that knows a model with a large window; an earlier one treats it as unknown. */
const KNOWN_FROM: readonly (ModelName & { readonly from: Version })[] = [
  { family: 'sonnet', version: 500, from: [2, 1, 197] },
  { family: 'opus', version: 500, from: [2, 1, 219] },
  { family: 'opus', version: 505, from: [2, 1, 284] },
  { family: 'haiku', version: 505, from: [2, 1, 291] },
];

/** The first row that applies counts. */
const WINDOWS: readonly WindowRow[] = [
  { kinds: ['standard'], window: STANDARD_WINDOW },
  { kinds: ['either'], window: STANDARD_WINDOW, isAssumed: true },
  { kinds: ['unknown'], until: [2, 1, 323], window: STANDARD_WINDOW, isAssumed: true },
  { kinds: ['unknown'], window: LARGE_WINDOW, isAssumed: true },
  // Elsewhere, `[1m]` chose the large window until gateways (2.1.285) and clouds (2.1.287) got it; a transcript doesn't
  // have that suffix. Accounts of the versions up to 2.1.290 differ, so the smaller one is assumed there too.
  { kinds: LARGE, hosts: ['gateway'], until: [2, 1, 291], window: STANDARD_WINDOW, isAssumed: true },
  {
    kinds: ['opus-4-7', 'large'],
    hosts: ['cloud'],
    until: [2, 1, 291],
    window: STANDARD_WINDOW,
    isAssumed: true,
  },
  { kinds: LARGE, window: LARGE_WINDOW },
];

/** Where a version waits for the API's limit instead of compacting before it. */
const WAITS_FOR_LIMIT: readonly LimitRow[] = [
  { kinds: ['standard'], from: [2, 1, 154] },
  { kinds: ['either'], isLarge: true, from: [2, 1, 154] },
  { kinds: ['unknown'], from: [2, 1, 154], until: [2, 1, 226] },
  { kinds: ['opus-4-7'], hosts: ELSEWHERE, from: [2, 1, 154], until: [2, 1, 285] },
  { kinds: ['opus-4-7', 'large'], from: [2, 1, 154], until: [2, 1, 260] },
];

/** What a version compacts by instead of the window: the second is also what its own percent is of. */
const OWN_LIMITS: readonly (Row & { readonly limit: number; readonly isShown: boolean })[] = [
  { kinds: ['sonnet-5'], until: [2, 1, 248], limit: 967_000, isShown: true },
  { kinds: ['sonnet-5'], until: [2, 1, 291], limit: 967_000, isShown: false },
];

/** The model of a session, the version that ran it, and where. */
export interface RunOfModel {
  readonly model: string;
  /** Null counts as the newest. */
  readonly version: string | null;
  readonly host: HostKind;
}

/** Returns the window that Claude Code takes a model to have without further settings. */
export function tabledWindow(run: RunOfModel): { readonly window: number; readonly isAssumed: boolean } {
  const row = WINDOWS.find((each) => applies(each, run));
  return { window: row?.window ?? STANDARD_WINDOW, isAssumed: row?.isAssumed ?? row === undefined };
}

/** Tests whether Claude Code compacts a model with this window only when the API refuses a call. */
export function waitsForLimit(run: RunOfModel, window: number): boolean {
  const isLarge = window > STANDARD_WINDOW;
  return WAITS_FOR_LIMIT.some((row) => (row.isLarge ?? isLarge) === isLarge && applies(row, run));
}

/** Returns what Claude Code compacts a model by if that is less than its window; and whether its percent is of it. */
export function ownLimit(run: RunOfModel): { readonly limit: number; readonly isShown: boolean } | null {
  return OWN_LIMITS.find((row) => applies(row, run)) ?? null;
}

function applies({ kinds, hosts, from, until }: Row, run: RunOfModel): boolean {
  if (!kinds.includes(kindOf(run)) || hosts?.includes(run.host) === false) return false;
  return !isBefore(run.version, from) && (until === undefined || isBefore(run.version, until));
}

function isBefore(version: string | null, other: Version | undefined): boolean {
  return other !== undefined && (compareVersion(version, other) ?? 1) < 0;
}

function kindOf({ model, version }: RunOfModel): ModelKind {
  const name = parseModel(model);
  const known = KNOWN_FROM.find(
    ({ family, version: own }) => family === name?.family && own === name.version,
  );
  if (name === null || isBefore(version, known?.from)) return 'unknown';
  if (name.family === 'opus' && name.version === 407) return 'opus-4-7';
  const window = listedWindow(model);
  if (window === LARGE_WINDOW) return name.family === 'sonnet' ? 'sonnet-5' : 'large';
  return window === null ? 'either' : 'standard';
}
