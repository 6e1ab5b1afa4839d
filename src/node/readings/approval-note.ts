import { NinefoldError } from '../../core/errors.ts';
import { phraseText } from '../../core/meter/meter-words.ts';
import { sessionPlan } from '../../core/plan/session-plan.ts';
import type { Outcome } from '../../core/service/workflow-service.ts';
import { approvalAdvice } from '../../core/view/approval-advice.ts';
import type { OpenFolder } from '../folder/open-folder.ts';
import type { MeterEnvironment } from '../machine/environment.ts';
import { folderReading } from './folder-reading.ts';

/**
 * Returns a saved approval's note on the session plan, in English: a session of the plan ends here, or what begins won't
 * fit in the rest of the window. Empty without either.
 *
 * @param describe the surface's text of a failure: the approval is saved, so the note explains why the session can't
 *   be read
 */
export async function approvalNote(
  open: OpenFolder,
  { state, events }: Outcome,
  environment: MeterEnvironment,
  describe: (failure: NinefoldError) => string,
): Promise<readonly string[]> {
  const approved = events.find((event) => event.type === 'phase.approved');
  if (approved === undefined) return [];
  try {
    const { sessionPlan: rule } = await open.service.ports.workspace.rules();
    const reading = await folderReading(open, { environment });
    // Only the window measures earlier phases: a note isn't worth reading whole transcripts.
    const facts = { measured: null, reading };
    const { sentences } = approvalAdvice(state, approved.data.step, sessionPlan(state, rule), facts);
    return sentences.map(phraseText);
  } catch (error) {
    if (!NinefoldError.is(error)) throw error;
    return [describe(error)];
  }
}
