import { l10n } from 'vscode';

import { NinefoldError } from '../../core/errors.ts';
import { intentFor, intentToLeaveOut } from '../../core/merge/answer-question.ts';
import type { WorkflowIntent } from '../../core/workflow/intents.ts';
import type { Question, QuestionSide, WorkflowState } from '../../core/workflow/state.ts';
import { aboutPhrase, questionPhrase, sidePhrase } from '../../core/view/question-phrases.ts';
import { aboutSide } from '../../core/view/question-rows.ts';
import { translate, translateAll } from '../messages.ts';
import { pickOne } from '../quick-input.ts';
import type { Choice } from '../quick-input.ts';
import type { CommandHandlers } from '../registration/register-command.ts';
import { questionOf } from '../tree/row-guards.ts';
import { PERSON, confirmBriefly, settle } from './command-context.ts';
import type { CommandContext } from './command-context.ts';

/** Creates the command that answers what histories which met leave to a person. */
export function questionCommands(context: CommandContext): CommandHandlers {
  return {
    'ninefold.answerQuestion': (row) => answer(context, questionOf(row)),
  };
}

/** Decides for the row's side; for a whole question, asks which. */
async function answer(context: CommandContext, asked: ReturnType<typeof questionOf>): Promise<void> {
  if (asked === undefined) return;
  const { service } = await context.model.writable();
  const state = await service.state();
  const question = questionIn(state, asked.subject);
  const chosen =
    asked.event === null
      ? await pickSide(question, state)
      : { side: question.sides.find(({ event }) => event === asked.event) };
  if (chosen === undefined) return;
  // While it was asked, it may have been answered elsewhere.
  const now = await service.state(state.id);
  const intent = await intentOf(context, questionIn(now, asked.subject), chosen.side, now);
  await settle(context, await service.execute(intent, PERSON, now.id));
  confirmBriefly(l10n.t('Decided'));
}

/** @throws NinefoldError question-answered */
function questionIn({ questions = [] }: WorkflowState, subject: string): Question {
  const found = questions.find((question) => question.subject === subject);
  if (found === undefined) throw new NinefoldError('question-answered', {});
  return found;
}

interface SideItem extends Choice {
  /** Absent for leaving out what lost its ground. */
  readonly side?: QuestionSide;
}

async function pickSide(question: Question, state: WorkflowState): Promise<SideItem | undefined> {
  const now = Date.now();
  const items: readonly SideItem[] =
    question.sides.length > 1
      ? question.sides.map((side) => ({
          side,
          icon: 'person',
          label: translate(sidePhrase(question, side)),
          description: translateAll(aboutSide(side, now), ' · '),
        }))
      : [{ label: translate(questionPhrase('leave-out', { phase: state.current })) }];
  const title = translate(aboutPhrase(question, state));
  return pickOne(items, { title, placeHolder: l10n.t('Which one counts?') });
}

async function intentOf(
  context: CommandContext,
  question: Question,
  side: QuestionSide | undefined,
  state: WorkflowState,
): Promise<WorkflowIntent> {
  if (question.sides.length === 1) return intentToLeaveOut(state);
  const { service } = await context.model.writable();
  const events = await service.ports.journals.readEvents(state.id);
  const event = events.find(({ id }) => id === side?.event);
  const isOpen = question.sides.some((one) => one.event === side?.event);
  if (side === undefined || event === undefined || !isOpen) throw new NinefoldError('question-answered', {});
  return intentFor({ question, side, event }, state);
}
