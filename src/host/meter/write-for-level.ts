import { NinefoldError } from '../../core/errors.ts';
import { bannerText } from '../../core/meter/banner.ts';
import type { LevelWrites } from '../../core/meter/notices.ts';
import type { Reading } from '../../core/meter/reading.ts';
import type { HandoffOutcome } from '../../core/service/handoff-service.ts';
import type { WorkflowService } from '../../core/service/workflow-service.ts';
import { progressForBanner } from '../../core/view/banner-progress.ts';
import type { Actor } from '../../core/workflow/events.ts';
import { loadEngine } from '../engine.ts';

/** What a level wrote by itself. */
export interface Written {
  /** Null where the level writes nothing, where there is no workflow, and where it failed. */
  readonly handoff: HandoffOutcome | null;
  readonly failure: unknown;
}

const NOTHING: Written = { handoff: null, failure: null };

/** Writes what a level asks for, unasked: the handoff at `suggest`, state and handoff at `force`. Never throws. */
export async function writeForLevel(
  service: WorkflowService,
  reading: Reading,
  writes: LevelWrites,
): Promise<Written> {
  if (writes === 'none') return NOTHING;
  const session = reading.sessionId;
  const actor: Actor = session === null ? { kind: 'hook' } : { kind: 'hook', session };
  try {
    if (writes === 'state-and-document') await service.exportFiles();
    return { handoff: await handOver(service, actor, reading), failure: null };
  } catch (failure) {
    if (NinefoldError.is(failure, 'workflow-none-active')) return NOTHING;
    return { handoff: null, failure };
  }
}

/** Creates the handoff of the active workflow, with the banner of the level at its top. */
export async function handOver(
  service: WorkflowService,
  actor: Actor,
  reading: Reading | null,
): Promise<HandoffOutcome> {
  const { createHandoff } = await loadEngine();
  const state = await service.state();
  const banner = reading === null ? '' : bannerText(reading, progressForBanner(state));
  return createHandoff(service, actor, { id: state.id, banner, session: reading?.sessionId ?? null });
}
