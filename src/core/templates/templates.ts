/**
 * Templates of the suggested deliverables. A file with the same name in `<state root>/templates/` overrides one;
 * `{{name}}`, `{{task}}`, `{{id}}`, and `{{date}}` are filled in.
 */

import type { WorkflowState } from '../workflow/state.ts';

const heading = (title: string): string =>
  `# ${title}: {{name}}\n\n> {{task}}\n\nWorkflow: {{id}} · started {{date}}\n`;

/** Sections of each document, which a reader of that phase's result expects. */
const SECTIONS: Readonly<Record<number, readonly [title: string, ...sections: string[]]>> = {
  1: ['Requirements', 'Goal', 'User stories', 'Acceptance criteria', 'Out of scope', 'Open questions'],
  2: ['Technical specification', 'Approach', 'Data and interfaces', 'Alternatives considered', 'Risks'],
  3: ['UI breakdown', 'Screens and states', 'Components', 'Accessibility', 'UI text'],
  4: ['Test plan', 'Scope', 'Test cases', 'Test data', 'Not tested, and why'],
  6: ['Code review', 'Scope', 'Findings', 'Fixed', 'Not fixed, and why'],
  7: ['QA report', 'Environment', 'Checks run', 'Results', 'Known issues'],
  8: ['Implementation summary', 'What was built', 'How it works', 'How to use it', 'Follow-ups'],
  9: ['Notification', 'Summary', 'Who is affected', 'Links'],
};

/** Returns the file name of a phase's template in `templates/`; null for phase 5. */
export function templateFile(phase: number, suggested: string | null): string | null {
  return SECTIONS[phase] === undefined || suggested === null ? null : (suggested.split('/').at(-1) ?? null);
}

/** Returns a phase's built-in template; a plain heading if it has none. */
export function shippedTemplate(phase: number): string {
  const [title, ...sections] = SECTIONS[phase] ?? ['Notes'];
  return `${heading(title)}${sections.map((section) => `\n## ${section}\n\n`).join('')}`;
}

/** Fills a template's placeholders. */
export function renderTemplate(template: string, state: WorkflowState, now: string): string {
  const values: Readonly<Record<string, string>> = {
    name: state.name,
    task: state.task,
    id: state.id,
    date: now.slice(0, 10),
  };
  return template.replaceAll(/\{\{(\w+)\}\}/g, (place, key: string) => values[key] ?? place);
}
