import { l10n } from 'vscode';

import { PHASES, STEP_IDS, stepName } from '../../core/workflow/phases.ts';
import { presetsFor, stepsLeft } from '../../core/workflow/presets.ts';
import type { PresetName } from '../../core/workflow/presets.ts';
import { LONGEST } from '../../core/workflow/limits.ts';
import { checkLine, deriveWorkflowId } from '../../core/workflow/names.ts';
import type { OpenFolder } from '../../node/folder/open-folder.ts';
import { askLine } from './ask.ts';
import { PERSON, confirmBriefly, settle } from './command-context.ts';
import type { CommandContext } from './command-context.ts';
import { nameOf, offerOfSession, pickSource, startTakingOver } from './start-from-session.ts';
import { pickOne } from '../quick-input.ts';
import type { Choice } from '../quick-input.ts';

/**
 * Runs *Start Workflow…*: asks for a name and a preset, and derives id and task. If the folder's live session has done
 * something and there is no workflow yet, offers to take that over.
 */
export async function startWorkflow(context: CommandContext): Promise<void> {
  const open = await context.model.writable();
  const { service } = open;
  const title = l10n.t('Start Workflow');
  const offer = await offerOfSession(context, open);
  const source = offer === null ? 'new' : await pickSource(title, offer);
  if (source === undefined) return;
  const taken = source === 'session' ? offer : null;
  const name = await askName(title, taken === null ? '' : nameOf(taken));
  if (name === undefined) return;
  const { branch } = await service.ports.workspace.git();
  const preset = await pickPreset(title, presetsFor(branch, context.lastPreset.value));
  if (preset === undefined) return;
  await context.lastPreset.set(preset);
  const id =
    taken === null
      ? await startNew(context, open, { name, preset })
      : await startTakingOver(context, open, { title, name, preset, offer: taken });
  if (id === undefined) return;
  confirmBriefly(l10n.t('Workflow {id} started', { id }));
  await context.phases()?.focus();
}

function askName(title: string, value: string): Promise<string | undefined> {
  return askLine({
    title,
    prompt:
      value === ''
        ? l10n.t(
            'What do you want to build? The id and task are derived from the name; you can change all but the id later.',
          )
        : l10n.t(
            'A name for what the session works on. The id is derived from it; you can change the name later.',
          ),
    placeHolder: l10n.t('User authentication'),
    ...(value === '' ? {} : { value }),
    check: (text) => checkLine(l10n.t('the name'), text, LONGEST.name),
  });
}

async function startNew(
  context: CommandContext,
  { service }: OpenFolder,
  { name, preset }: { readonly name: string; readonly preset: PresetName },
): Promise<string> {
  const { clock, journals } = service.ports;
  const id = deriveWorkflowId(name, clock.now(), await journals.listIds());
  await settle(context, await service.start({ kind: 'start', id, name, preset }, PERSON));
  return id;
}

interface PresetItem extends Choice {
  readonly preset: PresetName;
}

async function pickPreset(title: string, presets: readonly PresetName[]): Promise<PresetName | undefined> {
  const items = presets.map((preset): PresetItem => {
    const { label, detail } = presetWords(preset);
    return { preset, label, description: leftText(preset), detail };
  });
  const placeHolder = l10n.t('Select the phases you need; you can reopen a skipped phase later');
  return (await pickOne(items, { title, placeHolder, ignoreFocusOut: true }))?.preset;
}

/** More steps than these are named by what is left out. */
const MOST_NAMED = 5;

/** `Requirements → TDD GREEN → Code Review → QA Validation, 4 steps`. */
function leftText(preset: PresetName): string {
  const left = stepsLeft(preset);
  if (left.length === STEP_IDS.length) return l10n.t('All nine phases');
  const count = left.length;
  if (count > MOST_NAMED) {
    const skipped = STEP_IDS.filter((step) => !left.includes(step)).map(stepName);
    const phases = PHASES.filter(({ steps }) => steps.some((step) => left.includes(step))).length;
    return l10n.t('All but {phases}: {count} of 9 phases', { phases: skipped.join(', '), count: phases });
  }
  return l10n.t('{phases}, {count} steps', { phases: left.map(stepName).join(' → '), count });
}

function presetWords(preset: PresetName): { readonly label: string; readonly detail: string } {
  switch (preset) {
    case 'full':
      return { label: l10n.t('Full'), detail: l10n.t('A complete feature') };
    case 'backend':
      return { label: l10n.t('Backend'), detail: l10n.t('A feature without a user interface') };
    case 'bugfix':
      return {
        label: l10n.t('Bug Fix'),
        detail: l10n.t('Describe the bug, fix it, review and check the fix'),
      };
    case 'prototype':
      return { label: l10n.t('Prototype'), detail: l10n.t('Find out if an idea works') };
    case 'docs':
      return { label: l10n.t('Documentation'), detail: l10n.t('Text only, no code') };
    case 'config':
      return { label: l10n.t('Configuration'), detail: l10n.t('Change a setting and check it') };
  }
}
