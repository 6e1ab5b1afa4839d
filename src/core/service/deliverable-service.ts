/** Deliverables made from suggestions: the path that a phase suggests, and the file created from a template. */

import { NinefoldError } from '../errors.ts';
import { withRecord } from '../templates/pull-request.ts';
import type { WorkCost } from '../templates/pull-request.ts';
import { firstLineToWrite, renderTemplate, shippedTemplate, templateFile } from '../templates/templates.ts';
import type { Actor } from '../workflow/events.ts';
import type { FileFact } from '../workflow/facts.ts';
import { workspacePath } from '../workflow/paths.ts';
import { PHASES, phaseDefinition } from '../workflow/phases.ts';
import type { WorkflowState } from '../workflow/state.ts';
import { deliverableFacts } from './file-facts.ts';
import type { Outcome, WorkflowService } from './workflow-service.ts';

/**
 * Returns the path that a phase suggests for its document: `docs/requirements.md`, or `docs/{id}/requirements.md` if
 * the first exists and isn't this workflow's.
 *
 * @param files facts about the phase's suggested path
 * @returns null for phase 5, and once the phase has a deliverable at a suggested path
 */
export function suggestedPath(
  state: WorkflowState,
  phase: number,
  files: Readonly<Record<string, FileFact>>,
): string | null {
  const { suggested } = phaseDefinition(phase);
  if (suggested === null) return null;
  const own = suggestedForWorkflow(suggested, state.id);
  if (state.deliverables.some(({ file }) => file === suggested || file === own)) return null;
  return files[suggested]?.exists === true ? own : suggested;
}

interface DeliverableRequest {
  /** Default: the active workflow. */
  readonly id?: string;
  readonly phase: number;
  readonly path: string;
  /** What the agents' work took, for the last phase's document; absent if it wasn't measured. */
  readonly cost?: WorkCost | undefined;
}

/**
 * Creates a phase's deliverable from its template and adds it. Returns the line where writing begins, from 0.
 *
 * @param path relative to the workspace folder
 * @throws NinefoldError file-exists (nothing is overwritten), path-outside, path-invalid, file-unwritable
 */
export async function createDeliverable(
  service: WorkflowService,
  actor: Actor,
  request: DeliverableRequest,
): Promise<Outcome & { readonly file: string; readonly line: number }> {
  const { state, file, text } = await newDocument(service, request);
  const known = state.deliverables.find((deliverable) => deliverable.file === file);
  if (known !== undefined) throw new NinefoldError('deliverable-exists', { file, phase: known.phase });
  const template = await service.ports.workspace.createFile(file, text);
  const phase = String(request.phase);
  const outcome = await service.execute({ kind: 'addDeliverable', file, phase, template }, actor, state.id);
  return { ...outcome, file, line: firstLineToWrite(text) };
}

/** Returns what {@link createDeliverable} would write, and where; writes nothing. @throws NinefoldError path-outside, path-invalid */
export async function newDocument(
  service: WorkflowService,
  request: DeliverableRequest,
): Promise<{ readonly state: WorkflowState; readonly file: string; readonly text: string }> {
  const { workspace, clock } = service.ports;
  const state = await service.state(request.id);
  const file = workspacePath(request.path, workspace.folder);
  const name = templateFile(request.phase, phaseDefinition(request.phase).suggested);
  const own = name === null ? undefined : await workspace.readTemplate(name);
  const filled = renderTemplate(own ?? shippedTemplate(request.phase), state, clock.now());
  const isPullRequest = own === undefined && request.phase === PHASES.length;
  const text = isPullRequest ? withRecord(filled, await recordOf(service, state, request.cost)) : filled;
  return { state, file, text };
}

async function recordOf(
  service: WorkflowService,
  state: WorkflowState,
  cost: WorkCost | undefined,
): Promise<Parameters<typeof withRecord>[1]> {
  const files = await deliverableFacts(service.ports.workspace, state);
  return { state: await service.redacted(state), files, cost };
}

function suggestedForWorkflow(suggested: string, id: string): string {
  return suggested.replace(/^docs\//, `docs/${id}/`);
}
