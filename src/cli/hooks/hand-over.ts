/** The handoff that a hook writes: by nobody, in its session, with the banner of its reading. */

import { bannerText } from '../../core/meter/banner.ts';
import type { Reading } from '../../core/meter/reading.ts';
import { createHandoff } from '../../core/service/handoff-service.ts';
import type { HandoffOutcome } from '../../core/service/handoff-service.ts';
import { takeInProposals } from '../../core/service/proposal-service.ts';
import { progressForBanner } from '../../core/view/banner-progress.ts';
import { actorOfCall } from './hook-call.ts';
import type { HookCall } from './hook-call.ts';

export async function handOver(call: HookCall, id: string, reading: Reading | null): Promise<HandoffOutcome> {
  const { service } = call.folder;
  const state = await service.state(id);
  const banner = reading === null ? '' : bannerText(reading, progressForBanner(state));
  return createHandoff(service, actorOfCall(call), { id, banner, session: call.input.session });
}

/** What somebody edited goes in first; then exports and handoff. */
export async function saveAndHandOver(
  call: HookCall,
  id: string,
  reading: Reading | null,
): Promise<HandoffOutcome> {
  const { service } = call.folder;
  await takeInProposals(service);
  await service.exportFiles(id);
  return handOver(call, id, reading);
}
