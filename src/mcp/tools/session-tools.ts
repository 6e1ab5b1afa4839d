/** Tools for the agent's session: context window, handoff, resume, and exports. */

import * as z from 'zod';

import { NO_ACTIVITY } from '../../core/activity/activity.ts';
import type { SessionActivity } from '../../core/activity/activity.ts';
import { NinefoldError } from '../../core/errors.ts';
import { driftLines, driftText } from '../../core/handoff/drift-words.ts';
import { levelStanding } from '../../core/hooks/hook-words.ts';
import type { WrittenHandoff } from '../../core/hooks/hook-words.ts';
import { assumptionOf } from '../../core/meter/assumed-window.ts';
import { groupThousands } from '../../core/meter/format-tokens.ts';
import { isWarningLevel } from '../../core/meter/levels.ts';
import { phraseText } from '../../core/meter/meter-words.ts';
import { createHandoff } from '../../core/service/handoff-service.ts';
import { continuePrompt } from '../../core/handoff/resume-prompt.ts';
import { resumeWorkflow } from '../../core/service/resume-service.ts';
import { parseTokens, parseWindow, reportTokens } from '../../core/session/report-tokens.ts';
import { activityForHandoff, activityReading } from '../../node/handoffs/session-activity.ts';
import { createSessionHandoff, listSessionHandoffs } from '../../node/handoffs/session-handoffs.ts';
import { reachFolderLevel } from '../../node/readings/folder-level.ts';
import { folderReading } from '../../node/readings/folder-reading.ts';
import type { OpenFolder } from '../../node/folder/open-folder.ts';
import { sessionLiveness } from '../../node/meter/session-liveness.ts';
import type { ServerContext } from '../context.ts';
import { workflow } from '../schemas.ts';
import { ADDS, READS, tool } from '../tool.ts';
import type { RegisterTool, ToolResult } from '../tool.ts';
import { describeState, followUp } from './workflow-tools.ts';

export const SESSION_TOOLS: readonly RegisterTool[] = [
  tool({
    name: 'get_meter',
    title: 'Get Meter',
    description:
      "Get how full the context window of this folder's session is, and the warning level it has reached.",
    input: z.object({}),
    annotations: READS,
    run: (context) => getMeter(context),
  }),
  tool({
    name: 'report_tokens',
    title: 'Report Tokens',
    description:
      "Report how many tokens are in the context window, for an agent that doesn't record them on disk.",
    input: z.object({
      tokens: z.int().describe('Tokens in the context window.'),
      window: z.int().optional().describe('Size of the context window.'),
    }),
    annotations: { ...ADDS, idempotentHint: true },
    run: async (context, { tokens, window }) => {
      const { ports } = await context.service();
      const sessionId = context.actor.session ?? null;
      await reportTokens(ports, {
        tokens: parseTokens(String(tokens)),
        window: window === undefined ? null : parseWindow(String(window)),
        sessionId,
      });
      return meterAfterReport(context);
    },
  }),
  tool({
    name: 'create_handoff',
    title: 'Create Handoff',
    description:
      'Write the handoff document for the next session: of the workflow, or of this session if no workflow is active. The previous one is archived.',
    input: z.object({ workflow }),
    annotations: ADDS,
    run: handOver,
  }),
  tool({
    name: 'resume_workflow',
    title: 'Resume Workflow',
    description: 'Resume a workflow: make it active, and report how the files differ from its handoff.',
    input: z.object({
      workflow,
      takeOver: z
        .boolean()
        .optional()
        .describe('Take the workflow over from another session that works on it.'),
    }),
    annotations: ADDS,
    run: resume,
  }),
  tool({
    name: 'export_state',
    title: 'Export State',
    description: 'Write the TOON and JSON exports of a workflow that differ from the files on disk.',
    input: z.object({ workflow }),
    annotations: { ...ADDS, idempotentHint: true },
    run: async (context, input) => {
      const service = await context.service();
      const paths = await service.exportFiles(input.workflow);
      const written = paths.map((path) => service.ports.exports.pathForReaders(path));
      return {
        text: written.length === 0 ? 'Everything is up to date.' : `Wrote ${written.join(', ')}.`,
        data: { written },
      };
    },
  }),
];

async function handOver(
  context: ServerContext,
  { workflow: id }: { readonly workflow?: string | undefined },
): Promise<ToolResult> {
  const folder = await context.folder();
  const { environment, actor, agent, system } = context;
  const reading = await folderReading(folder, { environment });
  const request = { environment, own: actor.session ?? null };
  const activity = await activityForHandoff(folder, await activityReading(), request, reading);
  if (id === undefined && (await folder.service.activeId()) === null) {
    const session = activity ?? callersSession(agent, actor.session);
    if (session === null) throw new NinefoldError('session-missing');
    const written = { activity: session, reading, home: system.home, isAsked: true };
    return writtenResult(await createSessionHandoff(folder, written), []);
  }
  const outcome = await createHandoff(folder.service, actor, {
    ...(id === undefined ? {} : { id }),
    reading,
    activity,
  });
  return writtenResult(outcome, followUp(outcome.exportFailure));
}

/** A session that is known by its id only: its transcript isn't where it is searched for. */
function callersSession(agent: string | null, session: string | undefined): SessionActivity | null {
  return session === undefined ? null : { ...NO_ACTIVITY, agent, sessionId: session };
}

function writtenResult(
  { shownPath, prompt, redacted }: WrittenHandoff,
  followUps: readonly string[],
): ToolResult {
  const text = [`Wrote ${shownPath}. The next session continues with: ${prompt}`, ...followUps].join(' ');
  return { text, data: { handoff: shownPath, prompt, redacted } };
}

/** The reading after a report, with the level that it reached: told here once, and saved, as no window may be open. */
async function meterAfterReport(context: ServerContext): Promise<ToolResult> {
  const told = await reachFolderLevel(await context.folder(), context.actor, {
    environment: context.environment,
    audience: { person: false, model: true },
  });
  const handoff = told.reached?.handoff ?? null;
  const { text, data } = await getMeter(context, handoff);
  return {
    text: [text, ...followUp(told.failure)].join(' '),
    data: handoff === null ? data : { ...data, handoff: handoff.shownPath, prompt: handoff.prompt },
  };
}

async function getMeter(context: ServerContext, handoff: WrittenHandoff | null = null): Promise<ToolResult> {
  const folder = await context.folder();
  const reading = await folderReading(folder, { environment: context.environment });
  if (reading === null) {
    const text = 'No agent session found for this folder. Report its tokens with report_tokens.';
    return { text, data: { tokens: null, window: null, percent: null, level: 'unknown' } };
  }
  const { tokens, window, windowSource, percent, source, agent, model, sessionId, compactsAt } = reading;
  const { level } = reading;
  const figures =
    tokens === null || window === null
      ? 'Context usage is unknown'
      : `${groupThousands(tokens)} of ${groupThousands(window)} tokens (${percent ?? 0}%)`;
  const assumption = isWarningLevel(level) ? assumptionOf(reading) : null;
  const isAssumed = assumption === null ? '' : ` ${phraseText(assumption)}`;
  const isHandoffDue = level === 'suggest' || level === 'force';
  const advice = isHandoffDue ? ` ${levelStanding(reading, handoff)}` : '';
  const text = `${figures}, level ${level}, from ${source}.${isAssumed}${advice}`;
  return {
    text,
    data: { agent, sessionId, model, source, tokens, window, windowSource, percent, compactsAt, level },
  };
}

async function resume(
  context: ServerContext,
  {
    workflow: id,
    takeOver = false,
  }: { readonly workflow?: string | undefined; readonly takeOver?: boolean | undefined },
): Promise<ToolResult> {
  const open = await context.folder();
  const { service, folder } = open;
  const ofSession = id === undefined ? await sessionToResume(context, open) : undefined;
  if (ofSession !== undefined) return ofSession;
  const now = Date.parse(service.ports.clock.now());
  const { state, handoff, prompt, drift, otherSession, tookOverFrom } = await resumeWorkflow(
    service,
    context.actor,
    {
      id,
      isTakingOver: takeOver,
      liveness: await sessionLiveness(context.environment, folder, now),
      agent: context.agent,
    },
  );
  const lines = drift === null ? [] : driftLines(drift).map(driftText);
  const lead = [
    handoff === null ? 'There is no handoff yet.' : `Read ${handoff}.`,
    drift === null || drift.isUnchanged ? '' : `Since then: ${lines.join('; ')}.`,
    drift?.records.drift === 'changed since'
      ? 'The handoff is out of date; create_handoff writes a new one.'
      : '',
    otherSession === null
      ? ''
      : `Session ${otherSession.id} (${otherSession.agent}) is also working on it; set takeOver to take over.`,
  ].filter((sentence) => sentence !== '');
  const { text, data } = await describeState(context, state, lead.join(' '));
  return { text, data: { ...data, handoff, prompt, drift: lines, holder: otherSession, tookOverFrom } };
}

/** Without an active workflow, there may be a session to continue. */
async function sessionToResume(context: ServerContext, open: OpenFolder): Promise<ToolResult | undefined> {
  if ((await open.service.activeId()) !== null) return undefined;
  const [newest] = await listSessionHandoffs(open, context.system.home);
  if (newest === undefined) return undefined;
  const { shownPath: handoff } = newest;
  const prompt = continuePrompt(handoff);
  return { text: `No workflow is active. Read ${handoff}.`, data: { handoff, prompt } };
}
