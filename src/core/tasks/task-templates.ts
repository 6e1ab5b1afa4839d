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
      '- Cover the acceptance criteria, errors, and edge cases.',
      "- Use the project's test framework and style.",
      "- Test what the code should do. Don't change the code itself.",
    ].join('\n'),
  },
  docs: {
    title: 'Write Documentation',
    phase: 8,
    output: 'docs/implementation-summary.md',
    task: [
      'Document: {task}',
      '',
      '- Describe what was built, how it works, and how to use it, with an example of each use.',
      "- Don't claim anything that the code doesn't show.",
    ].join('\n'),
  },
  review: {
    title: 'Review Code',
    phase: 6,
    output: 'docs/code-review.md',
    task: [
      'Review the code of: {task}',
      '',
      '- Start with bugs, each with file, line, what goes wrong, and how to fix it.',
      "- Then list what is hard to read or untested. Don't change code.",
    ].join('\n'),
  },
  security: {
    title: 'Scan for Vulnerabilities',
    phase: 6,
    output: 'docs/security-scan.md',
    task: [
      'Find security vulnerabilities in: {task}',
      '',
      '- Check input validation, injection, paths, secrets, permissions, and dependencies.',
      "- For each finding, give file, line, how it can be exploited, its severity, and how to fix it. Don't change code.",
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
      ? 'Paths are relative to this folder. Change nothing else; other changes are reviewed separately.'
      : `Put each file under \`${outputFolder}\`, with its path. Don't change the files of the workspace.`;
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
