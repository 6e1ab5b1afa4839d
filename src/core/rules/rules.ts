/**
 * The rules of a folder, `ninefold.json`: one schema for every surface. The file may have comments;
 * `node/rules/rules-file.ts` reads it.
 */

import * as z from 'zod/mini';

import { AGENTS, DEFAULT_AGENT } from '../agents/agents.ts';
import { DEFAULT_LEVELS } from '../meter/levels.ts';
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
    'A phase, a sub-phase, or a range: `5`, `1-4`, `5a-5b`.',
    z.string().check(z.regex(/^([1-9]|5[abc])(-([1-9]|5[abc]))?$/)),
  ),
  focus: described('Focus of the session.', z.string()),
  typicalTokens: described(
    'Range in thousands: `50K-80K`.',
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
  warning: described('Warn and offer a handoff.', z._default(percent, DEFAULT_LEVELS.warning)),
  suggest: described(
    'Write the handoff and offer a new session.',
    z._default(percent, DEFAULT_LEVELS.suggest),
  ),
  force: described(
    'Save the state and write the handoff automatically.',
    z._default(percent, DEFAULT_LEVELS.force),
  ),
});

const retention = z.object({
  completedDays: described('Number of days that a completed workflow is kept.', z._default(days, 30)),
  cancelledDays: described('Number of days that a cancelled workflow is kept.', z._default(days, 7)),
  archivedHandoffs: described(
    "Number of a workflow's archived handoffs that are kept regardless of age.",
    z._default(z.int().check(z.gte(0), z.lte(10_000)), 10),
  ),
  archivedHandoffDays: described(
    'Number of days that an archived handoff is kept regardless of count.',
    z._default(days, 7),
  ),
  responses: described(
    'Number of check outputs that are kept; older ones are deleted when another is written.',
    z._default(z.int().check(z.gte(1), z.lte(10_000)), 20),
  ),
});

const tasks = z.object({
  agent: described(
    `Default agent for tasks: ${TASK_AGENTS}, or a name from \`taskCommands\`.`,
    z._default(z.string(), DEFAULT_AGENT.id),
  ),
  place: described(
    'Where an agent works: in its own git worktree, or in the workspace folder.',
    z._default(z.enum(TASK_PLACES), 'worktree'),
  ),
  timeLimit: described('Minutes until a run is stopped.', z._default(minutes, 60)),
  folder: described(
    'Additional folder with `task-*.md` and `output-*.md` files, absolute or in the workspace; empty for none.',
    z._default(z.string(), ''),
  ),
});

export const rulesSchema = z.object({
  $schema: z.optional(z.string()),
  levels: described(
    'Percentage of the context window at which each level begins.',
    z._default(levels, { ...DEFAULT_LEVELS }),
  ),
  approvedBy: described(
    "Who can approve a phase. With `person`, an agent's approval asks a person to approve.",
    z._default(z.enum(['person', 'anyone']), 'person'),
  ),
  activity: described(
    "Controls whether transcripts are read for agent activity: files, commands, to-dos, and prompts. `off` doesn't open them for this.",
    z._default(z.enum(['on', 'off']), 'on'),
  ),
  deliverables: described(
    "Whether files that an agent wrote become deliverables of the current phase. With `asked`, they're only offered; with `observed`, they're added automatically.",
    z._default(z.enum(['asked', 'observed']), 'asked'),
  ),
  retention: described(
    'What a cleanup removes. Workflows that are in progress or paused are always kept.',
    z._default(retention, {
      completedDays: 30,
      cancelledDays: 7,
      archivedHandoffs: 10,
      archivedHandoffDays: 7,
      responses: 20,
    }),
  ),
  windows: described(
    'Context window of a model in tokens, by model id or part of it; `*` for every model.',
    z._default(z.record(z.string(), tokens), {}),
  ),
  estimateEncoding: described(
    'Encoding used to count tokens for estimates.',
    z._default(z.enum(ENCODINGS), 'o200k'),
  ),
  // The default is the agent's own factor.
  estimateFactors: described(
    "Factor that an estimate is multiplied by: the agent's tokens per token of the estimate's encoding, by agent; `*` for every agent.",
    z._default(z.record(z.string(), z.number().check(z.gte(0.1), z.lte(10))), {}),
  ),
  sessionPlan: described(
    'Phases of each agent session and the context tokens they typically take, in working order. Leave empty for no plan.',
    z._default(z.array(plannedSession), SEED_PLAN),
  ),
  tasks: described(
    'Background tasks for other agents.',
    z._default(tasks, { agent: DEFAULT_AGENT.id, place: 'worktree', timeLimit: 60, folder: '' }),
  ),
  taskCommands: described(
    'Commands of agents, by name: program and arguments, run without a shell. `{prompt}` is the task, `{task}` its file, and `{output}` the folder for its output. Without `{prompt}`, the task is passed on stdin.',
    z._default(z.record(z.string(), z.array(z.string()).check(z.minLength(1))), {}),
  ),
  checks: described(
    'Commands of checks, by name: program and arguments, run without a shell. Agents can run them by name.',
    z._default(z.record(z.string(), z.array(z.string()).check(z.minLength(1))), {}),
  ),
});

export type Rules = z.infer<typeof rulesSchema>;

export const DEFAULT_RULES: Rules = rulesSchema.parse({});
