import type { JournalPort } from './ports.ts';

/** The id that a new one can't be told from; a journal whose first line was never finished has none. */
export async function findSimilarId(journals: JournalPort, id: string): Promise<string | undefined> {
  const taken = await journals.listIds();
  const known = taken.find((other) => other.toLowerCase() === id.toLowerCase());
  if (known !== id) return known;
  return (await journals.read(id)) === undefined ? undefined : id;
}
