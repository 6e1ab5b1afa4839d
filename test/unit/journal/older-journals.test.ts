/**
 * Journals of version 0.1.0, whose start names its preset and not what that skipped, beside the states they added up to
 * then: one of each preset, written by the command line, and two that hold every type of event. They are never made again.
 */

import { deepStrictEqual } from 'node:assert/strict';
import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';

import { decodeJournal, foldEvents } from '../../../src/core/journal/journal-format.ts';
import type { WorkflowEvent } from '../../../src/core/workflow/events.ts';
import { projectFolder } from '../../harness/paths.mjs';
import { shape } from '../support/workflows.ts';

const FOLDER = join(projectFolder, 'test/fixtures/journals');
const ENDING = '.journal.jsonl';
const NAMES = readdirSync(FOLDER).flatMap((file) =>
  file.endsWith(ENDING) ? [file.slice(0, -ENDING.length)] : [],
);

/** Every type of event of version 0.1.0; types that came later aren't in its journals. */
const TYPES: readonly string[] = [
  'check.recorded',
  'decision.recorded',
  'deliverable.added',
  'deliverable.removed',
  'handoff.created',
  'nextStep.added',
  'nextStep.set',
  'pattern.set',
  'phase.approvalUndone',
  'phase.approved',
  'phase.rejected',
  'phase.reopened',
  'phase.set',
  'phase.skipped',
  'phase.submitted',
  'session.compacted',
  'session.ended',
  'session.started',
  'session.takenOver',
  'task.merged',
  'workflow.agentsSet',
  'workflow.branchSet',
  'workflow.recovered',
  'workflow.renamed',
  'workflow.started',
  'workflow.statusSet',
  'workflow.taskSet',
];

const textOf = (file: string): string => readFileSync(join(FOLDER, file), 'utf8');

function eventsOf(name: string): readonly WorkflowEvent[] {
  return decodeJournal(textOf(`${name}${ENDING}`), { file: `${name}${ENDING}`, workflow: name }).events;
}

/** The state that a journal adds up to, and what the steps were after each of its events. */
function foldedOf(name: string): unknown {
  const events = eventsOf(name);
  const steps = events.map((_, index) => {
    const state = foldEvents(events.slice(0, index + 1), name);
    return `${state.current} ${shape(state)} ${state.status}`;
  });
  return JSON.parse(JSON.stringify({ steps, state: foldEvents(events, name) }));
}

/** `value` without the fields that `then`, at the same place, doesn't have: a state may gain fields. */
function inFieldsOf(then: unknown, value: unknown): unknown {
  if (Array.isArray(then) && Array.isArray(value)) return value.map((item, at) => inFieldsOf(then[at], item));
  if (!isRecord(then) || !isRecord(value)) return value;
  const known = Object.entries(value).filter(([key]) => Object.hasOwn(then, key));
  return Object.fromEntries(known.map(([key, field]) => [key, inFieldsOf(then[key], field)]));
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

describe('journals of version 0.1.0', () => {
  for (const name of NAMES) {
    it(`add up to the states that they added up to then: ${name}`, () => {
      const then: unknown = JSON.parse(textOf(`${name}.states.json`));
      deepStrictEqual(inFieldsOf(then, foldedOf(name)), then);
    });
  }

  it('are of each preset that there was, and of every type of event', () => {
    const starts = NAMES.flatMap((name) => eventsOf(name).slice(0, 1));
    const presets = starts.flatMap(({ type, data }) => (type === 'workflow.started' ? data.preset : []));
    deepStrictEqual([...new Set(presets)].sort(), [
      'backend',
      'bugfix',
      'config',
      'docs',
      'full',
      'prototype',
    ]);
    const types = NAMES.flatMap((name) => eventsOf(name).map(({ type }) => type));
    deepStrictEqual([...new Set(types)].sort(), TYPES);
  });
});
