/** The structure of the exports, for reading an edited one. */

import type { ToonFields, ToonSchema, ToonType } from '../toon/toon-schema.ts';
import { PHASE_STATUSES } from '../workflow/phases.ts';
import { NEXT_STEP_STATUSES, WORKFLOW_STATUSES } from '../workflow/state.ts';
import { DECISIONS_FILE, SESSION_CONTEXT_FILE, WORKFLOW_STATE_FILE } from './export-names.ts';
import { EXPORT_SCHEMA } from './toon.ts';

const text = { kind: 'text' } as const;
const number = { kind: 'number' } as const;
const nullable = { kind: 'text', isNullable: true } as const;
const status: ToonType = { kind: 'text', values: PHASE_STATUSES };
/** Few paths contain a comma; one before a space, or before a digit and a comma, separates two rows. */
const path: ToonType = { kind: 'text', pattern: /^(?!.*,(?:\s|\d,))[^\s,][^\t]*$/ };
const key: ToonType = { kind: 'text', pattern: /^[\w.-]{1,64}$/ };

const decisions = { kind: 'table', columns: { id: key, choice: text, reason: text } } as const;
const patterns = { kind: 'table', columns: { type: key, convention: text, example: text } } as const;

const tables: ToonFields = {
  phases: { kind: 'table', columns: { num: number, name: text, status } },
  sub_phases: { kind: 'table', columns: { num: text, name: text, status } },
  agents: { kind: 'texts' },
  deliverables: { kind: 'table', columns: { phase: number, file: path } },
  next_steps: {
    kind: 'table',
    columns: { text, status: { kind: 'text', values: NEXT_STEP_STATUSES } },
  },
  questions: { kind: 'texts' },
  handoff: text,
};

const workflow: ToonFields = {
  id: text,
  name: text,
  status: { kind: 'text', values: WORKFLOW_STATUSES },
  phase: number,
  sub_phase: text,
  created: text,
  task: text,
};

const SCHEMAS: Readonly<Record<string, ToonFields>> = {
  [WORKFLOW_STATE_FILE]: { workflow: { kind: 'object', fields: workflow }, ...tables },
  [DECISIONS_FILE]: { workflow: text, decisions },
  [SESSION_CONTEXT_FILE]: {
    project: { kind: 'object', fields: { name: text, stack: text } },
    patterns,
    workflow: {
      kind: 'object',
      fields: { id: text, phase: number, phase_name: text, sub_phase: text, feature: text, branch: nullable },
    },
    constraints: { kind: 'texts' },
    decisions,
  },
};

const OWN: ToonFields = {
  workflow: { kind: 'object', fields: { ...workflow, feature: text, branch: nullable } },
  ...tables,
  constraints: { kind: 'texts' },
  patterns,
  decisions,
};

/** Returns the schema of an export by name; any name that isn't one of the root's is a workflow's own. */
export function exportSchema(name: string): ToonSchema {
  const fields = SCHEMAS[name] ?? OWN;
  return { name: EXPORT_SCHEMA, fields: { schema: text, ...fields, heads: text, revision: number } };
}
