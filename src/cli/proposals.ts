/** Edited exports at the command line: taken in before the command's own change. */

import { NinefoldError } from '../core/errors.ts';
import { formatMessage } from '../core/messages.ts';
import { refusalPhrase, takenPhrase } from '../core/proposals/report-words.ts';
import { takeInProposals } from '../core/service/proposal-service.ts';
import type { ProposalReport } from '../core/service/proposal-service.ts';
import { describe } from './context.ts';
import type { CommandContext } from './context.ts';

/** Commands that change nothing, and so leave an edit where it is. */
const READING = new Set([
  'list',
  'status',
  'log',
  'meter',
  'banner',
  'verify',
  'savings',
  'usage',
  'config',
  'mcp',
  'connect',
  'disconnect',
  'statusline',
  'deliverable list',
  'next list',
  'handoff show',
  'handoff list',
  'tasks list',
  'tasks diff',
]);

/** So many fit a line; the kept edit shows the rest. */
const MOST_REASONS = 3;

/**
 * Takes in what was edited, and says so on stderr. The command goes on whatever becomes of it: state that can't be read
 * is told by the command itself.
 *
 * @param command as it was given, such as `deliverable add`
 */
export async function takeInBefore(command: string, context: CommandContext): Promise<void> {
  if (READING.has(command)) return;
  try {
    for (const report of await takeInProposals(context.service)) tell(context, report);
  } catch (error) {
    if (!NinefoldError.is(error)) throw error;
    if (error.exitCode === 1) context.warn(describe(error));
  }
}

function tell(context: CommandContext, { path, taken, refusals, kept }: ProposalReport): void {
  const { exports } = context.service.ports;
  const file = exports.pathForReaders(path);
  for (const event of taken) {
    const { template, parameters } = takenPhrase(event);
    context.warn(`${file} was edited: ${formatMessage(template, parameters)}`);
  }
  if (kept === null) return;
  const reasons = refusals.slice(0, MOST_REASONS).map((refusal) => {
    const { template, parameters } = refusalPhrase(refusal);
    return formatMessage(template, parameters);
  });
  context.warn(
    `${file} was edited, and not all of it was taken in: ${reasons.join('; ')}; the edit is kept in ${exports.pathForReaders(kept)}`,
  );
}
