/**
 * What each key of the exports means, by its path; a column is below its table. `{name}` is a parameter. If a path
 * means something else in another document, that document's name precedes it. The host translates these.
 */
export const KEY_DESCRIPTIONS = {
  schema: 'Version of this document, always the first key.',
  revision: 'Number of the last event of the workflow. A document without it was cut short.',
  workflow: 'The workflow that this document is about.',
  'decisions.toon:workflow': 'Id of the workflow that these decisions belong to.',
  'workflow.id': 'Id of the workflow, the name of its files.',
  'workflow.name': 'Name of the workflow.',
  'workflow.status': 'Whether the workflow runs.',
  'workflow.phase': 'Number of the current phase, 1 to 9.',
  'workflow.phase_name': 'Name of the current phase.',
  'workflow.sub_phase': 'Current step of phase 5: 5a RED, 5b GREEN or 5c REFACTOR.',
  'workflow.created': 'When the workflow was started, in UTC.',
  'workflow.task': 'What is to be done. An edit of it is taken in.',
  'workflow.feature': 'Slug of the name.',
  'workflow.branch': 'Branch of the repository; null where there is none.',
  phases: 'The nine phases. Another status of the current one submits it.',
  'phases.num': 'Number of the phase.',
  'phases.name': 'Name of the phase.',
  'phases.status': 'How the phase stands.',
  sub_phases: 'The three steps of phase 5, while it is the current one.',
  'sub_phases.num': 'The step: 5a, 5b or 5c.',
  'sub_phases.name': 'Name of the step.',
  'sub_phases.status': 'How the step stands.',
  agents: 'Agents that the workflow was started for.',
  deliverables: 'Files that the phases made. Rows that are added are taken in.',
  'deliverables.phase': 'Number of the phase that made the file.',
  'deliverables.file': 'Path of the file from the project folder.',
  next_steps:
    'What is to be done next, without what is done. Rows that are added are taken in, and another status too.',
  'next_steps.text': 'What is to be done.',
  'next_steps.status': 'How the step stands.',
  handoff: 'Path of the newest handoff.',
  project: 'What is known of the project.',
  'project.name': 'Name of the project, from its manifest.',
  'project.stack': 'Languages and frameworks found in the project.',
  patterns: 'Conventions of the project for the next session to keep.',
  'patterns.type': 'What the convention is about.',
  'patterns.convention': 'The convention.',
  'patterns.example': 'Where it is seen.',
  decisions: 'Decisions on the way, each with its reason. Rows that are added are taken in.',
  'decisions.id': 'Name of the decision; the same one again replaces it.',
  'decisions.choice': 'What was chosen.',
  'decisions.reason': 'Why it was chosen.',
} as const;

/** Shown below the meaning of a key that has few values. */
export const KEY_VALUES = 'One of {values}.';
