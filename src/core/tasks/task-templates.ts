/** Templates of agent tasks, filled from the workflow, with the sections Context, Task, Output. */

import { phaseDefinition, phaseOfStep, isSubPhase, SUB_PHASE_NAMES } from '../workflow/phases.ts';
import type { StepId } from '../workflow/phases.ts';
import type { WorkflowState } from '../workflow/state.ts';
import type { TaskPlace } from './task-places.ts';

export const TASK_TEMPLATES = ['tests', 'docs', 'review', 'security', 'empty'] as const;
export type TaskTemplate = (typeof TASK_TEMPLATES)[number];

interface TemplateDefinition {
  readonly title: string;
  /** Phase that its outputs belong to; null for the current one. */
  readonly phase: number | null;
  /** Default output; `{feature}` is the feature's slug. */
  readonly output: string | null;
  readonly task: string;
}

export const TASK_TEMPLATE_TEXTS: Readonly<Record<TaskTemplate, TemplateDefinition>> = {
  tests: {
    title: 'Write Tests',
    phase: 5,
    output: 'tests/{feature}/',
    task: [
      'Write tests for: {task}',
      '',
      '- Cover the acceptance criteria, the errors and the edges.',
      '- Follow the test framework and the style that the project has.',
      '- Test what the code should do. Leave the code itself as it is.',
    ].join('\n'),
  },
  docs: {
    title: 'Write Documentation',
    phase: 8,
    output: 'docs/implementation-summary.md',
    task: [
      'Document: {task}',
      '',
      '- What was built, how it works, how it is used, with an example of each use.',
      '- Say nothing that the code does not show.',
    ].join('\n'),
  },
  review: {
    title: 'Review Code',
    phase: 6,
    output: 'docs/code-review.md',
    task: [
      'Review the code of: {task}',
      '',
      '- Faults first, each with file, line, what goes wrong, and how to mend it.',
      '- Then what is hard to read or untested. Change no code.',
    ].join('\n'),
  },
  security: {
    title: 'Scan for Security',
    phase: 6,
    output: 'docs/security-scan.md',
    task: [
      'Look for security faults in: {task}',
      '',
      '- Input that is trusted, injection, paths, secrets, permissions, dependencies.',
      '- Each finding with file, line, how it can be used, how grave it is, and how to mend it. Change no code.',
    ].join('\n'),
  },
  empty: { title: 'Agent Task', phase: null, output: null, task: '{task}' },
};

export function isTaskTemplate(name: string): name is TaskTemplate {
  return (TASK_TEMPLATES as readonly string[]).includes(name);
}

/** `5a (RED)`, `2 (Tech Planning)`, `5 (TDD Implementation)` for all its steps. */
function stepsInWords(steps: readonly StepId[]): string {
  const [step = '1', ...others] = steps;
  const { num, name } = phaseDefinition(phaseOfStep(step));
  if (others.length > 0) return `${num} (${name})`;
  return `${step} (${isSubPhase(step) ? SUB_PHASE_NAMES[step] : name})`;
}

/** Returns a template's default output; null if the output must be given. */
export function suggestedOutput(template: TaskTemplate, state: WorkflowState): string | null {
  return TASK_TEMPLATE_TEXTS[template].output?.replace('{feature}', state.feature) ?? null;
}

export interface TaskText {
  readonly title: string;
  readonly feature: string;
  /** Steps that the task is for. */
  readonly steps: readonly StepId[];
  readonly files: readonly string[];
  readonly task: string;
  readonly outputs: readonly string[];
  readonly place: TaskPlace;
  /** Name of the output folder for an agent that works in the workspace. */
  readonly outputFolder: string;
}

/** Makes the text of `task.md`. */
export function renderTask(text: TaskText): string {
  const { title, feature, steps, files, task, outputs, place, outputFolder } = text;
  const written = outputs.length === 1 ? `Write to: ${outputs[0] ?? ''}` : `Write to:\n${list(outputs)}`;
  const where =
    place === 'worktree'
      ? 'Paths are relative to this folder. Change nothing else: what is changed beyond these paths is shown apart.'
      : `Put each file below \`${outputFolder}\`, under its own path. Leave the files of the workspace as they are.`;
  return [
    `# Background Task: ${title}`,
    '',
    '## Context',
    `- Feature: ${feature}`,
    `- Phase: ${stepsInWords(steps)}`,
    `- Files: ${files.length === 0 ? 'none' : files.join(', ')}`,
    '',
    '## Task',
    task,
    '',
    '## Output',
    written,
    '',
    where,
    '',
  ].join('\n');
}

function list(paths: readonly string[]): string {
  return paths.map((path) => `- ${path}`).join('\n');
}

/** Returns the text of a template's task, or the given one instead. */
export function taskBody(template: TaskTemplate, state: WorkflowState, own: string | undefined): string {
  const text = TASK_TEMPLATE_TEXTS[template].task;
  if (own === undefined) return text.replace('{task}', () => state.task);
  return template === 'empty' ? own : text.replace('{task}', () => own);
}
