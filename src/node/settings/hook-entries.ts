/** Hooks in an agent's JSON settings: `hooks`, by event, in groups. */

import { isOurs } from '../../core/connect/commands.ts';
import { asFields, asList } from '../../core/json-fields.ts';
import type { JsonSettings } from './json-settings.ts';

/** A hook, as it is written. */
export interface HookEntry {
  readonly event: string;
  readonly command: string;
  /** In the agent's unit. */
  readonly timeout: number;
  /** What the agent shows while it runs; absent for the command. */
  readonly name?: string;
}

/** Adds hooks to those of others. */
export function addHooks(settings: JsonSettings, entries: readonly HookEntry[]): void {
  const hooks = settings.get(['hooks']);
  if (hooks !== undefined && asFields(hooks) === null) settings.refuse(['hooks'], '"hooks" isn\'t an object');
  for (const { event, command, timeout, name } of entries) {
    const path = ['hooks', event];
    const groups = settings.get(path);
    if (groups !== undefined && !Array.isArray(groups))
      settings.refuse(path, `"hooks.${event}" isn't an array`);
    if (asList(groups).some((group) => commandsOf(group).includes(command))) continue;
    const named = name === undefined ? {} : { name };
    settings.append(path, { hooks: [{ ...named, type: 'command', command, timeout }] });
  }
}

/** Removes Ninefold's hooks, and what becomes empty. */
export function removeHooks(settings: JsonSettings): void {
  for (const event of Object.keys(asFields(settings.get(['hooks'])) ?? {})) {
    const groups = asList(settings.get(['hooks', event]));
    // From the end, so that the other indices stay valid.
    for (const [index, group] of [...groups.entries()].toReversed()) {
      const commands = commandsOf(group);
      if (commands.length > 0 && commands.every(isOurs)) {
        settings.remove(['hooks', event, index]);
        continue;
      }
      for (const [at, command] of [...commands.entries()].toReversed()) {
        if (isOurs(command)) settings.remove(['hooks', event, index, 'hooks', at]);
      }
    }
  }
}

function commandsOf(group: unknown): readonly unknown[] {
  return asList(asFields(group)?.hooks).map((hook) => asFields(hook)?.command);
}
