/** Collects the workflow context for a session. Reads only; git facts that aren't available in time are reported as unknown. */

import { workflowContext } from '../../core/hooks/workflow-context.ts';
import type { DriftReport } from '../../core/handoff/drift.ts';
import { redactProject } from '../../core/redaction/redact-state.ts';
import type { GitFacts } from '../../core/service/ports.ts';
import { otherSessionOf, readDrift, readFiles } from '../../core/service/resume-service.ts';
import type { OtherSession } from '../../core/service/resume-service.ts';
import type { WorkflowState } from '../../core/workflow/state.ts';
import { sessionLiveness } from '../../node/meter/session-liveness.ts';
import type { HookCall } from './hook-call.ts';
import { inTime } from './in-time.ts';

/** Time kept for making and writing the text after git has answered. */
const RESERVE_MS = 500;

export async function gatherContext(call: HookCall, state: WorkflowState): Promise<string> {
  const { service } = call.folder;
  const { workspace, exports, redactor } = service.ports;
  const [project, shown, files, { git, drift }, otherSession] = await Promise.all([
    workspace.project().then((found) => redactProject(redactor, found)),
    service.redacted(state),
    readFiles(
      service,
      state.deliverables.map(({ file }) => file),
    ),
    inTime(diskOf(call, state), call.left() - RESERVE_MS, NOT_KNOWN),
    findOtherSession(call, state),
  ]);
  const show = (path: string): string => exports.pathForReaders(path);
  // Texts that were judged here don't need the patterns next time.
  await redactor.keep();
  return workflowContext({ state: shown, project, files, git, drift, otherSession, show });
}

interface Disk {
  readonly git: GitFacts | null;
  readonly drift: DriftReport | null;
}

const NOT_KNOWN: Disk = { git: null, drift: null };

async function diskOf({ folder }: HookCall, state: WorkflowState): Promise<Disk> {
  const { service } = folder;
  const drift = await readDrift(service, state);
  if (drift === null) return { git: await service.ports.workspace.git(), drift };
  const { branch, commits, uncommitted } = drift;
  return { git: { branch: branch.now, commit: commits.now, uncommitted }, drift };
}

/** Returns another live session that works on the workflow. */
async function findOtherSession(
  { input, folder, environment }: HookCall,
  state: WorkflowState,
): Promise<OtherSession | null> {
  const own = input.session ?? undefined;
  if (otherSessionOf(state, own, () => true) === null) return null;
  const now = Date.parse(folder.service.ports.clock.now());
  const otherSession = otherSessionOf(state, own, await sessionLiveness(environment, folder.folder, now));
  return otherSession?.isLive === true ? otherSession : null;
}
