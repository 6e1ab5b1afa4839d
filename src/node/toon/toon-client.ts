import type { DocumentFinding, ExportQuestion } from '../../core/proposals/document-findings.ts';
import type { ContentChange } from '../../core/tokens/counted-document.ts';
import { WorkerClient } from '../workers/worker-client.ts';
import type { WorkerClientChanges } from '../workers/worker-client.ts';
import { TOON } from './protocol.ts';
import type { ToonAnswer, ToonContent, ToonQuestion, ToonWorkerData } from './protocol.ts';

/** Documents are read while someone types; in between, the worker may be terminated. */
const IDLE_MS = 60_000;
/** With more events, sending the text is shorter. */
const MAX_EVENTS = 1000;

/** A live document; its text is only requested if it has to be sent. */
export interface LiveDocument {
  readonly uri: string;
  /** Increases by one with every change event. */
  readonly version: number;
  /** UTF-16 units. */
  readonly length: number;
  getText(): string;
}

/** What the worker has of a document after all pending requests, and the events since. */
interface SentDocument {
  sent: number;
  events: (readonly ContentChange[])[];
  /** UTF-16 units of text in {@link events}. */
  size: number;
  findings: readonly DocumentFinding[];
}

/** Reads TOON documents in a worker, which keeps their texts: only changes are sent. */
export class ToonClient extends WorkerClient<ToonQuestion, ToonAnswer> {
  readonly #documents = new Map<string, SentDocument>();
  #closed: string[] = [];

  constructor(changes: WorkerClientChanges = {}) {
    const workerData: ToonWorkerData = { kind: TOON };
    super({ name: 'the TOON worker', file: 'toon.js', workerData, idleMs: IDLE_MS }, changes);
  }

  /**
   * Stores an event for the next reading.
   *
   * @param version after the event
   */
  change(uri: string, version: number, changes: readonly ContentChange[]): void {
    const known = this.#documents.get(uri);
    if (known === undefined) return;
    // An event was missed, or two were combined: the offsets would belong to different texts.
    if (version !== known.sent + known.events.length + 1 || known.events.length === MAX_EVENTS) {
      this.#documents.delete(uri);
      return;
    }
    // VS Code's objects can't be sent directly.
    known.events.push(
      changes.map(({ rangeOffset, rangeLength, text }) => ({ rangeOffset, rangeLength, text })),
    );
    known.size += changes.reduce((sum, { text }) => sum + text.length, 0);
  }

  close(uri: string): void {
    if (this.#documents.delete(uri)) this.#closed.push(uri);
  }

  /**
   * Reads a document; returns the same list as the last time if nothing differs. Rejects if the worker fails, and on
   * `dispose`.
   *
   * @param ours undefined for a document that isn't ours
   */
  async read(document: LiveDocument, ours: ExportQuestion | undefined): Promise<readonly DocumentFinding[]> {
    const known = this.#documents.get(document.uri);
    if (known === undefined || !isInStep(known, document)) return this.#readText(document, ours);
    const { sent: from, events } = known;
    const content = { kind: 'changes', from, events, length: document.length } as const;
    known.sent = document.version;
    known.events = [];
    known.size = 0;
    const answer = await this.#send(document, content, ours);
    return answer === 'out-of-step' ? this.#readText(document, ours) : this.#take(known, answer);
  }

  async #readText(
    document: LiveDocument,
    ours: ExportQuestion | undefined,
  ): Promise<readonly DocumentFinding[]> {
    const known: SentDocument = { sent: document.version, events: [], size: 0, findings: [] };
    this.#documents.set(document.uri, known);
    return this.#take(known, await this.#send(document, { kind: 'text', text: document.getText() }, ours));
  }

  #send(
    { uri, version }: LiveDocument,
    content: ToonContent,
    ours: ExportQuestion | undefined,
  ): Promise<ToonAnswer> {
    const closed = this.#closed;
    this.#closed = [];
    return this.ask({ uri, version, content, export: ours, closed });
  }

  #take(known: SentDocument, answer: ToonAnswer): readonly DocumentFinding[] {
    if (typeof answer !== 'string') known.findings = answer;
    return known.findings;
  }
}

/** All events are known, and shorter than the text. */
function isInStep({ sent, events, size }: SentDocument, { version, length }: LiveDocument): boolean {
  return sent + events.length === version && size <= length;
}
