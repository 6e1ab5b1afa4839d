import type { DocumentFinding, ExportQuestion } from '../../core/proposals/document-findings.ts';
import type { ContentChange } from '../../core/tokens/counted-document.ts';
import { WorkerClient } from '../workers/worker-client.ts';
import type { WorkerClientChanges } from '../workers/worker-client.ts';
import { TOON } from './protocol.ts';
import type { ToonAnswer, ToonContent, ToonQuestion, ToonWorkerData } from './protocol.ts';

/** Documents are looked at while somebody types; between two such times the worker may go. */
const IDLE_MS = 60_000;
/** Beyond so many the text itself is the shorter message. */
const MAX_EVENTS = 1000;

/** A document as it is at any time; its text is asked for only where it has to be sent. */
export interface LiveDocument {
  readonly uri: string;
  /** One more with every event of changes. */
  readonly version: number;
  /** UTF-16 units. */
  readonly length: number;
  getText(): string;
}

/** What the worker has of a document once it has read all that it was asked, and what happened since. */
interface SentDocument {
  sent: number;
  events: (readonly ContentChange[])[];
  /** UTF-16 units of text in {@link events}. */
  size: number;
  findings: readonly DocumentFinding[];
}

/** Reads TOON documents in a worker, which has their texts: only what changes is sent. */
export class ToonClient extends WorkerClient<ToonQuestion, ToonAnswer> {
  readonly #documents = new Map<string, SentDocument>();
  #closed: string[] = [];

  constructor(changes: WorkerClientChanges = {}) {
    const workerData: ToonWorkerData = { kind: TOON };
    super({ name: 'the TOON worker', file: 'toon.js', workerData, idleMs: IDLE_MS }, changes);
  }

  /** Keeps one event for the next reading. @param version after it */
  change(uri: string, version: number, changes: readonly ContentChange[]): void {
    const known = this.#documents.get(uri);
    if (known === undefined) return;
    // One was missed, or two came as one: their offsets would be of different texts.
    if (version !== known.sent + known.events.length + 1 || known.events.length === MAX_EVENTS) {
      this.#documents.delete(uri);
      return;
    }
    // What VS Code gives can't be sent as it is.
    known.events.push(
      changes.map(({ rangeOffset, rangeLength, text }) => ({ rangeOffset, rangeLength, text })),
    );
    known.size += changes.reduce((sum, { text }) => sum + text.length, 0);
  }

  close(uri: string): void {
    if (this.#documents.delete(uri)) this.#closed.push(uri);
  }

  /**
   * The very list of the last reading where nothing differs. Rejected where the worker fails, and by `dispose`.
   *
   * @param ours undefined for a document that is none of ours
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

/** Every event is known, and they are less than the text. */
function isInStep({ sent, events, size }: SentDocument, { version, length }: LiveDocument): boolean {
  return sent + events.length === version && size <= length;
}
