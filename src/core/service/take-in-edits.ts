/** Takes edited exports in: each is compared with what would be written, and its additions are carried out. */

import { NinefoldError } from '../errors.ts';
import { exportSchema } from '../exports/export-schemas.ts';
import { writtenTexts } from '../proposals/compared-documents.ts';
import type { Proposal, Refusal } from '../proposals/compared-documents.ts';
import { propose } from '../proposals/proposal.ts';
import { redactText } from '../redaction/redact-state.ts';
import { readToon } from '../toon/read-toon.ts';
import type { Actor, WorkflowEvent } from '../workflow/events.ts';
import type { WorkflowState } from '../workflow/state.ts';
import type { EditedExport } from './ports.ts';
import type { WorkflowService } from './workflow-service.ts';

/** Actor for an edit of a file. */
const FILE: Actor = { kind: 'file' };

/** What happened to one edited export. */
export interface ProposalReport {
  /** Relative to the state root. */
  readonly path: string;
  readonly taken: readonly WorkflowEvent[];
  /** Why all or part of it was refused. */
  readonly refusals: readonly Refusal[];
  /** Copy of the whole edit, relative to the state root; null if all of it was accepted. */
  readonly kept: string | null;
}

/** What the open editors are doing with an export. The command line doesn't know of any. */
export interface EditorFacts {
  /**
   * Tests whether it is being typed in, in which case it isn't read yet.
   *
   * @param path relative to the state root
   */
  readonly isBusy: (path: string) => boolean;
  /** Tests whether it is open in an editor, where an edit that can't be accepted whole waits to be fixed. */
  readonly isOpen: (path: string) => boolean;
}

/**
 * Takes in these edits.
 *
 * @param id of the workflow whose exports they are
 * @returns a report for each handled edit
 * @throws as `takeInProposals`
 */
export async function takeInEdits(
  service: WorkflowService,
  edits: readonly EditedExport[],
  id: string,
  editors: EditorFacts,
): Promise<readonly ProposalReport[]> {
  // Compare them all with the same state: one edit's additions don't make another edit stale.
  let state = await service.state(id);
  const questions: Question[] = [];
  for (const edit of edits) questions.push({ edit, proposal: await proposalOf(service, edit, state) });
  const reports: ProposalReport[] = [];
  for (const question of questions) {
    try {
      const { report, after } = await takeIn(service, question, { state, editors });
      if (report !== undefined) reports.push(report);
      state = after;
    } catch (error) {
      // The others are reported only once; this one throws again next time.
      if (reports.length === 0 || !NinefoldError.is(error)) throw error;
      return reports;
    }
  }
  return reports;
}

interface Question {
  readonly edit: EditedExport;
  readonly proposal: Proposal;
}

interface TakenIn {
  /** Undefined if nothing was handled. */
  readonly report?: ProposalReport;
  readonly after: WorkflowState;
}

async function takeIn(
  service: WorkflowService,
  { edit, proposal }: Question,
  { state, editors }: { readonly state: WorkflowState; readonly editors: EditorFacts },
): Promise<TakenIn> {
  const { intents, refusals } = proposal;
  if (intents.length === 0 && refusals.length === 0) {
    await service.ports.edits.adopt(edit);
    return { after: state };
  }
  if (refusals.length > 0 && editors.isOpen(edit.path)) return { after: state };
  const kept = await service.ports.edits.keep(edit);
  if (kept === undefined) return { after: state };
  // From here on, the edit counts as handled: the report, which names the copy, covers any failure.
  const {
    after,
    taken,
    refusals: left,
  } = await carryOut(service, proposal, state).catch((error: unknown) => ({
    after: state,
    taken: [],
    refusals: [...refusals, declined(error)],
  }));
  const writeAgain = (): Promise<unknown> => service.exportFiles(state.id, (path) => path === edit.path);
  if (left.length === 0) {
    await service.ports.edits.release(kept);
    await writeAgain();
    return { report: { path: edit.path, taken, refusals: left, kept: null }, after };
  }
  const unwritten = await writeAgain().then(
    () => [],
    (error: unknown) => [declined(error)],
  );
  return { report: { path: edit.path, taken, refusals: [...left, ...unwritten], kept }, after };
}

/** Turns a failure into a refusal; rethrows unexpected ones. */
function declined(error: unknown): Refusal {
  if (!NinefoldError.is(error)) throw error;
  return { code: 'declined', parameters: { ...error.parameters, code: error.code }, line: null };
}

async function carryOut(
  service: WorkflowService,
  { intents, refusals }: Proposal,
  state: WorkflowState,
): Promise<Pick<ProposalReport, 'taken' | 'refusals'> & Pick<TakenIn, 'after'>> {
  const { id, revision } = state;
  const outcome = await service.executeAll(intents, FILE, state);
  if (outcome === undefined) {
    const current = (await service.state(id)).revision;
    const stale: Refusal =
      current === revision
        ? { code: 'other-events', parameters: {}, line: null }
        : { code: 'other-revision', parameters: { revision, current }, line: null };
    return { after: state, taken: [], refusals: [...refusals, stale] };
  }
  const { state: after, events: taken, refused } = outcome;
  return { after, taken, refusals: [...refusals, ...refused.map(declined)] };
}

/** Reads what an edit requests, compared with the export as it would be written now. */
async function proposalOf(
  service: WorkflowService,
  edit: EditedExport,
  state: WorkflowState,
): Promise<Proposal> {
  if (edit.isFromGit) {
    return { intents: [], refusals: [{ code: 'from-git', parameters: {}, line: null }] };
  }
  const files = await service.makeExports(state.id, true);
  const base = files.find(({ path }) => path === edit.path)?.text(service.ports.clock.now()) ?? '';
  const openSteps = state.nextSteps.flatMap(({ status }, index) => (status === 'done' ? [] : [index + 1]));
  const shown = await shownTexts(service, edit);
  return propose({ name: edit.path, text: edit.text, base, openSteps, shown });
}

/** The base went through the redactor, so the edit does too: a removed secret isn't an edit. */
async function shownTexts(
  { ports }: WorkflowService,
  { path, text }: EditedExport,
): Promise<ReadonlyMap<string, string>> {
  const { value } = readToon(text, { schema: exportSchema(path) });
  const texts = value === undefined ? [] : writtenTexts(value);
  const pairs = texts.map(async (one) => [one, await redactText(ports.redactor, one)] as const);
  return new Map(await Promise.all(pairs));
}
