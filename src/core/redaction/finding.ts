/** The place and kind of a secret in a text. */

export interface Finding {
  /** Index of the first character, and of the one after the last. */
  readonly from: number;
  readonly to: number;
  readonly kind: string;
}

/** A text without its secrets, and the number of each kind. */
export interface Redaction {
  readonly text: string;
  readonly counts: Readonly<Record<string, number>>;
}

/** The replacement for a secret. */
function markerOf(kind: string): string {
  return `[redacted: ${kind}]`;
}

const MARKER = /\[redacted: [a-z0-9-]{1,40}\]/;
const MARKERS = /\[redacted: ([a-z0-9-]{1,40})\]/g;

/** Tests whether something was removed from a text. */
export function hasMarker(text: string): boolean {
  return MARKER.test(text);
}

/** Counts the markers of each kind in a text. */
export function countMarkers(text: string): Readonly<Record<string, number>> {
  const counts: Record<string, number> = {};
  for (const [, kind = ''] of text.matchAll(MARKERS)) counts[kind] = (counts[kind] ?? 0) + 1;
  return counts;
}

/** Counts the markers in all texts of a value. */
export function marksIn(value: object): number {
  return Object.values(countMarkers(JSON.stringify(value))).reduce((sum, count) => sum + count, 0);
}

/**
 * Replaces each finding in a text. Overlapping ones are removed together, under the kind of whichever is first in
 * `findings`: list self-evident shapes before those known only by their place.
 */
export function withoutFindings(text: string, findings: readonly Finding[]): Redaction {
  const ranked = findings.map((finding, rank) => ({ ...finding, rank }));
  ranked.sort((left, right) => left.from - right.from || left.rank - right.rank);
  const merged: (typeof ranked)[number][] = [];
  for (const finding of ranked) {
    const last = merged.at(-1);
    if (last === undefined || finding.from >= last.to) merged.push(finding);
    else {
      const best = finding.rank < last.rank ? finding : last;
      merged[merged.length - 1] = { ...best, from: last.from, to: Math.max(last.to, finding.to) };
    }
  }
  const counts: Record<string, number> = {};
  let result = '';
  let end = 0;
  for (const { from, to, kind } of merged) {
    counts[kind] = (counts[kind] ?? 0) + 1;
    result += text.slice(end, from) + markerOf(kind);
    end = to;
  }
  return { text: result + text.slice(end), counts };
}
