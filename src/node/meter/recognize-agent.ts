/** Recognizes a transcript's agent from its content: a named file may have any place and name. */

import { NinefoldError } from '../../core/errors.ts';
import { parseValue } from '../../core/json-fields.ts';
import { everyAgent } from '../agents/agents.ts';
import { tryReadForeignText } from '../files/safe-read.ts';
import { beginningOf } from '../agents/first-line.ts';
import type { MeteredAgent } from '../agents/agent.ts';

/** The longest line in 707 MB of transcripts was 961 KB, and an early line with a picture may be as long. */
const BEGINNING = 4 * 1024 * 1024;

/**
 * Returns the agent whose format the first characteristic line, or the whole document, has.
 *
 * @returns null if the file has no whole line yet
 * @throws the system's error; NinefoldError `transcript-unrecognized`
 */
export async function recognizeAgent(path: string): Promise<MeteredAgent | null> {
  const every = await everyAgent();
  const agentOf = (value: unknown): MeteredAgent | null =>
    every.find((one) => one.recognizes(value, path)) ?? null;
  const beginning = await beginningOf(path, BEGINNING);
  for (const line of beginning.split('\n')) {
    const agent = agentOf(parseValue(line));
    if (agent !== null) return agent;
  }
  const agent = agentOf(parseValue((await tryReadForeignText(path, 'chat')) ?? ''));
  if (agent !== null) return agent;
  if (isBegun(beginning)) return null;
  const agents = every
    .filter(({ store }) => store === undefined)
    .map(({ id }) => id)
    .join(', ');
  throw new NinefoldError('transcript-unrecognized', { path, agents });
}

/** Empty, or one unfinished line of JSON. */
function isBegun(text: string): boolean {
  const begun = text.trim();
  return begun === '' || (/^[{[]/.test(begun) && !begun.includes('\n') && parseValue(begun) === undefined);
}
