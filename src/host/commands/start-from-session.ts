import { l10n, QuickPickItemKind } from 'vscode';

import type { SessionOffer, StartLine } from '../../core/service/session-start.ts';
import { clip } from '../../core/text/foreign-text.ts';
import { RESULT_WORDS } from '../../core/workflow/evidence-words.ts';
import { deriveWorkflowId } from '../../core/workflow/names.ts';
import { stepName } from '../../core/workflow/phases.ts';
import type { PresetName } from '../../core/workflow/presets.ts';
import type { OpenFolder } from '../../node/folder/open-folder.ts';
import { loadEngine } from '../engine.ts';
import { translate } from '../messages.ts';
import { pickMany, pickOne } from '../quick-input.ts';
import type { Choice } from '../quick-input.ts';
import { activityIn } from '../sessions/hand-over.ts';
import { PERSON, readingOf, settle } from './command-context.ts';
import type { CommandContext } from './command-context.ts';

/** A longer task is cut in a name. */
const LONGEST_NAME = 60;

/** Reads what the folder's live session offers to a first workflow; null if it offers nothing. */
export async function offerOfSession(
  context: CommandContext,
  open: OpenFolder,
): Promise<SessionOffer | null> {
  const reading = readingOf(context);
  if (reading?.live !== true || reading.sessionId === null) return null;
  if ((await open.service.activeId()) !== null) return null;
  const activity = await activityIn(open, reading, context);
  if (activity === null) return null;
  const { existingWork, hasOffer, sessionOffer } = await (await loadEngine()).loadWork();
  const offer = await sessionOffer(open.service, activity, await existingWork(open.service, activity));
  return hasOffer(offer) ? offer : null;
}

/** Asks whether to start from the session. @returns undefined on Escape */
export async function pickSource(title: string, offer: SessionOffer): Promise<'session' | 'new' | undefined> {
  const { task, files, checks, todos } = offer;
  const items: readonly (Choice & { readonly source: 'session' | 'new' })[] = [
    {
      source: 'session',
      icon: 'comment-discussion',
      label: l10n.t('From This Session'),
      description: l10n.t('files: {files}, checks: {checks}, to-dos: {todos}', {
        files: files.length,
        checks: checks.length,
        todos: todos.length,
      }),
      ...(task === null ? {} : { detail: task }),
    },
    { source: 'new', icon: 'add', label: l10n.t('New Workflow') },
  ];
  const placeHolder = l10n.t('Take over what the session has done, or start with nothing');
  return (await pickOne(items, { title, placeHolder, ignoreFocusOut: true }))?.source;
}

/** Suggests a name from the session's task, to be edited; without the full stop of a sentence. Empty without a task. */
export function nameOf({ task }: SessionOffer): string {
  return clip((task ?? '').trim(), LONGEST_NAME).replace(/[\s.。!?:;,]+$/, '');
}

/**
 * Shows what is taken over, and starts the workflow with what the person keeps.
 *
 * @returns its id; undefined on Escape
 */
export async function startTakingOver(
  context: CommandContext,
  { service }: OpenFolder,
  { title, name, preset, offer }: Decided,
): Promise<string | undefined> {
  const { startFromSession, startLines } = await (await loadEngine()).loadWork();
  const { branch } = await service.ports.workspace.git();
  const lines = await pickLines(title, startLines(offer, branch, preset));
  if (lines === undefined) return undefined;
  const { clock, journals } = service.ports;
  const id = deriveWorkflowId(name, clock.now(), await journals.listIds());
  const { task, session } = offer;
  await settle(context, await startFromSession(service, PERSON, { id, name, task, preset, session, lines }));
  return id;
}

interface Decided {
  readonly title: string;
  readonly name: string;
  readonly preset: PresetName;
  readonly offer: SessionOffer;
}

interface LineItem extends Choice {
  /** Absent for a separator. */
  readonly line?: StartLine;
}

async function pickLines(
  title: string,
  lines: readonly StartLine[],
): Promise<readonly StartLine[] | undefined> {
  const items = KINDS.flatMap((kind): readonly LineItem[] => {
    const own = lines.filter((line) => line.kind === kind);
    if (own.length === 0) return [];
    return [{ label: headOf(kind), kind: QuickPickItemKind.Separator }, ...own.map(itemOf)];
  });
  const placeHolder = l10n.t('Select what the workflow takes over from the session');
  const kept = await pickMany(items, { title, placeHolder, ignoreFocusOut: true });
  return kept?.flatMap(({ line }) => (line === undefined ? [] : [line]));
}

const KINDS = ['branch', 'step', 'file', 'check', 'todo'] as const satisfies readonly StartLine['kind'][];

function headOf(kind: StartLine['kind']): string {
  switch (kind) {
    case 'branch':
      return l10n.t('Branch');
    case 'step':
      return l10n.t('Skip ahead');
    case 'file':
      return l10n.t('Deliverables');
    case 'check':
      return l10n.t('Checks, as observed');
    case 'todo':
      return l10n.t('Next steps');
  }
}

function itemOf(line: StartLine): LineItem {
  // A person may say that phases are done; what the session did doesn't prove it.
  return { ...textOf(line), line, picked: line.kind !== 'step' };
}

function textOf(line: StartLine): Pick<Choice, 'label' | 'description'> {
  switch (line.kind) {
    case 'branch':
      return { label: line.branch };
    case 'step':
      return {
        label: l10n.t('Begin in {phase}', { phase: `${line.step} ${stepName(line.step)}` }),
        description: l10n.t('earlier phases count as completed, unverified'),
      };
    case 'file':
      return { label: line.file, description: l10n.t('phase {phase}', { phase: line.phase }) };
    case 'check': {
      const result = translate({ template: RESULT_WORDS[line.check.run.result], parameters: {} });
      return { label: line.check.run.key, description: `${result} · ${line.step}` };
    }
    case 'todo':
      return { label: line.text };
  }
}
