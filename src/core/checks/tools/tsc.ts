/** tsc, with and without `--pretty`, and tools with the same output, such as vue-tsc. */

import { group } from '../find-lines.ts';
import { errorReport } from '../summary.ts';
import type { Recognizer } from '../summary.ts';

const PLAIN = /^(\S.*)\((\d+),\d+\): error (TS\d+: .+)$/;
const PRETTY = /^(\S.*):(\d+):\d+ - error (TS\d+: .+)$/;
/** Errors of the whole project: a missing file, an invalid option. */
const PLACELESS = /^error (TS\d+: .+)$/;

export const tsc: Recognizer = (lines) => {
  const errors = lines.flatMap((line) => {
    const found = PLAIN.exec(line) ?? PRETTY.exec(line);
    if (found !== null) {
      return { name: null, place: `${group(found, 1)}:${group(found, 2)}`, message: group(found, 3) };
    }
    const message = PLACELESS.exec(line)?.[1];
    return message === undefined ? [] : { name: null, place: null, message };
  });
  return errors.length === 0 ? undefined : errorReport('tsc', errors.length, null, errors);
};
