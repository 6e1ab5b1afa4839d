/** Messages to and from the TOON worker. */

import type { DocumentFinding, ExportQuestion } from '../../core/proposals/document-findings.ts';
import type { ContentChange } from '../../core/tokens/counted-document.ts';
import type { WorkerReply, WorkerRequest } from '../workers/worker-client.ts';

/** Marks a worker for TOON, so that the bundle does nothing in a thread that loads it for another reason. */
export const TOON = 'ninefold.toon';

export interface ToonWorkerData {
  readonly kind: typeof TOON;
}

/** How to get the text to read. */
export type ToonContent =
  | { readonly kind: 'text'; readonly text: string }
  /** From the worker's text, event by event. */
  | {
      readonly kind: 'changes';
      /** Version of the text that they change. */
      readonly from: number;
      readonly events: readonly (readonly ContentChange[])[];
      /** Resulting length in UTF-16 units. */
      readonly length: number;
    };

export interface ToonQuestion {
  readonly uri: string;
  /** Version of the text to read. */
  readonly version: number;
  readonly content: ToonContent;
  /** Undefined for a document that isn't ours. */
  readonly export: ExportQuestion | undefined;
  /** Documents that were closed. */
  readonly closed: readonly string[];
}

/** `same`: the same answer as the last one for this document. `out-of-step`: the changes don't fit; send the text. */
export type ToonAnswer = readonly DocumentFinding[] | 'same' | 'out-of-step';

export type ToonRequest = WorkerRequest<ToonQuestion>;

export type ToonReply = WorkerReply<ToonAnswer>;
