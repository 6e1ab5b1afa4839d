/** What the TOON worker is started with and asked, and what it answers. */

import type { DocumentFinding, DocumentQuestion } from '../../core/proposals/document-findings.ts';
import type { AskedReply, AskedRequest } from '../asked-worker.ts';

/** A thread that loads the bundle for another reason serves nobody. */
export const TOON = 'ninefold.toon';

export interface ToonWorkerData {
  readonly kind: typeof TOON;
}

export type ToonRequest = AskedRequest<DocumentQuestion>;

export type ToonReply = AskedReply<readonly DocumentFinding[]>;
