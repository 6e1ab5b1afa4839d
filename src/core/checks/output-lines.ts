/** The lines of an output as a person reads them: without colors, and without what a progress bar overwrote. */

import { block, clip } from '../text/foreign-text.ts';

/** CSI, OSC, and other sequences that control a terminal. */
const SEQUENCES =
  // eslint-disable-next-line no-control-regex -- they begin with ESC
  /\u001b(?:\[[0-?]*[ -/]*[@-~]|\][^\u0007\u001b]*(?:\u0007|\u001b\\)?|[@-Z\\^_]|[ -/]+[0-~])/g;
/** A lone carriage return overwrites what precedes it. */
const OVERWRITTEN = /^.*\r(?!$)/;
/** Nothing of interest comes later in a line. */
const LONGEST_LINE = 2000;

/** Removes sequences for colors and cursor movement; every other character stays. */
export function withoutSequences(text: string): string {
  return text.includes('\u001b') ? text.replaceAll(SEQUENCES, '') : text;
}

/**
 * Returns the lines to search, without their ends.
 *
 * @param folder absolute path of the folder in which the command ran; paths in it become relative
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
