/**
 * `meter` as scripts and status bars call it, without the workflow's code. Whatever it can't answer is left to the
 * whole command line, which also reports what is wrong.
 */

import { resolve } from 'node:path';

import { oneLine } from '../core/text/foreign-text.ts';
import { jsonText } from '../core/text/json-text.ts';
import { wellFormed } from '../core/text/well-formed.ts';
import { systemEnvironment } from '../node/machine/environment.ts';
import { readLiveReading } from '../node/meter/read-transcript.ts';
import { findStateRoot } from '../node/state/state-root.ts';
import { readPlainRecord, readPlainRules } from './plain-state.ts';
import { readingFields, readingLine } from './reading-output.ts';

export interface QuickCall {
  readonly argv: readonly string[];
  readonly cwd: string;
  readonly environment: NodeJS.ProcessEnv;
  readonly home: string;
}

/**
 * Answers `meter [--json] [--cwd DIR]`.
 *
 * @returns the text for stdout; null if the whole command line has to answer
 * @throws NinefoldError, or the system's error, for what the whole command line reports too
 */
export async function quickMeter({ argv, cwd, environment, home }: QuickCall): Promise<string | null> {
  const words = meterWords(argv);
  if (words === null || (environment.NINEFOLD_STATE_DIR ?? '') !== '') return null;
  const layout = await findStateRoot({ folder: resolve(cwd, words.cwd ?? '.'), home });
  const record = await readPlainRecord(layout);
  if (record === null) return null;
  const { rules, areWaiting } = await readPlainRules(layout, home);
  if (areWaiting) return null;
  const { reading } = await readLiveReading({
    folder: layout.folder,
    environment: { ...systemEnvironment(), home, env: environment },
    rules,
    now: Date.now(),
    ends: record?.ended ?? [],
  });
  return words.isJson ? `${jsonText(readingFields(reading), 2)}\n` : `${oneLine(readingLine(reading))}\n`;
}

interface MeterWords {
  readonly cwd: string | null;
  readonly isJson: boolean;
}

/** Returns null for any other command line, including one that is wrong. */
function meterWords(argv: readonly string[]): MeterWords | null {
  let isMeter = false;
  let isJson = false;
  let cwd: string | null = null;
  for (let at = 0; at < argv.length; at++) {
    const word = argv[at];
    if (word === 'meter' && !isMeter) isMeter = true;
    else if (word === '--json' && isMeter && !isJson) isJson = true;
    else if (word === '--cwd' && cwd === null) cwd = argv[++at] ?? '';
    else return null;
  }
  const isFolder = cwd === null || (cwd !== '' && !cwd.startsWith('-') && cwd === wellFormed(cwd));
  return isMeter && isFolder ? { cwd, isJson } : null;
}
