import { l10n } from 'vscode';

import { PRESET_NAMES, PRESETS } from '../../core/workflow/presets.ts';
import type { PresetName } from '../../core/workflow/presets.ts';
import { LONGEST } from '../../core/workflow/limits.ts';
import { checkLine, deriveWorkflowId } from '../../core/workflow/names.ts';
import { askLine } from './ask.ts';
import { PERSON, confirmBriefly, settle } from './command-context.ts';
import type { CommandContext } from './command-context.ts';
import { pickOne } from '../quick-input.ts';
import type { Choice } from '../quick-input.ts';

/** Runs *Start Workflow…*: asks for a name and a preset, and derives id and task. */
export async function startWorkflow(context: CommandContext): Promise<void> {
  const { service } = await context.model.writable();
  const title = l10n.t('Start Workflow');
  const name = await askLine({
    title,
    prompt: l10n.t(
      'What do you want to build? The id and task are derived from the name; you can change all but the id later.',
    ),
    placeHolder: l10n.t('User authentication'),
    check: (text) => checkLine(l10n.t('the name'), text, LONGEST.name),
  });
  if (name === undefined) return;
  const preset = await pickPreset(title);
  if (preset === undefined) return;
  const { clock, journals } = service.ports;
  const id = deriveWorkflowId(name, clock.now(), await journals.listIds());
  const outcome = await service.start({ kind: 'start', id, name, preset }, PERSON);
  await settle(context, outcome);
  confirmBriefly(l10n.t('Workflow {id} started', { id }));
  await context.phases()?.focus();
}

interface PresetItem extends Choice {
  readonly preset: PresetName;
}

async function pickPreset(title: string): Promise<PresetName | undefined> {
  const items = PRESET_NAMES.map((preset): PresetItem => {
    const { label, detail } = presetWords(preset);
    const skipped: readonly string[] = PRESETS[preset];
    const description =
      skipped.length === 0
        ? l10n.t('All nine phases')
        : l10n.t('Skips {phases}', { phases: shortened(skipped).join(', ') });
    return { preset, label, description, detail };
  });
  const placeHolder = l10n.t('Select the phases you need; you can reopen a skipped phase later');
  return (await pickOne(items, { title, placeHolder, ignoreFocusOut: true }))?.preset;
}

/** Shortens `5a, 5b, 5c` to `5`. */
function shortened(steps: readonly string[]): readonly string[] {
  const all = ['5a', '5b', '5c'];
  if (!all.every((step) => steps.includes(step))) return steps;
  return steps
    .filter((step) => !all.includes(step) || step === '5a')
    .map((step) => (step === '5a' ? '5' : step));
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
