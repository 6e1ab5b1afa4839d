/**
 * The rules of a folder, `ninefold.json`: one schema for every surface. The file may have comments;
 * `node/rules/rules-file.ts` reads it.
 */

import * as z from 'zod/mini';

import { AGENTS, DEFAULT_AGENT } from '../agents/agents.ts';
import { TASK_PLACES } from '../tasks/task-places.ts';
import { ENCODINGS } from '../tokens/encodings.ts';

const percent = z.number().check(z.gt(0), z.lte(100));
const days = z.number().check(z.gte(0), z.lte(36_500));
const minutes = z.number().check(z.gt(0), z.lte(1440));
const tokens = z.int().check(z.gte(1000), z.lte(100_000_000));

/** Adds a description to a schema, for `media/ninefold.schema.json`, which `npm run schema` writes. */
function described<T extends z.ZodMiniType>(description: string, schema: T): T {
  z.globalRegistry.add(schema, { description });
  return schema;
}

const TASK_AGENTS = AGENTS.filter(({ taskCommand }) => taskCommand !== undefined)
  .map(({ id }) => `\`${id}\``)
  .join(', ');

const plannedSession = z.object({
  phases: described(
    'A phase or sub-phase, or the first and the last of several: `1-4`, `5`, `5a-5b`.',
    z.string().check(z.regex(/^([1-9]|5[abc])(-([1-9]|5[abc]))?$/)),
  ),
  focus: described('What the session is for.', z.string()),
  typicalTokens: described(
    'From and to, in thousands: `50K-80K`.',
    z.string().check(z.regex(/^[0-9]{1,6}K-[0-9]{1,6}K$/)),
  ),
});

/** Verbatim from the source document. */
const SEED_PLAN: z.infer<typeof plannedSession>[] = [
  { phases: '1-4', focus: 'Planning (Requirements/Design/UI/Tests)', typicalTokens: '50K-80K' },
  { phases: '5', focus: 'TDD Implementation (RED/GREEN/REFACTOR)', typicalTokens: '80K-150K' },
  { phases: '6-9', focus: 'Review & Deploy (Review/Verify/Docs/Notify)', typicalTokens: '40K-60K' },
];

const levels = z.object({
  warning: described('Warn and offer a handoff.', z._default(percent, 75)),
  suggest: described('Write the handoff and offer a new session.', z._default(percent, 85)),
  force: described('Save the state and write the handoff automatically.', z._default(percent, 90)),
});

const retention = z.object({
  completedDays: described('Days a completed workflow is kept.', z._default(days, 30)),
  cancelledDays: described('Days a cancelled workflow is kept.', z._default(days, 7)),
  archivedHandoffs: described(
    'Archived handoffs of a workflow that are kept whatever their age.',
    z._default(z.int().check(z.gte(0), z.lte(10_000)), 10),
  ),
  archivedHandoffDays: described(
    'Days an archived handoff is kept however many there are.',
    z._default(days, 7),
  ),
  responses: described(
    'Outputs of checks that are kept; older ones go when another is written.',
    z._default(z.int().check(z.gte(1), z.lte(10_000)), 20),
  ),
});

const tasks = z.object({
  agent: described(
    `Who runs a task unless it says otherwise: ${TASK_AGENTS}, or a name of \`taskCommands\`.`,
    z._default(z.string(), DEFAULT_AGENT.id),
  ),
  place: described(
    'Where an agent works: in a git worktree of its own, or in the workspace folder.',
    z._default(z.enum(TASK_PLACES), 'worktree'),
  ),
  timeLimit: described('Minutes after which a run is ended.', z._default(minutes, 60)),
  folder: described(
    'Folder of `task-*.md` and `output-*.md` files that are read as well, absolute or in the workspace; empty for none.',
    z._default(z.string(), ''),
  ),
});

export const rulesSchema = z.object({
  $schema: z.optional(z.string()),
  levels: described(
    'Percent of the context window at which each level begins.',
    z._default(levels, { warning: 75, suggest: 85, force: 90 }),
  ),
  approvedBy: described(
    "Who may approve a phase. While it is `person`, an agent's approval is a request to one.",
    z._default(z.enum(['person', 'anyone']), 'person'),
  ),
  activity: described(
    'Whether transcripts are read for what the agent did: files, commands, to-dos, prompts. `off` opens none for it.',
    z._default(z.enum(['on', 'off']), 'on'),
  ),
  retention: described(
    'What a clean-up takes away. A workflow in progress or paused never goes.',
    z._default(retention, {
      completedDays: 30,
      cancelledDays: 7,
      archivedHandoffs: 10,
      archivedHandoffDays: 7,
      responses: 20,
    }),
  ),
  windows: described(
    'Context window of a model in tokens, by model id or a part of it; `*` for every model.',
    z._default(z.record(z.string(), tokens), {}),
  ),
  estimateEncoding: described(
    'Encoding that an estimate is counted in.',
    z._default(z.enum(ENCODINGS), 'o200k'),
  ),
  // The default is the agent's own factor.
  estimateFactors: described(
    "Tokens that an agent counts for one of the estimate's encoding, by agent; `*` for every agent. An estimate is multiplied by it.",
    z._default(z.record(z.string(), z.number().check(z.gte(0.1), z.lte(10))), {}),
  ),
  sessionPlan: described(
    'Which phases one agent session carries and how many tokens of context that typically takes, in the order of work. Empty: no plan.',
    z._default(z.array(plannedSession), SEED_PLAN),
  ),
  tasks: described(
    'Background tasks of other agents.',
    z._default(tasks, { agent: DEFAULT_AGENT.id, place: 'worktree', timeLimit: 60, folder: '' }),
  ),
  taskCommands: described(
    'Command of an agent, by its name: program and arguments, run without a shell. `{prompt}` is the task, `{task}` its file, `{output}` the folder for its output; without `{prompt}` the task is given on stdin.',
    z._default(z.record(z.string(), z.array(z.string()).check(z.minLength(1))), {}),
  ),
  checks: described(
    'Command of a check, by its name: program and arguments, run without a shell. An agent may have it run by its name.',
    z._default(z.record(z.string(), z.array(z.string()).check(z.minLength(1))), {}),
  ),
});

export type Rules = z.infer<typeof rulesSchema>;

export const DEFAULT_RULES: Rules = rulesSchema.parse({});
