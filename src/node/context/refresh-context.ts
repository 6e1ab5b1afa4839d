/** Keeps the project context under an hour old for a session, without making it wait. */

import { NinefoldError } from '../../core/errors.ts';
import { SESSION_CONTEXT_FILE } from '../../core/exports/export-names.ts';
import type { OpenFolder } from '../folder/open-folder.ts';
import { pathExists } from '../files/optional-file.ts';
import { freshCache, readContextCache } from '../project/project-facts.ts';
import { loadContextModule } from './load-context.ts';

export interface RefreshRequest {
  /** How long to load here. */
  readonly milliseconds: number;
  /** Continues in a process of its own if time is up. */
  readonly continueLater: () => Promise<void>;
}

/**
 * Loads the project context if `session-context.toon` is missing or its context is older than an hour. An expected
 * failure is ignored: the session works without it, and the next one tries again.
 */
export async function refreshContext(open: OpenFolder, request: RefreshRequest): Promise<void> {
  const run = new AbortController();
  const limit = setTimeout(() => run.abort(), Math.max(0, request.milliseconds));
  try {
    if (await isFresh(open)) return;
    const { loadProjectContext } = await loadContextModule();
    const outcome = await loadProjectContext(open, { signal: run.signal });
    if (outcome === undefined) await request.continueLater();
  } catch (error) {
    if (!NinefoldError.is(error)) throw error;
  } finally {
    clearTimeout(limit);
  }
}

async function isFresh({ layout, service, folder }: OpenFolder): Promise<boolean> {
  if (!(await pathExists(layout.absolute(SESSION_CONTEXT_FILE)))) return false;
  const stored = await readContextCache(layout);
  return (await freshCache(folder, stored, service.ports.clock.now())) !== undefined;
}
