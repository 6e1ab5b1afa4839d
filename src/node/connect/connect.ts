/** Connects and disconnects agents: first a plan, which a person reviews as a diff, then the writing. */

import { join } from 'node:path';

import { isSamePath } from '../../core/paths/paths.ts';
import { sha256 } from '../files/sha256.ts';
import { removeTree } from '../files/patient-files.ts';
import type { LauncherTarget } from '../../core/connect/scripts.ts';
import { connectableAgent, partsOf } from '../agents/connectable-agents.ts';
import { passOnFolder } from '../state/state-origin.ts';
import { removeUserHandoffs } from '../state/user-handoffs.ts';
import { removeIfEmpty } from '../files/empty-folder.ts';
import { withLock } from '../lock/lock.ts';
import { USER_RESPONSES, userFolder } from '../state/user-folder.ts';
import { type ConnectionOptions, type ConnectionPlace, EVERYTHING } from '../settings/connection-place.ts';
import {
  type ConnectedFile,
  type Connection,
  connectionsLock,
  readConnections,
  writeConnections,
} from './connections.ts';
import { EditedText, undone } from '../settings/edited-text.ts';
import { installLauncher, removeLauncher } from './launcher.ts';
import { removeUnusedCache } from './remove-cache.ts';
import { readSettingsFile, type SettingsFile, writeSettingsFile } from '../settings/settings-file.ts';
import type { SettingsPart } from '../settings/settings-part.ts';

/** The change of one file. */
export interface FileChange {
  readonly file: SettingsFile;
  /** Undefined deletes the file. */
  readonly after: string | undefined;
  readonly action: 'created' | 'changed' | 'restored' | 'removed' | 'unchanged';
  /** How to undo it, once connected. */
  readonly record: Omit<ConnectedFile, 'hash' | 'madeFolders'> | null;
}

export interface ConnectionChange {
  readonly place: ConnectionPlace;
  readonly kind: 'connect' | 'disconnect';
  readonly files: readonly FileChange[];
}

/** Tests whether a plan changes anything. */
export function isChange({ files }: ConnectionChange): boolean {
  return files.some(({ action }) => action !== 'unchanged');
}

type Scope = Pick<ConnectionPlace, 'folder' | 'environment'>;

/**
 * Plans a connection. Writes nothing.
 *
 * @throws NinefoldError settings-invalid, settings-read-only, settings-link-outside, settings-link-broken,
 *   settings-foreign
 */
export async function planConnect(
  place: ConnectionPlace,
  options: ConnectionOptions,
): Promise<ConnectionChange> {
  const known = await recordOf(place);
  const files: FileChange[] = [];
  for (const part of await partsOf(place, options)) {
    const file = await readSettingsFile(part.path, place.folder);
    files.push(planFile(part, file, fileIn(known, part.path, place)));
  }
  return { place, kind: 'connect', files };
}

function planFile(part: SettingsPart, file: SettingsFile, known: ConnectedFile | null): FileChange {
  const now = new EditedText(file.text ?? '');
  part.merge(now);
  if (now.text === (file.text ?? '')) return { file, after: file.text, action: 'unchanged', record: null };
  const before = textBefore(part, file, known);
  const edited = new EditedText(before ?? '');
  part.merge(edited, file.text);
  const action = file.text === undefined ? 'created' : 'changed';
  const record = { path: file.path, existed: before !== undefined, undo: [...edited.undo] };
  return { file, after: edited.text, action, record };
}

/**
 * Plans a disconnection: a file that is still as Ninefold left it is restored byte for byte; from any other, only
 * Ninefold's own entries are removed. Writes nothing.
 */
export async function planDisconnect(place: ConnectionPlace): Promise<ConnectionChange> {
  const known = await recordOf(place);
  const files: FileChange[] = [];
  for (const part of await partsOf(place, EVERYTHING)) {
    const file = await readSettingsFile(part.path, place.folder);
    const after = textBefore(part, file, fileIn(known, part.path, place));
    const isSame = after === file.text;
    const action = isSame ? 'unchanged' : after === undefined ? 'removed' : 'restored';
    files.push({ file, after, action, record: null });
  }
  return { place, kind: 'disconnect', files };
}

/** The text without Ninefold; undefined if the file would not exist. */
function textBefore(part: SettingsPart, file: SettingsFile, known: ConnectedFile | null): string | undefined {
  const { text } = file;
  if (text === undefined) return undefined;
  if (known !== null && known.hash === sha256(text)) {
    return known.existed ? undone(text, known.undo) : undefined;
  }
  const edited = new EditedText(text);
  part.takeOut(edited);
  const wasTakenOut = edited.text !== text;
  const wasThere = known?.existed ?? !part.path.endsWith('.md');
  return wasTakenOut && !wasThere && part.isBare(edited.text) ? undefined : edited.text;
}

/**
 * Carries out a plan. If a file or the record can't be written, everything is restored.
 *
 * @param target what the launcher starts
 * @throws NinefoldError settings-changed, file-unwritable, lock-busy
 */
export async function applyConnection(change: ConnectionChange, target: LauncherTarget): Promise<void> {
  const { home } = change.place.environment;
  try {
    await withLock(connectionsLock(home), async () => {
      const before = await readConnections(home);
      try {
        await applyLocked(change, target, before);
      } catch (error) {
        if (before.length === 0) await removeLauncher(home);
        throw error;
      }
    });
  } finally {
    // It contained the lock, so it can only be empty now.
    await removeIfEmpty(userFolder(home));
  }
}

/** Removes what only a connection needs, and the outputs of checks and the handoffs of sessions with it. */
async function removeEverything(home: string): Promise<void> {
  await removeLauncher(home);
  await removeTree(join(userFolder(home), USER_RESPONSES));
  await removeUserHandoffs(home);
}

async function applyLocked(
  change: ConnectionChange,
  target: LauncherTarget,
  before: readonly Connection[],
): Promise<void> {
  const { kind, place } = change;
  const { environment } = place;
  const known = before.find((one) => isOf(one, place)) ?? null;
  const others = before.filter((one) => one !== known);
  if (kind === 'connect') await installLauncher(environment, target);
  const written = new Written();
  try {
    for (const file of change.files) await written.write(file);
    const next = kind === 'connect' ? [...others, connected(change, known, written.made)] : others;
    if (next.length > 0) await writeConnections(environment.home, next);
    else await removeEverything(environment.home);
  } catch (error) {
    await written.putBack();
    throw error;
  }
  if (kind === 'connect') return;
  await removeMadeFolders(change, known);
  await removeUnusedCache(environment);
}

/** Written files, and how to restore them. */
class Written {
  /** Folders that were made for a file. */
  readonly made = new Map<string, readonly string[]>();
  readonly #changes: FileChange[] = [];

  async write(change: FileChange): Promise<void> {
    const { file, after, action } = change;
    if (action === 'unchanged') return;
    this.made.set(file.path, await writeSettingsFile(file, after));
    this.#changes.push(change);
  }

  async putBack(): Promise<void> {
    for (const { file, after } of this.#changes.toReversed()) {
      await writeSettingsFile({ ...file, text: after }, file.text);
      await removeFolders(this.made.get(file.path) ?? []);
    }
  }
}

function connected(
  { place, files }: ConnectionChange,
  known: Connection | null,
  made: ReadonlyMap<string, readonly string[]>,
): Connection {
  const records = files.flatMap(({ file, after, record }): ConnectedFile[] => {
    const before = fileIn(known, file.path, place);
    if (record === null) return before === null ? [] : [before];
    const madeFolders = [...(before?.madeFolders ?? []), ...(made.get(file.path) ?? [])];
    const { path, existed, undo } = record;
    return [{ path, existed, hash: sha256(after ?? ''), undo, madeFolders }];
  });
  const isPlanned = (path: string): boolean => files.some(({ file }) => isSame(file.path, path, place));
  const kept = (known?.files ?? []).filter(({ path }) => !isPlanned(path));
  return { agent: place.agent, folder: place.folder, files: [...records, ...kept] };
}

async function removeMadeFolders(
  { place, files }: ConnectionChange,
  known: Connection | null,
): Promise<void> {
  // A folder that several files share was made for the first of them.
  for (const { file, after } of files.toReversed()) {
    if (after === undefined) await removeFolders(fileIn(known, file.path, place)?.madeFolders ?? []);
  }
}

/** A folder that isn't empty may hold a workflow's state, which is then the last to leave it. */
async function removeFolders(folders: readonly string[]): Promise<void> {
  for (const folder of folders.toReversed())
    if (!(await removeIfEmpty(folder))) {
      await passOnFolder(folder);
      return;
    }
}

/** Plans to disconnect every agent of a folder. */
export async function planDisconnectAll(
  environment: ConnectionPlace['environment'],
  folder: string,
): Promise<readonly ConnectionChange[]> {
  const agents = await connectedAgents({ folder, environment });
  const plans: ConnectionChange[] = [];
  for (const name of agents) {
    plans.push(await planDisconnect({ agent: connectableAgent(name), folder, environment }));
  }
  return plans;
}

/** Lists the agents that are connected for this folder, or for the user. */
export async function connectedAgents(place: Scope): Promise<readonly string[]> {
  const connections = await readConnections(place.environment.home);
  return connections.filter((one) => isOfFolder(one, place)).map(({ agent }) => agent);
}

async function recordOf(place: ConnectionPlace): Promise<Connection | null> {
  const connections = await readConnections(place.environment.home);
  return connections.find((one) => isOf(one, place)) ?? null;
}

function isOf(connection: Connection, place: ConnectionPlace): boolean {
  return connection.agent === place.agent && isOfFolder(connection, place);
}

function isOfFolder({ folder }: Connection, place: Scope): boolean {
  return folder === null || place.folder === null
    ? folder === place.folder
    : isSame(folder, place.folder, place);
}

function fileIn(connection: Connection | null, path: string, place: Scope): ConnectedFile | null {
  return connection?.files.find((file) => isSame(file.path, path, place)) ?? null;
}

/** A window may spell a path differently than a terminal, on Windows at least its drive. */
function isSame(one: string, other: string, { environment }: Scope): boolean {
  return isSamePath(one, other, environment.platform);
}
