/** The handoff of a session without a workflow: from its transcript and git. */

import { agentName } from '../agents/agents.ts';
import type { GitFacts, GitWork } from '../service/ports.ts';
import { clip } from '../text/foreign-text.ts';
import { commitsLine, gitHead, bannerLines, section } from './handoff-document.ts';
import { folderLine } from './folder-line.ts';
import { code, fenced, inline } from './markdown.ts';
import type { Observed } from './observed.ts';
import { fitObserved, observedDone, observedOpen, quoted } from './observed-lines.ts';
import type { ObservedCut } from './observed-lines.ts';

export interface SessionDocumentInput {
  /** Names the document, such as `session-{agent}-1a2b3c4d`. */
  readonly id: string;
  readonly observed: Observed;
  readonly git: GitFacts;
  /** Since the session began; null if that isn't known. */
  readonly work: GitWork | null;
  /** The banner of the session that wrote it; empty at the normal level, and if nothing is metered. */
  readonly banner: string;
  /** The line that a new session continues with. */
  readonly resume: string;
  /** The workspace folder, for a document outside of it; otherwise null. */
  readonly folder: string | null;
}

const MAX_OLDER = 8;

/** Makes the Markdown document, with a trailing newline. */
export function sessionDocument(input: SessionDocumentInput): string {
  return fitObserved(input.observed, (cut) => documentWith(input, cut));
}

function documentWith(input: SessionDocumentInput, cut: ObservedCut): string {
  const { id, observed, banner, resume } = input;
  const sections = [
    `# Session Handoff: ${id}`,
    ...section('Quick Context', contextLines(input, cut)),
    ...section("What's Done", quoted(observedDone(observed, cut), false)),
    ...section('Open', quoted(observedOpen(observed, cut), false)),
    ...section('Git', gitLines(input)),
    ...section('Next Steps', nextSteps(observed)),
    ...section('Resume', [fenced(resume)]),
    ...section('Why this was written', bannerLines(banner)),
  ];
  return `${sections.join('\n\n')}\n`;
}

function contextLines(
  { observed, folder }: SessionDocumentInput,
  { textLength }: ObservedCut,
): readonly string[] {
  const { task, agent, sessionId } = observed;
  return [
    `- **Task:** ${task === null ? 'unknown' : inline(clip(task, textLength))}`,
    `- **Session:** ${agentName(agent)}${sessionId === null ? '' : ` ${code(sessionId)}`}`,
    ...(folder === null ? [] : [folderLine(folder)]),
  ];
}

/** Uncommitted files that changed during the session are among its files. */
function gitLines({ git, work }: SessionDocumentInput): readonly string[] {
  const changed = new Set(work?.changed ?? []);
  const older = git.uncommitted.filter((file) => !changed.has(file));
  const rest = older.length - MAX_OLDER;
  const shown = older.slice(0, MAX_OLDER).map(code).join(', ') + (rest > 0 ? ` … and ${rest} more` : '');
  const count = git.uncommitted.length;
  const listed = changed.size === 0 ? '' : `; ${changed.size} changed in this session`;
  const before = shown === '' ? '' : `; from before: ${shown}`;
  const none = git.isUnlisted === true ? "unknown, git couldn't list them" : 'none';
  return [
    ...gitHead(git),
    ...commitsLine(work, 'session'),
    ...(git.branch === null && git.commit === null
      ? []
      : [`- Uncommitted: ${count === 0 ? none : `${count}${listed}${before}`}`]),
  ];
}

function nextSteps({ checks, todos, lastPrompt }: Observed): readonly string[] {
  const isFailing = checks.some(({ result }) => result === 'fail');
  const steps = [
    ...(isFailing ? ['Make the failing checks pass'] : []),
    ...(todos.length > 0 ? ['Continue with the open to-dos'] : []),
    ...(todos.length === 0 && lastPrompt !== null ? ['Finish what the person asked last'] : []),
  ];
  const all = steps.length === 0 ? ['Ask the person what to do next'] : steps;
  return all.map((step, index) => `${index + 1}. ${step}`);
}
