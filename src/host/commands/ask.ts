/** Input boxes and quick picks. Escape resolves to `undefined`. */

import { l10n } from 'vscode';

import { NinefoldError } from '../../core/errors.ts';
import { checkLine } from '../../core/workflow/names.ts';
import { PHASES, STEP_IDS, phaseOfStep, stepName } from '../../core/workflow/phases.ts';
import type { StepId } from '../../core/workflow/phases.ts';
import type { WorkflowState } from '../../core/workflow/state.ts';
import { viewPhrase } from '../../core/view/view-words.ts';
import { errorText, translate } from '../messages.ts';
import { askText, pickOne } from '../quick-input.ts';
import type { Choice } from '../quick-input.ts';

export interface LineQuestion {
  readonly title: string;
  readonly prompt: string;
  readonly placeHolder?: string;
  readonly value?: string;
  /** Throws or rejects if the text is invalid. Default: one line of 1 to 500 characters. */
  readonly check?: (text: string) => unknown;
  readonly isOptional?: boolean;
}

/** Asks for one line of text; the box stays open, with what is wrong, until the text is valid. */
export async function askLine(question: LineQuestion): Promise<string | undefined> {
  const { title, prompt, placeHolder, value, isOptional = false } = question;
  const check = question.check ?? ((text: string) => checkLine(l10n.t('the text'), text));
  const options = {
    title,
    prompt,
    ignoreFocusOut: true,
    // An empty box that just opened shows no error: VS Code shows what it finds on a change or on Enter.
    validateInput: async (text: string) =>
      isOptional && text.trim() === '' ? undefined : problemWith(text, check),
    ...(placeHolder === undefined ? {} : { placeHolder }),
    ...(value === undefined ? {} : { value }),
  };
  return (await askText(options))?.trim();
}

async function problemWith(text: string, check: (text: string) => unknown): Promise<string | undefined> {
  try {
    await check(text);
    return undefined;
  } catch (error) {
    if (NinefoldError.is(error)) return await errorText(error);
    throw error;
  }
}

/** Asks for the reason of a rejection, skip, or reopen. */
export function askReason(action: string, question: Pick<LineQuestion, 'title' | 'prompt' | 'isOptional'>) {
  const check = (text: string): string => {
    if (text.trim() === '') throw new NinefoldError('reason-missing', { action });
    return checkLine(l10n.t('the reason'), text);
  };
  return askLine({ ...question, check });
}

interface PhaseItem extends Choice {
  readonly phase: string;
}

/** Asks for one of `steps` and shows the status of each. */
export async function pickStep(
  state: WorkflowState,
  steps: readonly StepId[],
  title: string,
): Promise<string | undefined> {
  const items = STEP_IDS.filter((step) => steps.includes(step)).map((step): PhaseItem => {
    const status = translate(viewPhrase(`status-${state.steps[step].status}`));
    return { phase: step, label: `${step} ${stepName(step)}`, description: status };
  });
  const placeHolder = items.length === 0 ? l10n.t('No phase available') : l10n.t('Select a phase');
  return (await pickOne(items, { title, placeHolder }))?.phase;
}

/** Asks for one of the nine phases, the current one first. */
export async function pickPhase(state: WorkflowState, title: string): Promise<string | undefined> {
  const current = phaseOfStep(state.current);
  const items = PHASES.map(({ num, name }): PhaseItem => {
    const description = num === current ? translate(viewPhrase('current')) : '';
    return { phase: String(num), label: `${num} ${name}`, description };
  });
  items.sort((one, other) => Number(other.phase === String(current)) - Number(one.phase === String(current)));
  return (await pickOne(items, { title, placeHolder: l10n.t('Select a phase') }))?.phase;
}
