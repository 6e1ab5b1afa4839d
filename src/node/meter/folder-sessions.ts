/**
 * Lists every session that may belong to a folder, by the names of transcripts, and the matching places of the
 * folder.
 */

import type { MeterEnvironment } from '../machine/environment.ts';
import type { MeteredAgent, ListedSession } from '../agents/agent.ts';
import { mainWorktreeOf, relatedFolders } from './worktrees.ts';

/** A folder whose sessions are listed. */
export interface SessionPlace {
  /** The requested folder, or a worktree of its repository. */
  readonly folder: string;
  readonly isInWorktree: boolean;
}

/** A session and its place: the likeliest of several, until its lines were read. */
export interface LocatedSession extends ListedSession, SessionPlace {
  /**
   * Every place that it was listed for, the folder itself first: an agent's name for the transcripts of a worktree
   * `../shop-feature` also fits a folder `feature` in `shop`.
   */
  readonly places: readonly SessionPlace[];
}

/** Every session of a folder, of its subfolders, and of its worktrees. */
export interface FolderSessions {
  readonly sessions: readonly LocatedSession[];
  readonly elsewhere: readonly string[];
  readonly compressed: number;
}

export interface FolderSessionsOptions {
  readonly folder: string;
  readonly environment: MeterEnvironment;
  readonly agents: readonly MeteredAgent[];
}

/** Lists sessions by name and place, without reading whose each one is. */
export async function listFolderSessions({
  agents,
  environment,
  folder,
}: FolderSessionsOptions): Promise<FolderSessions> {
  const [folders, main] = await Promise.all([relatedFolders(folder), mainWorktreeOf(folder)]);
  const places = [
    ...folders.map((place) => ({ place, searched: place })),
    // A session of the main worktree may have moved here: its lines tell.
    ...(main === null ? [] : [{ place: folder, searched: main }]),
  ];
  const asked = places.flatMap((one) => agents.map((agent) => ({ ...one, agent })));
  const listed = await Promise.all(
    asked.map(async ({ place, searched, agent }) => ({
      place,
      isOwn: place === searched,
      listing: await agent.listSessions(environment, searched),
    })),
  );
  const found = new Map<string, { session: ListedSession; places: SessionPlace[] }>();
  for (const { place, isOwn, listing } of listed) {
    const at = { folder: place, isInWorktree: place !== folder };
    for (const session of listing.sessions) {
      const known = found.get(session.transcript);
      if (!isOwn && (session.isConfirmed || known !== undefined)) continue;
      if (known === undefined) found.set(session.transcript, { session, places: [at] });
      else known.places.push(at);
    }
  }
  return {
    sessions: [...found.values()].flatMap(({ session, places }): LocatedSession[] => {
      const likeliest = likeliestOf(places);
      return likeliest === undefined ? [] : [{ ...session, ...likeliest, places }];
    }),
    elsewhere: listed.flatMap(({ listing }) => listing.elsewhere).filter((path) => !found.has(path)),
    compressed: listed
      .filter(({ place, isOwn }) => place === folder && isOwn)
      .reduce((sum, { listing }) => sum + listing.compressed, 0),
  };
}

/** The longest path matches most of the name: a worktree below a folder isn't that folder. */
function likeliestOf(places: readonly SessionPlace[]): SessionPlace | undefined {
  return places.toSorted((one, other) => other.folder.length - one.folder.length)[0];
}

/** Returns the innermost place that contains a working folder; null if none does. */
export async function placeOf(
  cwd: string,
  places: readonly SessionPlace[],
  agent: MeteredAgent,
  environment: MeterEnvironment,
): Promise<SessionPlace | null> {
  const inner = places.toSorted((one, other) => other.folder.length - one.folder.length);
  for (const place of inner) if (await agent.isOfFolder(environment, cwd, place.folder)) return place;
  return null;
}
