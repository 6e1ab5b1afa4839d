/** Claude Code's settings.json: hooks, status line, and the optional variable. */

import {
  type ChainedLine,
  chainedLine,
  hookCommand,
  isOurs,
  type Programs,
  statusLineCommand,
} from '../../../core/connect/commands.ts';
import { HOOK_EVENTS } from '../../../core/hooks/hook-vocabulary.ts';
import { asFields, asList, type Fields } from '../../../core/json-fields.ts';
import { JsonSettings } from '../../settings/json-settings.ts';
import { isBareJson } from '../../settings/mcp-entry.ts';
import type { SettingsPart } from '../../settings/settings-part.ts';

/** Seconds. Every hook ends well within it; afterwards, the agent continues without it. */
const HOOK_SECONDS = 10;
/** Comma-separated list of beta features that Claude Code requests. */
const BETAS = ['env', 'ANTHROPIC_BETAS'];
const TOKEN_EFFICIENT_TOOLS = 'token-efficient-tools-2025-02-19';

export interface ClaudeCodeEntries {
  readonly programs: Programs;
  /**
   * The status line that this file's would hide, if it has none itself. Undefined leaves the status line alone: that
   * of the other file is already connected.
   */
  readonly inherited: Fields | null | undefined;
  readonly isTokenEfficient: boolean;
}

export function claudeCodePart(path: string, entries: ClaudeCodeEntries): SettingsPart {
  return {
    path,
    merge(edited) {
      const settings = new JsonSettings(path, edited);
      addHooks(settings, entries.programs);
      addStatusLine(settings, entries);
      if (entries.isTokenEfficient) addBeta(settings);
    },
    takeOut(edited) {
      const settings = new JsonSettings(path, edited);
      removeHooks(settings);
      removeStatusLine(settings);
      removeBeta(settings);
    },
    isBare: isBareJson,
  };
}

function addHooks(settings: JsonSettings, programs: Programs): void {
  const hooks = settings.get(['hooks']);
  if (hooks !== undefined && asFields(hooks) === null) settings.refuse(['hooks'], '"hooks" isn\'t an object');
  for (const event of HOOK_EVENTS) {
    const path = ['hooks', event];
    const groups = settings.get(path);
    if (groups !== undefined && !Array.isArray(groups)) settings.refuse(path, `"hooks.${event}" is no array`);
    const command = hookCommand(programs, event);
    const isThere = asList(groups).some((group) => commandsOf(group).includes(command));
    if (!isThere) settings.append(path, { hooks: [{ type: 'command', command, timeout: HOOK_SECONDS }] });
  }
}

function removeHooks(settings: JsonSettings): void {
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

function addStatusLine(settings: JsonSettings, { programs, inherited }: ClaudeCodeEntries): void {
  const path = ['statusLine'];
  const value = settings.get(path);
  const own = asFields(value);
  if (value !== undefined && typeof own?.command !== 'string') {
    settings.refuse(path, '"statusLine" isn\'t a command');
  }
  if (own !== null) {
    const line = chainedLine(own.command);
    const kept: ChainedLine | null =
      line === undefined ? { whose: 'own', command: String(own.command) } : line;
    settings.set([...path, 'command'], statusLineCommand(programs, kept));
    return;
  }
  if (inherited === undefined) return;
  const line: ChainedLine | null =
    inherited === null ? null : { whose: 'inherited', command: String(inherited.command) };
  settings.set(path, { ...(inherited ?? { type: 'command' }), command: statusLineCommand(programs, line) });
}

function removeStatusLine(settings: JsonSettings): void {
  const line = chainedLine(asFields(settings.get(['statusLine']))?.command);
  if (line === undefined) return;
  if (line?.whose === 'own') settings.set(['statusLine', 'command'], line.command);
  else settings.remove(['statusLine']);
}

function betasOf(settings: JsonSettings): readonly string[] {
  const value = settings.get(BETAS);
  if (value !== undefined && typeof value !== 'string')
    settings.refuse(BETAS, `"${BETAS.join('.')}" is no text`);
  return value === undefined || value === '' ? [] : value.split(',');
}

function addBeta(settings: JsonSettings): void {
  const environment = settings.get(['env']);
  if (environment !== undefined && asFields(environment) === null)
    settings.refuse(['env'], '"env" isn\'t an object');
  const betas = betasOf(settings);
  if (betas.some((beta) => beta.trim() === TOKEN_EFFICIENT_TOOLS)) return;
  settings.set(BETAS, [...betas, TOKEN_EFFICIENT_TOOLS].join(','));
}

function removeBeta(settings: JsonSettings): void {
  const betas = settings.get(BETAS);
  if (typeof betas !== 'string' || !betas.includes(TOKEN_EFFICIENT_TOOLS)) return;
  const left = betas.split(',').filter((beta) => beta.trim() !== TOKEN_EFFICIENT_TOOLS);
  if (left.length === 0) settings.remove(BETAS);
  else settings.set(BETAS, left.join(','));
}
