/** The lines of an output as a person reads them: without colours, without what a progress bar overwrote. */

import { block, clip } from '../text/foreign-text.ts';

/** CSI, OSC and the other sequences that steer a terminal. */
const SEQUENCES =
  // eslint-disable-next-line no-control-regex -- they begin with ESC
  /\u001b(?:\[[0-?]*[ -/]*[@-~]|\][^\u0007\u001b]*(?:\u0007|\u001b\\)?|[@-Z\\^_]|[ -/]+[0-~])/g;
/** What stands before a lone carriage return was overwritten. */
const OVERWRITTEN = /^.*\r(?!$)/;
/** Nothing that is looked for stands further on. */
const LONGEST_LINE = 2000;

/** Takes out what colours a text or moves the cursor; every other character stays. */
export function withoutSequences(text: string): string {
  return text.includes('\u001b') ? text.replaceAll(SEQUENCES, '') : text;
}

/**
 * Lines to look through, without their ends.
 *
 * @param folder absolute path of the folder that the command ran in; paths in it become relative
 */
export function outputLines(text: string, folder: string): readonly string[] {
  const lines = withoutSequences(text)
    .split('\n')
    .map((line) => clip(line, LONGEST_LINE).replace(OVERWRITTEN, '').replace(/\r$/, ''));
  const places = folder === '' ? [] : [`${folder}/`, `${folder}\\`];
  return lines.map((line) => {
    const shown = places.reduce((rest, place) => rest.replaceAll(place, ''), line);
    return block(shown.replaceAll('file://', ''));
  });
}
