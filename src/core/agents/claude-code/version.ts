/** Versions of Claude Code, as its records name them. */

export type Version = readonly [major: number, minor: number, patch: number];

/** Compares a version with another: negative if it is earlier; null if it can't be read. */
export function compareVersion(text: string | null, other: Version): number | null {
  const parts = /^(\d+)\.(\d+)\.(\d+)/
    .exec(text ?? '')
    ?.slice(1)
    .map(Number);
  if (parts === undefined) return null;
  const differences = other.map((part, index) => (parts[index] ?? 0) - part);
  return differences.find((difference) => difference !== 0) ?? 0;
}
