/** `run_check`: runs an accepted check by name. The server runs outside the agent's sandbox, so it accepts no commands. */

import * as z from 'zod';

import { MAX_TOKENS, answerText } from '../../core/checks/answer.ts';
import { tokenBound } from '../../core/checks/token-bound.ts';
import { NinefoldError } from '../../core/errors.ts';
import { failureCause } from '../../core/failures/failures.ts';
import { runCheck } from '../../node/checks/check.ts';
import type { CheckResult } from '../../node/checks/check.ts';
import type { ServerContext } from '../context.ts';
import { phase } from '../schemas.ts';
import { ADDS, tool } from '../tool.ts';
import type { RegisterTool, ToolResult } from '../tool.ts';

export const CHECK_TOOLS: readonly RegisterTool[] = [
  tool({
    name: 'run_check',
    title: 'Run Check',
    description:
      'Run a check that a person accepted (`checks` in ninefold.json), record it as evidence, and return its exit code with a summary. For any other command, run `ninefold check COMMAND` in your shell.',
    input: z.object({
      name: z.string().describe('Name of the check, not a command.'),
      phase,
    }),
    annotations: ADDS,
    run: (context, { name, phase: of }) => run(context, name, of),
  }),
];

async function run(context: ServerContext, name: string, of: string | undefined): Promise<ToolResult> {
  const folder = await context.folder();
  const { checks } = await folder.service.ports.workspace.rules();
  const words = new Map(Object.entries(checks)).get(name);
  if (words === undefined) {
    const names = Object.keys(checks).join(', ');
    throw new NinefoldError('check-unknown', { name, names: names === '' ? 'none are accepted' : names });
  }
  const { environment, home } = context.system;
  // Without the agent, no one receives the answer.
  const gone = new AbortController();
  const end = (): void => gone.abort();
  process.stdin.once('end', end);
  try {
    const result = await runCheck(folder, {
      words,
      phase: of,
      cwd: folder.folder,
      environment,
      home,
      actor: context.actor,
      input: 'ignore',
      explain: failureCause,
      abort: gone.signal,
    });
    if (result.isInterrupted) process.exit(result.exitCode);
    return answerOf(result);
  } finally {
    process.stdin.off('end', end);
  }
}

/** Makes the answer, which contains everything in the text and in the data, within the limit. */
function answerOf(result: CheckResult): ToolResult {
  for (let most = MAX_TOKENS; ; most -= 10) {
    const data = { exitCode: result.exitCode, summary: answerText(result.summary, result, most) };
    if (tokenBound(JSON.stringify(data)) <= MAX_TOKENS || most <= MAX_TOKENS / 2) {
      return { text: data.summary, data, isWhole: true };
    }
  }
}
