/** The handoff of a session without a workflow: from its transcript and git, recorded nowhere else. */

import type { SessionActivity } from '../activity/activity.ts';
import { sessionDocument } from '../handoff/session-document.ts';
import { continuePrompt } from '../handoff/resume-prompt.ts';
import type { Reading } from '../meter/reading.ts';
import { countMarkers } from '../redaction/finding.ts';
import { bannerFor } from '../view/banner-progress.ts';
import { withRedactions } from './handoff-service.ts';
import { observeSession } from './observe-session.ts';
import type { WorkflowService } from './workflow-service.ts';

/** A handoff of a session. */
export interface SessionHandoff {
  readonly id: string;
  /** Absolute path. */
  readonly file: string;
  /** As named in documents and prompts. */
  readonly shownPath: string;
  readonly prompt: string;
  readonly redacted: Readonly<Record<string, number>>;
}

export interface SessionDraftRequest {
  readonly id: string;
  readonly activity: SessionActivity;
  readonly reading: Reading | null;
  readonly shownPath: string;
  /** The document is outside of the workspace folder, so it names that folder. */
  readonly isElsewhere: boolean;
}

/** Drafts the document. Writes nothing. */
export async function draftSessionHandoff(
  service: WorkflowService,
  { id, activity, reading, shownPath, isElsewhere }: SessionDraftRequest,
): Promise<Pick<SessionHandoff, 'redacted'> & { readonly text: string }> {
  const { workspace } = service.ports;
  const git = await workspace.git();
  const { observed, work } = await observeSession(service, activity, git);
  const text = sessionDocument({
    id,
    observed,
    git,
    work,
    banner: bannerFor(reading),
    resume: continuePrompt(shownPath),
    folder: isElsewhere ? workspace.folder : null,
  });
  const redacted = countMarkers(text);
  return { text: withRedactions(text, redacted), redacted };
}
