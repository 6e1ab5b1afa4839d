/** Edited exports on the command line: taken in before the command's own change. */

import { NinefoldError } from '../core/errors.ts';
import { exitCodeOf, failureTemplate } from '../core/failures/failures.ts';
import { formatMessage } from '../core/messages.ts';
import { refusalPhrase, takenPhrase } from '../core/proposals/report-words.ts';
import { takeInProposals } from '../core/service/proposal-service.ts';
import type { ProposalReport } from '../core/service/take-in-edits.ts';
import { describe } from './context.ts';
import type { CommandContext } from './context.ts';

/** Commands that change nothing. */
const READING = new Set([
  'list',
  'status',
  'log',
  'meter',
  'banner',
  'verify',
  'savings',
  'usage',
  'activity',
  'config',
  'config get',
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

/** Commands that change nothing without --apply. */
const READING_UNTIL_APPLIED = new Set(['recover', 'handoff clean', 'remove']);

/**
 * Tests whether a command, with these options, changes nothing and so leaves an edit where it is.
 *
 * @param command its name, such as `deliverable add`
 */
export function isReading(command: string, options: Readonly<Record<string, unknown>>): boolean {
  if (command === 'export') return options.stdout === true;
  const isApplied = options.apply !== undefined && options.apply !== false;
  return READING.has(command) || (READING_UNTIL_APPLIED.has(command) && !isApplied);
}

/** As many as fit in a line; the kept edit shows the rest. */
const MAX_REASONS = 3;

/**
 * Takes in edited exports and reports it on stderr. The command continues in any case: it reports unreadable state
 * itself.
 */
export async function takeInBefore(context: CommandContext): Promise<void> {
  try {
    for (const report of await takeInProposals(context.service)) tell(context, report);
  } catch (error) {
    if (!NinefoldError.is(error)) throw error;
    if (exitCodeOf(error) === 1) context.warn(describe(error));
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
  const reasons = refusals.slice(0, MAX_REASONS).map((refusal) => {
    const { template, parameters } = refusalPhrase(refusal, (code) => failureTemplate(code, 'cli'));
    return formatMessage(template, parameters);
  });
  context.warn(
    `${file} was edited, but not all changes were applied: ${reasons.join('; ')}; the edit is kept in ${exports.pathForReaders(kept)}`,
  );
}
