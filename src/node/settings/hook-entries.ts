/** Hooks in an agent's JSON settings: lists by event, of hooks or of groups of hooks. */

import { isOurs } from '../../core/connect/commands.ts';
import { asFields, asList, type Fields } from '../../core/json-fields.ts';
import type { JsonSettings } from './json-settings.ts';

/** A hook, as it is written. */
export interface HookEntry {
  readonly event: string;
  readonly command: string;
  /** What is added to the event's list. */
  readonly item: Fields;
}

/** Fields that have the command, by platform. */
const COMMANDS = ['command', 'bash', 'powershell'];

/**
 * Makes hooks in groups, the format that most agents share.
 *
 * @param matcher for which of the event's occasions; absent for all
 */
export function groupedHook(
  event: string,
  fields: { readonly command: string } & Fields,
  matcher?: string,
): HookEntry {
  const { name, command, ...others } = fields;
  const named = name === undefined ? {} : { name };
  const hook = { ...named, type: 'command', command, ...others };
  const matched = matcher === undefined ? {} : { matcher };
  return { event, command, item: { ...matched, hooks: [hook] } };
}

/**
 * Adds hooks to those of others.
 *
 * @param at path of the object with the events
 */
export function addHooks(settings: JsonSettings, entries: readonly HookEntry[], at = ['hooks']): void {
  const hooks = settings.get(at);
  if (hooks !== undefined && asFields(hooks) === null)
    settings.refuse(at, `"${at.join('.')}" isn't an object`);
  for (const { event, command, item } of entries) {
    const path = [...at, event];
    const items = settings.get(path);
    if (items !== undefined && !Array.isArray(items))
      settings.refuse(path, `"${path.join('.')}" isn't an array`);
    if (asList(items).some((one) => commandsOf(one).includes(command))) continue;
    settings.append(path, item);
  }
}

/** Removes Ninefold's hooks, and what becomes empty. */
export function removeHooks(settings: JsonSettings, at = ['hooks']): void {
  for (const event of Object.keys(asFields(settings.get(at)) ?? {})) {
    const items = asList(settings.get([...at, event]));
    // From the end, so that the other indices stay valid.
    for (const [index, item] of [...items.entries()].toReversed()) {
      const commands = commandsOf(item);
      if (commands.length > 0 && commands.every(isOurs)) {
        settings.remove([...at, event, index]);
        continue;
      }
      for (const [place, command] of [...commands.entries()].toReversed()) {
        if (isOurs(command)) settings.remove([...at, event, index, 'hooks', place]);
      }
    }
  }
}

function commandsOf(item: unknown): readonly unknown[] {
  const fields = asFields(item);
  const hooks = fields?.hooks === undefined ? [fields] : asList(fields.hooks);
  return hooks.map((hook) => {
    const own = asFields(hook);
    return COMMANDS.map((name) => own?.[name]).find((command) => typeof command === 'string');
  });
}
