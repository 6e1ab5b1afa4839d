/** What a look for secrets finds: where in a text, and of what kind. */

export interface Finding {
  /** Index of the first sign, and of the one after the last. */
  readonly from: number;
  readonly to: number;
  readonly kind: string;
}

/** What a text looks like without its secrets, and how many of each kind there were. */
export interface Redaction {
  readonly text: string;
  readonly counts: Readonly<Record<string, number>>;
}

/** What stands in a secret's place. */
function markerOf(kind: string): string {
  return `[redacted: ${kind}]`;
}

const MARKER = /\[redacted: [a-z0-9-]{1,40}\]/;
const MARKERS = /\[redacted: ([a-z0-9-]{1,40})\]/g;

/** Whether something was taken out of a text. */
export function hasMarker(text: string): boolean {
  return MARKER.test(text);
}

/** How many marks of each kind a text holds. */
export function countMarkers(text: string): Readonly<Record<string, number>> {
  const counts: Record<string, number> = {};
  for (const [, kind = ''] of text.matchAll(MARKERS)) counts[kind] = (counts[kind] ?? 0) + 1;
  return counts;
}

/** How many marks any value holds, in all its texts. */
export function marksIn(value: object): number {
  return Object.values(countMarkers(JSON.stringify(value))).reduce((sum, count) => sum + count, 0);
}

/**
 * A text with each finding replaced. Where some overlap all of them go, as the first of `findings` that is in it calls it:
 * what gives itself away by its own shape is to be listed before what only its place gives away.
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
