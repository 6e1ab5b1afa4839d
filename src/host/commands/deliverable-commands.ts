import { commands, l10n, Range, Uri, window } from 'vscode';

import { NinefoldError } from '../../core/errors.ts';
import type { WorkflowService } from '../../core/service/workflow-service.ts';
import type { WorkCost } from '../../core/templates/pull-request.ts';
import type { Row, SuggestionRow } from '../../core/view/rows.ts';
import { loadEngine } from '../engine.ts';
import type { CommandHandlers } from '../registration/register-command.ts';
import { fileOf, missingOf, offeredBy, phaseOf, suggestionOf } from '../tree/row-guards.ts';
import { pickPhase } from './ask.ts';
import { PERSON, confirmBriefly, settle } from './command-context.ts';
import type { CommandContext } from './command-context.ts';
import { selectedFiles } from './selected-files.ts';
import { showBriefly, showWarning } from '../notices.ts';
import { pickOne } from '../quick-input.ts';
import type { Choice } from '../quick-input.ts';

/** Creates the commands for deliverables. */
export function deliverableCommands(context: CommandContext): CommandHandlers {
  return {
    'ninefold.createDeliverable': (row) => create(context, row),
    'ninefold.adoptDeliverable': (row) => adopt(context, row),
    'ninefold.addDeliverable': (row) => addFromDialog(context, phaseOf(row)),
    'ninefold.addCurrentFile': (uri, uris) => addFiles(context, selectedFiles(uri, uris)),
    'ninefold.openDeliverable': (row) => open(context, row),
    'ninefold.revealDeliverable': (row) => reveal(context, row),
    'ninefold.removeDeliverable': (row) => remove(context, row),
  };
}

async function create(context: CommandContext, argument: unknown): Promise<void> {
  const { service } = await context.model.writable();
  const row = suggestionOf(argument) ?? (await pickSuggestion(context));
  if (row === undefined) return;
  const { createDeliverable } = await loadEngine();
  const request = { phase: Number(row.phase), path: row.file, cost: costOf(context) };
  const outcome = await createDeliverable(service, PERSON, request);
  await settle(context, outcome);
  await openFile(context, outcome.file, outcome.line);
}

/** What the work took so far; undefined before it's measured. */
function costOf({ model, usage }: CommandContext): WorkCost | undefined {
  const report = usage.of(model.current?.key);
  if (report === null) return undefined;
  const { own, subagents } = report;
  return {
    calls: own.calls + subagents.calls,
    processed: own.processed + subagents.processed,
    output: own.output + subagents.output,
  };
}

interface RowItem extends Choice {
  readonly row: SuggestionRow;
}

async function pickSuggestion({ model, tree }: CommandContext): Promise<SuggestionRow | undefined> {
  const items = tree
    .phasesOf(model.current?.key)
    .flatMap(({ label, children }) =>
      children
        .filter((row: Row): row is SuggestionRow => row.kind === 'suggestion')
        .map((row): RowItem => ({ row, label: row.file, description: label })),
    );
  const placeHolder =
    items.length === 0 ? l10n.t('All suggested documents exist') : l10n.t('Select a document to create');
  return (await pickOne(items, { title: l10n.t('Create Deliverable'), placeHolder }))?.row;
}

/** Adds what a row suggests: one file, which is opened, or all that the agent wrote. */
async function adopt(context: CommandContext, argument: unknown): Promise<void> {
  const offered = offeredBy(argument);
  if (offered === undefined) return;
  const { service } = await context.model.writable();
  const { id } = await service.state();
  const { files, phase } = offered;
  const intents = files.map((file) => ({ kind: 'addDeliverable', file, phase }) as const);
  await settle(context, await service.executeTogether(intents, PERSON, id));
  const [only, ...more] = files;
  if (only !== undefined && more.length === 0) await openFile(context, only);
  else confirmBriefly(l10n.t('Added to phase {phase}', { phase }));
}

async function addFromDialog(context: CommandContext, given: string | undefined): Promise<void> {
  const { service, folder } = await context.model.writable();
  const phase = given ?? (await pickPhase(await service.state(), l10n.t('Add Deliverable')));
  if (phase === undefined) return;
  const uris = await window.showOpenDialog({
    title: l10n.t('Add Deliverable to Phase {phase}', { phase }),
    openLabel: l10n.t('Add'),
    defaultUri: Uri.file(folder),
    canSelectMany: true,
  });
  if (uris !== undefined) await addTo(context, service, phase, uris);
}

async function addFiles(context: CommandContext, uris: readonly Uri[]): Promise<void> {
  const { service } = await context.model.writable();
  if (uris.length === 0) throw new NinefoldError('path-invalid', { path: l10n.t('no file') });
  const phase = await pickPhase(await service.state(), l10n.t('Add as Deliverable'));
  if (phase !== undefined) await addTo(context, service, phase, uris);
}

/** Adds files one by one and stops at the first failure; earlier ones stay added. */
async function addTo(
  context: CommandContext,
  service: WorkflowService,
  phase: string,
  uris: readonly Uri[],
): Promise<void> {
  for (const { scheme, fsPath } of uris) {
    if (scheme !== 'file') throw new NinefoldError('path-invalid', { path: fsPath });
    const outcome = await service.execute({ kind: 'addDeliverable', file: fsPath, phase }, PERSON);
    await settle(context, outcome);
  }
  confirmBriefly(l10n.t('Added to phase {phase}', { phase }));
}

async function open(context: CommandContext, argument: unknown): Promise<void> {
  await context.model.readable();
  const missing = missingOf(argument);
  if (missing !== undefined) return showTemplate(context, missing);
  const file = fileOf(argument) ?? (await pickDeliverable(context, l10n.t('Open Deliverable')));
  if (file !== undefined) await openFile(context, file);
}

/** Shows what a suggested document would begin with; only its row's action creates it. */
async function showTemplate(context: CommandContext, row: { phase: string; file: string }): Promise<void> {
  const { service } = await context.model.readable();
  const { newDocument } = await loadEngine();
  const request = { phase: Number(row.phase), path: row.file, cost: costOf(context) };
  const { state, file, text } = await newDocument(service, request);
  const uri = context.documents.uriOf(file, `${state.id}-${state.revision}`, text);
  await commands.executeCommand('vscode.open', uri, { preview: true });
  showBriefly('info', l10n.t("{file} isn't created yet. This is its template.", { file }));
}

async function reveal({ model }: CommandContext, argument: unknown): Promise<void> {
  const file = fileOf(argument);
  const uri = file === undefined ? undefined : model.uriOf(file);
  if (uri !== undefined) await commands.executeCommand('revealInExplorer', uri);
}

async function remove(context: CommandContext, argument: unknown): Promise<void> {
  const { service } = await context.model.writable();
  const isOnRow = argument !== undefined && argument !== null;
  const file = isOnRow ? fileOf(argument) : await pickDeliverable(context, l10n.t('Remove Deliverable'));
  if (file === undefined || !isDeliverable(context, file)) return;
  const removal = l10n.t('Remove');
  const question = l10n.t("Remove {file} from the deliverables? The file isn't deleted.", { file });
  if ((await showWarning(question, { modal: true }, removal)) !== removal) return;
  await settle(context, await service.execute({ kind: 'removeDeliverable', file }, PERSON));
}

function isDeliverable({ model }: CommandContext, file: string): boolean {
  return model.state?.deliverables.some((deliverable) => deliverable.file === file) ?? false;
}

async function pickDeliverable({ model }: CommandContext, title: string): Promise<string | undefined> {
  const deliverables = model.state?.deliverables ?? [];
  const items = deliverables.map(({ file, phase }) => ({
    label: file,
    description: l10n.t('phase {phase}', { phase }),
  }));
  const placeHolder = items.length === 0 ? l10n.t('No deliverables yet') : l10n.t('Select a deliverable');
  return (await pickOne(items, { title, placeHolder }))?.label;
}

/** Opens a file in its default editor. @param line for the cursor, from 0 @throws file-missing, path-outside */
async function openFile({ model }: CommandContext, file: string, line?: number): Promise<void> {
  const { service, folder } = await model.readable();
  const facts = await service.ports.workspace.files([file]);
  if (facts[file]?.exists !== true) {
    await model.refresh();
    throw new NinefoldError('file-missing', { path: file });
  }
  const uri = Uri.joinPath(Uri.file(folder), ...file.split('/'));
  const options = line === undefined ? [] : [{ selection: new Range(line, 0, line, 0) }];
  await commands.executeCommand('vscode.open', uri, ...options);
}
