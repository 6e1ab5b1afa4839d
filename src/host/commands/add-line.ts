import { askLine } from './ask.ts';
import type { LineQuestion } from './ask.ts';
import { PERSON, confirmBriefly, settle } from './command-context.ts';
import type { CommandContext } from './command-context.ts';

/**
 * Asks for a line of text and adds it to the active workflow.
 *
 * @param done confirmation, shown briefly
 */
export async function addLine(
  context: CommandContext,
  kind: 'addConstraint' | 'addNextStep',
  question: LineQuestion,
  done: string,
): Promise<void> {
  const { service } = await context.model.writable();
  // The workflow that was active at the question: another may be by the answer.
  const { id } = await service.state();
  const text = await askLine(question);
  if (text === undefined) return;
  await settle(context, await service.execute({ kind, text }, PERSON, id));
  confirmBriefly(done);
}
