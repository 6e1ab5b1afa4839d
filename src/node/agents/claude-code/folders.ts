/** Where Claude Code stores a folder's transcripts. */

import { type Dirent } from 'node:fs';
import { readdir } from 'node:fs/promises';
import { isAbsolute, join } from 'node:path';
import { foldName, ignoresCase } from '../../../core/paths/paths.ts';
import { ifReadable } from '../../files/optional-file.ts';
import type { MeterEnvironment } from '../../machine/environment.ts';

/** Longer names are truncated and get an unknown hash, so only the prefix is compared. */
const LONGEST_NAME = 200;

/**
 * Lists Claude Code's configuration folders, whether or not they exist: the configured one, or `~/.claude` and that
 * of older installations, `$XDG_CONFIG_HOME/claude`.
 */
export function configFolders({ env, home, claudeConfigDir }: MeterEnvironment): readonly string[] {
  const set = claudeConfigDir ?? env.CLAUDE_CONFIG_DIR ?? '';
  if (set !== '') return [set.startsWith('~/') ? join(home, set.slice(2)) : set];
  const xdg = env.XDG_CONFIG_HOME ?? '';
  return [join(home, '.claude'), join(isAbsolute(xdg) ? xdg : join(home, '.config'), 'claude')];
}

/**
 * Returns the name of a folder below `projects/`: every UTF-16 unit except letters and digits becomes a dash.
 *
 * @example projectName('/home/me/my_shop') // '-home-me-my-shop'
 */
export function projectName(folder: string): string {
  return folder.normalize('NFC').replaceAll(/[^A-Za-z0-9]/g, '-');
}

/**
 * Tests whether a folder below `projects/` may contain sessions of a folder or one below it. `cwd` confirms that
 * later.
 */
export function mayBelong(directory: string, folder: string, platform: NodeJS.Platform): boolean {
  const isFolded = ignoresCase(platform);
  const fold = (name: string): string => (isFolded ? foldName(name) : name);
  // Some old folders keep underscores; mapping the name again removes the difference.
  const name = fold(projectName(directory));
  const wanted = fold(projectName(folder));
  if (wanted.length > LONGEST_NAME) return name.startsWith(wanted.slice(0, LONGEST_NAME));
  // `/` and `C:\` already end with a dash.
  return name === wanted || name.startsWith(wanted.endsWith('-') ? wanted : `${wanted}-`);
}

/** Lists the folders below `projects/` that may contain sessions of a folder. */
export async function projectFolders(
  environment: MeterEnvironment,
  spellings: readonly string[],
): Promise<readonly string[]> {
  const found = configFolders(environment).map(async (config) => {
    const projects = join(config, 'projects');
    const entries: Dirent[] = (await ifReadable(readdir(projects, { withFileTypes: true }))) ?? [];
    return entries
      .filter(
        (entry) =>
          (entry.isDirectory() || entry.isSymbolicLink()) && isProjectOf(environment, spellings, entry.name),
      )
      .map((entry) => join(projects, entry.name));
  });
  return (await Promise.all(found)).flat();
}

/** Tests whether a name below `projects/` may belong to a folder, in one of its spellings, or to one below it. */
export function isProjectOf(
  environment: MeterEnvironment,
  spellings: readonly string[],
  name: string,
): boolean {
  const fits = (folder: string): boolean => mayBelong(name, folder, environment.platform);
  return name === ownName(environment) || spellings.some(fits);
}

/** `CLAUDE_CODE_PROJECT_DIR_NAME` overrides the name if `CLAUDE_CONFIG_DIR` is set. */
function ownName({ env }: MeterEnvironment): string | null {
  const name = env.CLAUDE_CODE_PROJECT_DIR_NAME ?? '';
  const isSet = (env.CLAUDE_CONFIG_DIR ?? '') !== '' && name !== '';
  return isSet && !/[\\/]|^\.\.?$/.test(name) ? name : null;
}
