/**
 * State that can be read without the workflow's code: a plain session record, and the rules of levels. What isn't plain
 * is left to whoever opens the folder, which reports what is wrong with it.
 */

import { lstat } from 'node:fs/promises';
import { join } from 'node:path';

import { DEFAULT_LEVELS } from '../core/meter/levels.ts';
import { plainRecord } from '../core/session/plain-record.ts';
import type { PlainRecord } from '../core/session/plain-record.ts';
import { ifReadable } from '../node/files/optional-file.ts';
import type { ReadingRules } from '../node/meter/live-reading.ts';
import { readSessionText } from '../node/state/session-record.ts';
import type { StateLayout } from '../node/state/state-layout.ts';
import { hasState } from '../node/state/state-root.ts';

/**
 * Reads the session record of a state root.
 *
 * @returns null if it isn't plain, or if there is other state; undefined without any state
 * @throws NinefoldError, or the system's error, if it can't be read
 */
export async function readPlainRecord(layout: StateLayout): Promise<PlainRecord | null | undefined> {
  // Whether a link may be followed is for whoever opens the folder.
  if ((await ifReadable(lstat(layout.root)))?.isSymbolicLink() === true) return null;
  const text = await readSessionText(layout);
  const record = text === undefined ? null : plainRecord(text);
  if (record !== null) return record;
  return (await hasState(layout.root)) ? null : undefined;
}

/** The rules of levels, and whether others wait for a person to accept them. */
export interface PlainRules {
  readonly rules: ReadingRules;
  readonly areWaiting: boolean;
}

/** Reads the rules of levels. The defaults need no schema. @throws NinefoldError if they can't be read */
export async function readPlainRules(layout: StateLayout, home: string): Promise<PlainRules> {
  if ((await ifReadable(lstat(join(layout.root, 'ninefold.json')))) === null)
    return { rules: { levels: DEFAULT_LEVELS, windows: {} }, areWaiting: false };
  const { readTrustedRules } = await import('../node/rules/trusted-rules.ts');
  const { rules, waiting } = await readTrustedRules(layout, home);
  return { rules, areWaiting: waiting.length > 0 };
}
