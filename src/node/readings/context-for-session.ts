import { NinefoldError } from '../../core/errors.ts';
import type { Actor } from '../../core/workflow/events.ts';
import { refreshContext } from '../context/refresh-context.ts';
import type { OpenFolder } from '../folder/open-folder.ts';
import type { MeterEnvironment } from '../machine/environment.ts';
import { folderReading } from './folder-reading.ts';

/** Maximum time for loading the project context in the process that starts a workflow. */
const CONTEXT_MS = 2000;

/**
 * Loads the project context for a session that is at work when a workflow starts: no start of a session follows.
 *
 * @param continueLater continues in a process of its own if time is up
 */
export async function refreshForSession(
  open: OpenFolder,
  actor: Actor,
  environment: MeterEnvironment,
  continueLater: () => Promise<void>,
): Promise<void> {
  if (actor.kind === 'person' && !(await isSessionLive(open, environment))) return;
  await refreshContext(open, { milliseconds: CONTEXT_MS, continueLater });
}

/** Without a readable session, there is none to load it for: the workflow is started by then. */
async function isSessionLive(open: OpenFolder, environment: MeterEnvironment): Promise<boolean> {
  try {
    return (await folderReading(open, { environment }))?.live === true;
  } catch (error) {
    if (NinefoldError.is(error)) return false;
    throw error;
  }
}
