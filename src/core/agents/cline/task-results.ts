/** What Cline's extension, and those that descend from it, tell the model of a call that ended. */

import { asText, type Fields, parseValue } from '../../json-fields.ts';
import { writtenByPatch } from '../patch.ts';

const WRITERS: ReadonlySet<string> = new Set([
  'apply_diff',
  'edit',
  'edit_file',
  'insert_content',
  'new_rule',
  'replace_in_file',
  'search_and_replace',
  'search_replace',
  'write_to_file',
]);

/** Precedes the result if a part of the changes didn't fit. */
const PARTLY = /^But unable to apply all diff parts to file: [^\n]*\n/;
const WRITTEN_JSON = /^\{"path":("(?:[^"\\]|\\.)*"),"operation":"(?:created|modified)"/;
const WRITTEN_TAG =
  /<file_write_result>\s*<path>([^<]*)<\/path>\s*<operation>(?:created|modified)<\/operation>/g;
const SAVED =
  /^(?:The content was|The user made the following updates to your content:[\s\S]*\n\nThe updated content, [^\n]*?has been) successfully saved to /;
const PATCHED = 'Successfully applied patch to the following files:';

/**
 * Lists the files that a call wrote, by its result; none if it failed or was refused.
 *
 * @param call its tool, the path that it names, and what else it was given
 */
export function writtenIn(
  {
    name,
    subject,
    input,
  }: { readonly name: string; readonly subject: string | null; readonly input: Fields },
  told: string,
): readonly string[] {
  const isPatch = name === 'apply_patch';
  if (!isPatch && !WRITERS.has(name)) return [];
  const text = told.replace(PARTLY, '');
  const path = asText(parseValue(WRITTEN_JSON.exec(text)?.[1] ?? ''));
  if (path !== null) return [path];
  if (isPatch) return text.startsWith(PATCHED) ? writtenByPatch(asText(input.input) ?? '') : [];
  if (text.startsWith('<file_write_result>')) {
    const paths = [...text.matchAll(WRITTEN_TAG)].map(([, written = '']) => written);
    return paths.length === 1 && subject !== null ? [subject] : paths;
  }
  return subject !== null && SAVED.test(text) ? [subject] : [];
}

/** A command that ended. */
export interface EndedCommand {
  readonly cwd: string | null;
  /** Its exit code's digits; absent if it isn't known. */
  readonly code: string | undefined;
  readonly output: string;
}

/** Its folder and its code. A command that was stopped or still runs is told in other words. */
const ENDED_IN =
  /^Command executed in [^\n]*?'([^\n]*)'\. (?:Command execution was not successful, inspect the cause and adjust as needed\.\n)?Exit code: (?:(-?\d+)|<undefined, notify user>)(?:\n|$)/;
const ENDED =
  /^Command (?:executed successfully \(exit code (0)\)|failed with exit code (-?\d+)|executed)\.(?:\n|$)/;

/** Reads how a command ended; null if it didn't. */
export function endedCommand(text: string): EndedCommand | null {
  const within = ENDED_IN.exec(text);
  if (within !== null)
    return { cwd: within[1] ?? null, code: within[2], output: text.slice(within[0].length) };
  const ended = ENDED.exec(text);
  if (ended === null) return null;
  return { cwd: null, code: ended[1] ?? ended[2], output: text.slice(ended[0].length) };
}
