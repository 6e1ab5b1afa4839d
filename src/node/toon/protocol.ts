/** What the TOON worker is started with and asked, and what it answers. */

import type { DocumentFinding, DocumentQuestion } from '../../core/proposals/document-findings.ts';

/** A thread that loads the bundle for another reason serves nobody. */
export const TOON = 'ninefold.toon';

export interface ToonWorkerData {
  readonly kind: typeof TOON;
}

export interface ToonRequest {
  readonly id: number;
  readonly question: DocumentQuestion;
}

export interface ToonReply {
  readonly id: number;
  readonly findings: readonly DocumentFinding[];
}
