/**
 * Turns that get no answer, which is most of them: recognized from the session record and the transcript alone, so that
 * they don't wait until the workflow's code is loaded. Only ever says that there is nothing to say; anything else, faults
 * included, is left to the whole hook.
 */

import type { HookSender } from '../../core/agents/hook-senders.ts';
import { NinefoldError } from '../../core/errors.ts';
import type { HookInput } from '../../core/hooks/hook-vocabulary.ts';
import { levelNotices } from '../../core/hooks/level-record.ts';
import { promptCommandIn } from '../../core/hooks/prompt-commands.ts';
import type { PlainRecord } from '../../core/session/plain-record.ts';
import type { MeterEnvironment } from '../../node/machine/environment.ts';
import { readOwnReading } from '../../node/meter/own-reading.ts';
import type { StateLayout } from '../../node/state/state-layout.ts';
import { findStateRoot } from '../../node/state/state-root.ts';
import { readPlainRecord, readPlainRules } from '../plain-state.ts';

export interface Turn {
  readonly sender: HookSender;
  readonly input: HookInput;
  /** Absolute paths, as for `folderWithWorkflow`. */
  readonly places: readonly string[];
  /** The state directory that was chosen. */
  readonly chosen: string | undefined;
  readonly environment: MeterEnvironment;
  /** Milliseconds since the epoch. */
  readonly now: number;
}

/**
 * Tests for a turn without an answer and without anything to record. Writes nothing but what a reading remembers.
 *
 * @throws NinefoldError, or the system's error, for what can't be read
 */
export async function isQuietTurn(turn: Turn): Promise<boolean> {
  if (!mayBeQuiet(turn.input)) return false;
  for (const folder of new Set(turn.places)) {
    const layout = await layoutIfThere(turn, folder);
    if (layout === null) continue;
    const record = await readPlainRecord(layout);
    if (record === undefined) continue;
    // Without an active workflow, a session may still have an answer.
    return record?.active != null && isQuietSession(turn, layout, record);
  }
  return true;
}

function mayBeQuiet({ event, prompt, commands }: HookInput): boolean {
  if (event === 'UserPromptSubmit') return promptCommandIn(prompt) === null;
  return event === 'PostToolBatch' && commands.length === 0;
}

/** Returns where a folder's state is; null if the folder doesn't exist. */
async function layoutIfThere({ chosen, environment }: Turn, folder: string): Promise<StateLayout | null> {
  try {
    return await findStateRoot({ folder, home: environment.home, chosen });
  } catch (error) {
    if (NinefoldError.is(error, 'folder-missing')) return null;
    throw error;
  }
}

async function isQuietSession(
  { sender, input, environment, now }: Turn,
  layout: StateLayout,
  record: PlainRecord,
): Promise<boolean> {
  const { session: sessionId, transcript, isSubagent } = input;
  if (isSubagent) return true;
  if (sessionId === null || transcript === null) return false;
  const { agentSession } = record;
  const isRecorded = agentSession?.sessionId === sessionId;
  if (isRecorded && (agentSession.hasModel === false || agentSession.isCompacting === true)) return false;
  const { rules } = await readPlainRules(layout, environment.home);
  const reading = await readOwnReading({
    agent: sender.id,
    sessionId,
    transcript,
    folder: layout.folder,
    environment,
    rules,
    now,
  });
  if (reading === null) return true;
  return levelNotices(record, reading, rules.levels, new Date(now).toISOString()).session === record;
}
