import type { JournalPort } from './ports.ts';

/**
 * Finds the existing id that file systems would confuse with a new one; a journal whose first line is incomplete has
 * none.
 */
export async function findSimilarId(journals: JournalPort, id: string): Promise<string | undefined> {
  const taken = await journals.listIds();
  const known = taken.find((other) => other.toLowerCase() === id.toLowerCase());
  if (known !== id) return known;
  return (await journals.read(id)) === undefined ? undefined : id;
}
