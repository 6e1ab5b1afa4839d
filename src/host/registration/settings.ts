import type { ConfigurationChangeEvent, Disposable, Uri } from 'vscode';
import { ConfigurationTarget, workspace } from 'vscode';

import { SETTINGS } from '../contributions.ts';
import type { SettingId, SettingValues } from '../contributions.ts';

/**
 * The value of a setting; its default where it holds something that isn't one of its values.
 *
 * @param folder the workspace folder whose settings hold, where it is one that a folder may set
 */
export function readSetting<K extends SettingId>(id: K, folder?: Uri): SettingValues[K] {
  const contribution: { default: string | boolean; values?: readonly string[] } = SETTINGS[id];
  const value: unknown = workspace.getConfiguration(undefined, folder).get(id);
  const isOfType = typeof value === typeof contribution.default;
  const isValid = isOfType && (contribution.values?.some((one) => one === value) ?? true);
  return (isValid ? value : contribution.default) as SettingValues[K];
}

/** Writes a setting for this user. */
export async function writeUserSetting<K extends SettingId>(id: K, value: SettingValues[K]): Promise<void> {
  await workspace.getConfiguration().update(id, value, ConfigurationTarget.Global);
}

/** Calls `listener` when one of the settings changed. */
export function onDidChangeSetting(ids: readonly SettingId[], listener: () => void): Disposable {
  return workspace.onDidChangeConfiguration((event: ConfigurationChangeEvent) => {
    if (ids.some((id) => event.affectsConfiguration(id))) listener();
  });
}
