/** The current reading of a folder, from whatever is known about its sessions, and its banner. */

import { NinefoldError, asFailure } from '../../core/errors.ts';
import { chooseReading, reportedReading } from '../../core/meter/choose-reading.ts';
import type { Reading } from '../../core/meter/reading.ts';
import { bannerFor } from '../../core/view/banner-progress.ts';
import type { OpenFolder } from '../folder/open-folder.ts';
import type { MeterEnvironment } from '../machine/environment.ts';
import { readLiveReading } from '../meter/read-transcript.ts';

export interface FolderReadingRequest {
  readonly environment: MeterEnvironment;
  /** Null for any agent at work. */
  readonly agent?: string | null;
  /** `--window N` */
  readonly window?: number | null;
}

/**
 * Reads the folder's current reading; null without a session or a reported number.
 *
 * @throws rules-invalid, agent-unknown
 */
export async function folderReading(
  { service, folder }: OpenFolder,
  request: FolderReadingRequest,
): Promise<Reading | null> {
  const rules = await service.ports.workspace.rules();
  const now = Date.parse(service.ports.clock.now());
  const { reported, ended = [] } = await service.ports.session.read();
  const { reading } = await readLiveReading({ ...request, rules, now, folder, ends: ended });
  return chooseReading({
    session: reading,
    reported: reported === null ? null : reportedReading(reported, rules, request.window),
    estimate: null,
  });
}

/**
 * Returns the banner of a reading with the progress of workflow `id`, by default the active one; empty at the normal
 * level. How full the window is doesn't depend on a workflow, so a damaged one costs only the line about its progress.
 *
 * @throws NinefoldError workflow-unknown
 */
export async function folderBanner(
  { service }: OpenFolder,
  reading: Reading | null,
  id?: string,
): Promise<string> {
  if (reading === null) return '';
  const wanted = id ?? (await service.activeId());
  const state = wanted === null ? undefined : await service.state(id).catch(asFailure);
  if (NinefoldError.is(state, 'workflow-unknown')) throw state;
  return bannerFor(reading, NinefoldError.is(state) ? undefined : state);
}
