/** Counts the votes of single files into a pattern of the code base, if they agree. */

import type { DetectedPattern, Vote } from './project-scan.ts';

/** Minimum share of the files in which the question arises. */
const MIN_SHARE = 0.6;
/** Fewer files don't make a convention. */
const MIN_FILES = 3;
/** Minimum share of the convention's files that must have a detail in common. */
const MIN_DETAIL = 0.6;
/** With this share of the votes, a second family makes it worth naming the family. */
const NOTABLE_FAMILY = 0.2;
const LONGEST_EXAMPLE = 80;
/** A long unbroken run; with several digits, it looks like a key or hash. */
const LONG_RUN = /[\w+=-]{24,}/g;
const MAX_DIGITS = 3;
/** Control characters and the two line separators. */
// eslint-disable-next-line no-control-regex -- matches control characters
const CONTROL = /[\u0000-\u001f\u007f-\u009f\u2028\u2029]/;

/**
 * Counts the votes on one question.
 *
 * @param least minimum number of files that follow the pattern
 * @returns undefined if there are too few, they disagree, or none has an example that can be shown
 */
export function countVotes(
  type: string,
  votes: readonly Vote[],
  least = MIN_FILES,
): DetectedPattern | undefined {
  const families = groupBy(votes, ({ family }) => family);
  const [winner] = [...families].sort((left, right) => right[1].length - left[1].length);
  if (winner === undefined) return undefined;
  const [family, own] = winner;
  const [convention, followers] = largest(groupBy(own, (vote) => vote.convention));
  if (convention === null || followers.length < least) return undefined;
  if (followers.length / own.length < MIN_SHARE) return undefined;
  const shown = bestExample(followers);
  if (shown === undefined) return undefined;
  const others = votes.length - own.length;
  const isMixed = others / votes.length >= NOTABLE_FAMILY;
  const label = family === 'script' ? 'TypeScript and JavaScript' : family;
  return {
    type,
    convention: convention + detailOf(followers) + (isMixed ? ` (${label})` : ''),
    example: shown.example,
    file: shown.file,
    matches: followers.length,
    of: own.length,
  };
}

/**
 * Returns a part of a line that can be shown as an example: verbatim, short enough for a table cell, and without
 * anything like a key.
 *
 * @returns undefined if there is none
 */
function exampleOf(text: string): string | undefined {
  const trimmed = text.trim();
  const example = trimmed.slice(0, LONGEST_EXAMPLE).trimEnd();
  // A cut within a surrogate pair wouldn't be the file's text.
  const isWhole = !/[\ud800-\udbff]$/.test(example);
  return example === '' || !isWhole || CONTROL.test(example) || looksLikeKey(trimmed) ? undefined : example;
}

function looksLikeKey(text: string): boolean {
  return [...text.matchAll(LONG_RUN)].some(([run]) => run.replaceAll(/\D/g, '').length > MAX_DIGITS);
}

function bestExample(
  votes: readonly Vote[],
): { readonly example: string; readonly file: string } | undefined {
  const shared = majorityDetail(votes);
  const typical = shared === undefined ? votes : votes.filter(({ detail }) => detail === shared);
  for (const { example, file } of [...typical, ...votes]) {
    const shown = exampleOf(example);
    if (shown !== undefined) return { example: shown, file };
  }
  return undefined;
}

function detailOf(votes: readonly Vote[]): string {
  return majorityDetail(votes) ?? '';
}

function majorityDetail(votes: readonly Vote[]): string | undefined {
  const [detail, sharing] = largest(groupBy(votes, (vote) => vote.detail ?? null));
  return detail !== null && sharing.length / votes.length >= MIN_DETAIL ? detail : undefined;
}

function largest<Key>(groups: ReadonlyMap<Key, readonly Vote[]>): readonly [Key | null, readonly Vote[]] {
  let best: readonly [Key | null, readonly Vote[]] = [null, []];
  for (const group of groups) if (group[1].length > best[1].length) best = group;
  return best;
}

function groupBy<Key>(votes: readonly Vote[], keyOf: (vote: Vote) => Key): ReadonlyMap<Key, readonly Vote[]> {
  const groups = new Map<Key, Vote[]>();
  for (const vote of votes) {
    const key = keyOf(vote);
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [vote]);
    else group.push(vote);
  }
  return groups;
}
