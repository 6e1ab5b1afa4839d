/** A connection as a table: which file holds servers, hooks, or both, and in which format. */

import { hookCommand, type Programs, sharedHookCommand } from '../../core/connect/commands.ts';
import type { HookVocabulary } from '../../core/hooks/hook-vocabulary.ts';
import type { Words } from '../../core/connect/server-command.ts';
import { asFields, type Fields } from '../../core/json-fields.ts';
import { EditedText } from './edited-text.ts';
import { addHooks, groupedHook, type HookEntry, removeHooks } from './hook-entries.ts';
import { JsonSettings } from './json-settings.ts';
import { addServer, removeServer, type ServerFormat } from './mcp-entry.ts';
import type { SettingsPart } from './settings-part.ts';
import { addStatusLine, removeStatusLine } from './status-line-entry.ts';

/** Seconds. Every hook ends well within it; afterwards, the agent continues without it. */
export const HOOK_SECONDS = 10;

/** One JSON file of a connection; comments and trailing commas are allowed. */
export interface SettingsFileEntry {
  /** Absolute. */
  readonly path: string;
  readonly server?: { readonly format: ServerFormat; readonly words: Words };
  readonly hooks?: readonly HookEntry[];
  /** Path of the object with the events; defaults to `hooks`. */
  readonly hooksAt?: string[];
  /** Where the status line is, whose bridge to add; absent for none. */
  readonly statusLine?: { readonly at: string[]; readonly programs: Programs };
  /** Fields that the file needs beside its hooks, and keeps only with others. */
  readonly header?: Readonly<Record<string, unknown>>;
}

/** Makes the part for a file of the table. */
export function tablePart(entry: SettingsFileEntry): SettingsPart {
  const { path, server, hooks = [], hooksAt = ['hooks'], statusLine, header = {} } = entry;
  return jsonPart(
    path,
    (settings, now) => {
      for (const [key, value] of Object.entries(header)) {
        if (settings.get([key]) === undefined) settings.set([key], value);
      }
      if (server !== undefined) addServer(settings, server.format, server.words, now);
      if (hooks.length > 0) addHooks(settings, hooks, hooksAt);
      if (statusLine !== undefined && mayHaveBridge(settings, statusLine.at))
        addStatusLine(settings, statusLine.at, { programs: statusLine.programs, inherited: null });
    },
    (settings) => {
      const hadHooks = settings.get(hooksAt) !== undefined;
      removeHooks(settings, hooksAt);
      if (statusLine !== undefined) removeStatusLine(settings, statusLine.at);
      if (server !== undefined) removeServer(settings, server.format);
      if (hadHooks && settings.get(hooksAt) === undefined) removeHeader(settings, header);
    },
  );
}

/** A status line of another kind than a command stays as it is. */
function mayHaveBridge(settings: JsonSettings, at: string[]): boolean {
  const value = settings.get(at);
  return value === undefined || typeof asFields(value)?.command === 'string';
}

/** Removes the fields that only hooks needed. */
function removeHeader(settings: JsonSettings, header: Readonly<Record<string, unknown>>): void {
  const left = Object.keys(asFields(settings.get([])) ?? {});
  if (left.every((key) => Object.hasOwn(header, key))) for (const key of left) settings.remove([key]);
}

/** Makes the part for a JSON file with entries of its own kind. */
export function jsonPart(
  path: string,
  add: (settings: JsonSettings, now?: JsonSettings) => void,
  remove: (settings: JsonSettings) => void,
): SettingsPart {
  return {
    path,
    merge: (edited, now) => {
      const present = now === undefined ? undefined : new JsonSettings(path, new EditedText(now));
      add(new JsonSettings(path, edited), present);
    },
    takeOut: (edited) => remove(new JsonSettings(path, edited)),
    isBare: (text) => /^\uFEFF?\s*(?:\{\s*\}\s*)?$/.test(text),
  };
}

export interface GroupedHooks {
  readonly vocabulary: Pick<HookVocabulary, 'events' | 'matchers'>;
  readonly programs: Programs;
  /** Whether the file may be in git. */
  readonly isShared: boolean;
  /** In the agent's unit. */
  readonly timeout: number;
  /** What the agent shows while a hook runs; absent for the command. */
  readonly name?: string;
  /** Others that each hook has. */
  readonly fields?: Fields;
}

/** Makes the hooks of the format that most agents share. */
export function groupedHooks(hooks: GroupedHooks): readonly HookEntry[] {
  const { vocabulary, programs, isShared, timeout, name, fields = {} } = hooks;
  const make = isShared ? sharedHookCommand : hookCommand;
  const named = name === undefined ? {} : { name };
  return Object.keys(vocabulary.events).map((event) =>
    groupedHook(
      event,
      { ...named, command: make(programs, event), timeout, ...fields },
      vocabulary.matchers?.[event],
    ),
  );
}
