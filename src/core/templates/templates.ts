/**
 * Templates of the suggested deliverables. A file with the same name in `<state root>/templates/` overrides one;
 * `{{name}}`, `{{task}}`, `{{id}}`, and `{{date}}` are filled in.
 */

import type { WorkflowState } from '../workflow/state.ts';

const heading = (title: string): string =>
  `# ${title}: {{name}}\n\n> {{task}}\n\nWorkflow: {{id}} · started {{date}}\n`;

/** A heading, and what belongs under it. */
type Section = readonly [heading: string, guidance: string];

interface DocumentTemplate {
  readonly title: string;
  readonly sections: readonly Section[];
}

/** Sections of each document, which a reader of that phase's result expects. */
const DOCUMENTS: Readonly<Record<number, DocumentTemplate>> = {
  1: {
    title: 'Requirements',
    sections: [
      ['Goal', "What people can do afterwards that they can't do now, and why it matters."],
      ['User stories', 'Who wants what, and what for. One line each.'],
      ['Acceptance criteria', 'What a tester checks: given, when, then. Include errors and limits.'],
      ['Out of scope', "What somebody could expect and won't get."],
      ['Open questions', 'What is undecided, and who decides it.'],
    ],
  },
  2: {
    title: 'Technical specification',
    sections: [
      ['Approach', 'How it works in a few sentences, and which parts of the code change.'],
      ['Data and interfaces', 'What is stored, and what is called with what. Include what already exists.'],
      ['Alternatives considered', "What else would have worked, and why it wasn't chosen."],
      ['Risks', 'What could go wrong, how you would notice, and what you would do then.'],
    ],
  },
  3: {
    title: 'UI breakdown',
    sections: [
      ['Screens and states', 'Each screen while empty, loading, filled, and failed.'],
      ['Components', 'Which ones exist, which are new, and what each one is given.'],
      ['Accessibility', 'Keyboard, screen reader, contrast, and zoom.'],
      ['UI text', 'Labels, messages, and errors, word for word.'],
    ],
  },
  4: {
    title: 'Test plan',
    sections: [
      ['Scope', 'What is tested, at which level: unit, integration, or end to end.'],
      ['Test cases', 'One line each, with the acceptance criterion that it checks.'],
      ['Test data', 'What the tests need, and where it comes from.'],
      ['Not tested, and why', 'What stays unchecked, and who knows about it.'],
    ],
  },
  6: {
    title: 'Code review',
    sections: [
      ['Scope', 'Which changes were reviewed, and against what: requirements, conventions, security.'],
      ['Findings', 'File and line, what is wrong, and how bad it is.'],
      ['Fixed', 'What was changed because of the review.'],
      ['Not fixed, and why', 'What stays as it is, and who accepted that.'],
    ],
  },
  7: {
    title: 'QA report',
    sections: [
      ['Environment', 'Versions, system, and data that the checks ran on.'],
      ['Checks run', 'Each command or manual step, with the acceptance criterion that it checks.'],
      ['Results', 'What passed, what failed, and the output that shows it.'],
      ['Known issues', 'What is still wrong, and how to work around it.'],
    ],
  },
  8: {
    title: 'Implementation summary',
    sections: [
      ['What was built', 'What is different now, for users and in the code.'],
      ['How it works', 'The way through the code, with its files.'],
      ['How to use it', 'Commands, settings, and an example.'],
      ['Follow-ups', 'What should be done later, and why not now.'],
    ],
  },
  9: {
    title: 'Notification',
    sections: [
      ['Summary', "What changed, in two sentences for somebody who didn't follow it."],
      ['Who is affected', 'Who has to do something, and by when.'],
      ['Links', 'Pull request, documents, and where to ask.'],
    ],
  },
};

/** Returns the file name of a phase's template in `templates/`; null for phase 5. */
export function templateFile(phase: number, suggested: string | null): string | null {
  return DOCUMENTS[phase] === undefined || suggested === null ? null : (suggested.split('/').at(-1) ?? null);
}

/** Returns a phase's built-in template; a plain heading if it has none. The guidance is in comments. */
export function shippedTemplate(phase: number): string {
  const { title, sections } = DOCUMENTS[phase] ?? { title: 'Notes', sections: [] };
  const parts = sections.map(([name, guidance]) => `\n## ${name}\n\n<!-- ${guidance} -->\n\n`);
  return `${heading(title)}${parts.join('')}`;
}

/**
 * Returns the line of a filled template where writing begins, from 0: the last one below its first `##` heading, after
 * the guidance; the last line of a template without any.
 */
export function firstLineToWrite(text: string): number {
  const lines = text.split('\n');
  const heading = lines.findIndex((line) => line.startsWith('## '));
  const next = heading === -1 ? -1 : lines.findIndex((line, at) => at > heading && line.startsWith('#'));
  return (next === -1 ? lines.length : next) - 1;
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
