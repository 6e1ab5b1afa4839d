/** The few keys of Claude Code's settings.json that decide window and compaction. The rest is discarded. */

import { join } from 'node:path';
import {
  type ClaudeCodeSettings,
  NO_SETTINGS,
  SETTING_VARIABLES,
} from '../../../core/agents/claude-code/window.ts';
import { configFolders } from './folders.ts';
import { tryReadForeignText } from '../../files/safe-read.ts';
import type { MeterEnvironment } from '../../machine/environment.ts';
import { parseObject } from '../../../core/json-fields.ts';

/**
 * Reads the effective settings for a folder: the project's local ones override the project's, which override the
 * user's; `env` of the files overrides the variables of this process.
 */
export async function readClaudeCodeSettings(
  environment: MeterEnvironment,
  folder: string | null,
): Promise<ClaudeCodeSettings> {
  const user = configFolders(environment)
    .toReversed()
    .map((config) => join(config, 'settings.json'));
  const project =
    folder === null
      ? []
      : ['settings.json', 'settings.local.json'].map((name) => join(folder, '.claude', name));
  const files = await Promise.all([...user, ...project].map(readFields));
  return files.reduce<ClaudeCodeSettings>(withFields, {
    ...NO_SETTINGS,
    env: pickVariables(environment.env),
  });
}

/** An unreadable or invalid file counts as empty; reporting it is up to Claude Code. */
async function readFields(path: string): Promise<Readonly<Record<string, unknown>>> {
  return parseObject((await tryReadForeignText(path, 'fields')) ?? '') ?? {};
}

function withFields(
  before: ClaudeCodeSettings,
  fields: Readonly<Record<string, unknown>>,
): ClaudeCodeSettings {
  const { model, autoCompactWindow, autoCompactEnabled, env } = fields;
  const isWindow = typeof autoCompactWindow === 'number' && autoCompactWindow > 0;
  const variables = typeof env === 'object' && env !== null ? (env as Record<string, unknown>) : {};
  return {
    model: typeof model === 'string' ? model : before.model,
    autoCompactWindow: isWindow ? autoCompactWindow : before.autoCompactWindow,
    autoCompactEnabled:
      typeof autoCompactEnabled === 'boolean' ? autoCompactEnabled : before.autoCompactEnabled,
    env: { ...before.env, ...pickVariables(variables) },
  };
}

function pickVariables(variables: Readonly<Record<string, unknown>>): Record<string, string> {
  const picked = SETTING_VARIABLES.map((name) => [name, variables[name]] as const);
  return Object.fromEntries(
    picked.filter((entry): entry is [string, string] => typeof entry[1] === 'string'),
  );
}
