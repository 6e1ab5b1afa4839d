/** What the TOON worker is started with and asked, and what it answers. */

import type { DocumentFinding, ExportQuestion } from '../../core/proposals/document-findings.ts';
import type { ContentChange } from '../../core/tokens/counted-document.ts';
import type { WorkerReply, WorkerRequest } from '../workers/worker-client.ts';

/** A thread that loads the bundle for another reason serves nobody. */
export const TOON = 'ninefold.toon';

export interface ToonWorkerData {
  readonly kind: typeof TOON;
}

/** How the text that is to be read comes about. */
export type ToonContent =
  | { readonly kind: 'text'; readonly text: string }
  /** Out of the one that the worker has, event by event. */
  | {
      readonly kind: 'changes';
      /** Version of the text that they change. */
      readonly from: number;
      readonly events: readonly (readonly ContentChange[])[];
      /** UTF-16 units of the text that comes out. */
      readonly length: number;
    };

export interface ToonQuestion {
  readonly uri: string;
  /** Of the text that is to be read. */
  readonly version: number;
  readonly content: ToonContent;
  /** Undefined for a document that is none of ours. */
  readonly export: ExportQuestion | undefined;
  /** Documents that nobody has open any more. */
  readonly closed: readonly string[];
}

/** `same`: what was answered of this document last. `out-of-step`: the changes don't fit; the text is wanted. */
export type ToonAnswer = readonly DocumentFinding[] | 'same' | 'out-of-step';

export type ToonRequest = WorkerRequest<ToonQuestion>;

export type ToonReply = WorkerReply<ToonAnswer>;
