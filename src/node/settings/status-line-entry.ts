/** The status line in an agent's JSON settings: the person's own goes on behind Ninefold's bridge. */

import {
  type ChainedLine,
  chainedLine,
  type Programs,
  statusLineCommand,
} from '../../core/connect/commands.ts';
import { asFields, type Fields } from '../../core/json-fields.ts';
import type { JsonSettings } from './json-settings.ts';

/**
 * Adds the bridge, before the line that is there.
 *
 * @param at path of the status line
 * @param inherited the line of another file that this file's would hide, if it has none itself; undefined leaves
 *   the status line alone, because that of the other file is already connected
 */
export function addStatusLine(
  settings: JsonSettings,
  at: string[],
  { programs, inherited }: { readonly programs: Programs; readonly inherited: Fields | null | undefined },
): void {
  const value = settings.get(at);
  const own = asFields(value);
  if (value !== undefined && typeof own?.command !== 'string') {
    settings.refuse(at, `"${at.join('.')}" isn't a command`);
  }
  if (own !== null) {
    const line = chainedLine(own.command);
    const kept: ChainedLine | null =
      line === undefined ? { whose: 'own', command: String(own.command) } : line;
    settings.set([...at, 'command'], statusLineCommand(programs, kept));
    return;
  }
  if (inherited === undefined) return;
  const line: ChainedLine | null =
    inherited === null ? null : { whose: 'inherited', command: String(inherited.command) };
  settings.set(at, { ...(inherited ?? { type: 'command' }), command: statusLineCommand(programs, line) });
}

/** Takes the bridge out, and leaves the line that was there before. */
export function removeStatusLine(settings: JsonSettings, at: string[]): void {
  const line = chainedLine(asFields(settings.get(at))?.command);
  if (line === undefined) return;
  if (line?.whose === 'own') settings.set([...at, 'command'], line.command);
  else settings.remove(at);
}
