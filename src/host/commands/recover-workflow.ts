import { homedir } from 'node:os';

import { commands, l10n, ProgressLocation, window, workspace } from 'vscode';

import type { Candidate } from '../../core/recovery/candidates.ts';
import { phaseLabel } from '../../core/workflow/progress.ts';
import type { OpenFolder } from '../../node/folder/open-folder.ts';
import { loadEngine } from '../engine.ts';
import { translateAll } from '../messages.ts';
import { runCommand } from '../registration/register-command.ts';
import { PERSON, settle } from './command-context.ts';
import type { CommandContext } from './command-context.ts';
import { offerWayOut } from './nothing-to-recover.ts';
import { showInformation } from '../notices.ts';
import { pickOne } from '../quick-input.ts';
import type { Choice } from '../quick-input.ts';

interface CandidateItem extends Choice {
  readonly candidate: Candidate;
}

/** Lists the recovery candidates of a workflow, previews each, and applies the chosen one. */
export async function recoverWorkflow(context: CommandContext, given: string | undefined): Promise<void> {
  const open = await context.model.writable();
  const { snapshot } = context.model;
  const id = given ?? (snapshot?.kind === 'damaged' ? (snapshot.id ?? undefined) : undefined);
  const candidates = await find(open, id);
  if (candidates.length === 0) {
    await offerWayOut(context, open, id);
    return;
  }
  for (;;) {
    const candidate = await pick(candidates);
    if (candidate === undefined) return;
    const answer = await ask(context, open, candidate);
    if (answer === 'recover') await apply(context, open, candidate);
    if (answer !== 'another') return;
  }
}

async function find({ service, layout }: OpenFolder, id: string | undefined): Promise<readonly Candidate[]> {
  const { findCandidates } = await (await loadEngine()).loadRecovery();
  const folder = { service, layout, home: homedir(), isTrusted: workspace.isTrusted };
  return window.withProgress(
    { location: ProgressLocation.Window, title: l10n.t('Searching for recovery candidates…') },
    () => findCandidates(folder, id),
  );
}

async function pick(candidates: readonly Candidate[]): Promise<Candidate | undefined> {
  const items = candidates.map((candidate): CandidateItem => {
    const { state, place, reasons } = candidate;
    return {
      candidate,
      label: phaseLabel(state),
      description: `${state.id} · ${place}`,
      detail: translateAll(reasons, '; '),
    };
  });
  const options = {
    title: l10n.t('Recover Workflow'),
    placeHolder: l10n.t('Select a candidate to preview it (best first); nothing is changed yet'),
    matchOnDescription: true,
    matchOnDetail: true,
    ignoreFocusOut: true,
  };
  return (await pickOne(items, options))?.candidate;
}

/** Asks while the preview stays open. */
async function ask(
  { documents }: CommandContext,
  { service, layout }: OpenFolder,
  candidate: Candidate,
): Promise<'recover' | 'another' | undefined> {
  const { previewCandidate } = await (await loadEngine()).loadRecovery();
  const text = await previewCandidate(service, layout, candidate);
  const { state, place } = candidate;
  const uri = documents.uriOf(`Recover ${state.id}.md`, place, text);
  await commands.executeCommand('vscode.open', uri, { preview: true });
  const recover = l10n.t('Recover');
  const another = l10n.t('Select Another…');
  const question = l10n.t("Recover workflow '{name}' from this candidate? The current files are kept.", {
    name: state.name,
  });
  const chosen = await showInformation(question, recover, another);
  return chosen === recover ? 'recover' : chosen === another ? 'another' : undefined;
}

async function apply(context: CommandContext, { service, layout }: OpenFolder, candidate: Candidate) {
  const { applyCandidate } = await (await loadEngine()).loadRecovery();
  const { outcome, keptIn } = await applyCandidate(service, layout, candidate, PERSON);
  await settle(context, outcome);
  const { id, name } = outcome.state;
  const folder = context.model.current?.key;
  const resume = l10n.t('Resume Workflow');
  const text =
    keptIn === null
      ? l10n.t('{name} was recovered.', { name })
      : l10n.t('{name} was recovered. The previous files are in {path}.', {
          name,
          path: service.ports.exports.pathForReaders(keptIn),
        });
  const chosen = await showInformation(text, resume);
  if (chosen === resume) await runCommand('ninefold.resumeWorkflow', { folder, workflow: id });
}
