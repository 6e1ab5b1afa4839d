import type { ConfigurationChangeEvent, Disposable, Uri } from 'vscode';
import { ConfigurationTarget, workspace } from 'vscode';

import { SETTINGS } from '../contributions.ts';
import type { SettingId, SettingValues } from '../contributions.ts';

/**
 * Returns the value of a setting, or its default if the value is invalid.
 *
 * @param folder the workspace folder to read for, if folder settings apply
 */
export function readSetting<K extends SettingId>(id: K, folder?: Uri): SettingValues[K] {
  const contribution: { default: string | boolean; values?: readonly string[] } = SETTINGS[id];
  const value: unknown = workspace.getConfiguration(undefined, folder).get(id);
  const isOfType = typeof value === typeof contribution.default;
  const isValid = isOfType && (contribution.values?.some((one) => one === value) ?? true);
  return (isValid ? value : contribution.default) as SettingValues[K];
}

/** Writes a user setting. */
export async function writeUserSetting<K extends SettingId>(id: K, value: SettingValues[K]): Promise<void> {
  await workspace.getConfiguration().update(id, value, ConfigurationTarget.Global);
}

/** Calls `listener` when one of the settings changes. */
export function onDidChangeSetting(ids: readonly SettingId[], listener: () => void): Disposable {
  return workspace.onDidChangeConfiguration((event: ConfigurationChangeEvent) => {
    if (ids.some((id) => event.affectsConfiguration(id))) listener();
  });
}
