/** Claude Code's settings.json: hooks, status line, and the optional variable. */

import { needsPowerShell, type Programs } from '../../../core/connect/commands.ts';
import { hooks } from '../../../core/agents/claude-code/hooks.ts';
import { READING_TOOLS } from '../../../core/connect/reading-tools.ts';
import { asFields, asList, type Fields } from '../../../core/json-fields.ts';
import { addHooks, removeHooks } from '../../settings/hook-entries.ts';
import type { JsonSettings } from '../../settings/json-settings.ts';
import { addStatusLine, removeStatusLine } from '../../settings/status-line-entry.ts';
import type { SettingsPart } from '../../settings/settings-part.ts';
import { groupedHooks, HOOK_SECONDS, jsonPart } from '../../settings/settings-table.ts';

/** Comma-separated list of beta features that Claude Code requests. */
const BETAS = ['env', 'ANTHROPIC_BETAS'];
/** What the agent may do without asking. */
const ALLOWED = ['permissions', 'allow'];
const STATUS_LINE = ['statusLine'];
const SERVER_TOOLS = 'mcp__ninefold';
/** Where the agent notes whether a person accepted the server of `.mcp.json`. */
const APPROVALS = ['enabledMcpjsonServers', 'disabledMcpjsonServers'];
const TOKEN_EFFICIENT_TOOLS = 'token-efficient-tools-2025-02-19';

const READING_PERMISSIONS = READING_TOOLS.map((tool) => `${SERVER_TOOLS}__${tool}`);

export interface ClaudeCodeEntries {
  readonly programs: Programs;
  /**
   * The status line that this file's would hide, if it has none itself. Undefined leaves the status line alone: that
   * of the other file is already connected.
   */
  readonly inherited: Fields | null | undefined;
  readonly isTokenEfficient: boolean;
  /** Lets the agent call the tools that only read without asking. */
  readonly allowsReading: boolean;
}

export function claudeCodePart(path: string, entries: ClaudeCodeEntries): SettingsPart {
  const { programs } = entries;
  const fields = needsPowerShell(programs) ? { shell: 'powershell' } : {};
  const own = groupedHooks({
    vocabulary: hooks,
    programs,
    isShared: false,
    timeout: HOOK_SECONDS,
    fields,
  });
  return jsonPart(
    path,
    (settings) => {
      addHooks(settings, own);
      addStatusLine(settings, STATUS_LINE, entries);
      if (entries.allowsReading) addPermissions(settings);
      if (entries.isTokenEfficient) addBeta(settings);
    },
    (settings) => {
      removeHooks(settings);
      removeStatusLine(settings, STATUS_LINE);
      removeEntries(settings, ALLOWED, READING_PERMISSIONS);
      for (const list of APPROVALS) removeEntries(settings, [list], ['ninefold']);
      removeBeta(settings);
    },
  );
}

function addPermissions(settings: JsonSettings): void {
  const [permissions = ''] = ALLOWED;
  const value = settings.get([permissions]);
  if (value !== undefined && asFields(value) === null)
    settings.refuse([permissions], `"${permissions}" isn't an object`);
  const allowed = settings.get(ALLOWED);
  if (allowed !== undefined && !Array.isArray(allowed))
    settings.refuse(ALLOWED, `"${ALLOWED.join('.')}" isn't an array`);
  if (asList(allowed).includes(SERVER_TOOLS)) return;
  for (const permission of READING_PERMISSIONS) {
    if (!asList(settings.get(ALLOWED)).includes(permission)) settings.append(ALLOWED, permission);
  }
}

/** Removes texts from a list, from its end, so that the other indices stay valid. */
function removeEntries(settings: JsonSettings, path: readonly string[], texts: readonly string[]): void {
  for (const [index, entry] of [...asList(settings.get([...path])).entries()].toReversed()) {
    if (texts.includes(String(entry))) settings.remove([...path, index]);
  }
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
