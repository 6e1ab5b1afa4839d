/** Keeps the windows that the result of a task's run names: they hold for later transcripts of the same model and host. */

import { NinefoldError } from '../../core/errors.ts';
import { EMPTY_TRANSCRIPT } from '../../core/meter/transcript-reader.ts';
import type { AgentStart } from '../../core/service/task-ports.ts';
import type { MeteredAgent } from '../agents/agent.ts';
import { findMeteredAgent } from '../agents/agents.ts';
import { ifReadable } from '../files/optional-file.ts';
import { tryReadForeignText } from '../files/safe-read.ts';
import type { MeterEnvironment } from '../machine/environment.ts';
import { openTail } from '../meter/open-transcript.ts';
import { rememberWindow } from '../meter/window-memory.ts';

/** Reads the log of a run that ended. What can't be read or stored costs only the memory. */
export async function rememberRunWindows(
  { agent: id, log, folder }: Pick<AgentStart, 'agent' | 'log' | 'folder'>,
  environment: MeterEnvironment,
): Promise<void> {
  try {
    const agent = await findMeteredAgent(id);
    if (agent?.windowsOfRun === undefined) return;
    const { sessionId, windows } = agent.windowsOfRun((await tryReadForeignText(log, 'chat')) ?? '');
    if (windows.length === 0) return;
    const version = await versionOf(sessionId, agent, environment, folder);
    const windowing = await agent.readWindowing(environment, folder);
    for (const { model, window } of windows) {
      const given = { reported: null, given: null, rules: {} };
      const { host = '' } = windowing({ ...EMPTY_TRANSCRIPT, model, version }, given);
      await rememberWindow(environment, { agent: id, version, host, model }, window);
    }
  } catch (error) {
    if (!NinefoldError.is(error)) throw error;
  }
}

/** Only the run's transcript names the version. */
async function versionOf(
  sessionId: string | null,
  agent: MeteredAgent,
  environment: MeterEnvironment,
  folder: string,
): Promise<string | null> {
  const { sessions } = await agent.listSessions(environment, folder);
  const session = sessions.find((each) => each.sessionId === sessionId && each.hasTranscript);
  const cursor = session === undefined ? null : await ifReadable(openTail(session.transcript, agent));
  return cursor?.state.version ?? null;
}
