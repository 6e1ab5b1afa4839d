import type { Event, TextDocument, TextDocumentChangeEvent } from 'vscode';
import { EventEmitter, Position, window, workspace } from 'vscode';

import type { WorkingSetCount } from '../../core/meter/reading.ts';
import { addCounts, type TokenCount } from '../../core/tokens/chunks.ts';
import type { Encoding } from '../../core/tokens/encodings.ts';
import { LARGEST_COUNTED } from '../../core/tokens/pieces.ts';
import type { TokenizerClient } from '../../node/tokens/tokenizer-client.ts';
import { loadEngine } from '../engine.ts';
import type { WorkspaceModel } from '../folders/workspace-model.ts';
import type { Reporter } from '../messages.ts';
import { DisposableList } from '../registration/disposable-list.ts';
import type { DisposableLike } from '../registration/disposable-list.ts';
import type { PinnedFiles } from './pinned-files.ts';
import { workingSetItems } from './working-set-items.ts';

/** Debounce: tabs and documents open and close in bursts. */
const SYNC_MS = 30;
/** Minimum interval between updates while typing. */
const TELL_MS = 50;

/** Undefined until counted; null if it can't be. */
type Answer = TokenCount | null | undefined;

interface OpenDocument {
  readonly document: TextDocument;
  isOpening: boolean;
  count: Answer;
}

/**
 * Counts the tokens of the working set while that is wanted; otherwise neither listens nor holds a worker. Starts the
 * tokenizer with the first item, and sends it only changes.
 */
export class WorkingSet implements DisposableLike {
  /** Fires when the count changes; null if nothing is open. */
  readonly onDidChange: Event<WorkingSetCount | null>;
  readonly #changed = new EventEmitter<WorkingSetCount | null>();
  readonly #model: WorkspaceModel;
  readonly #pins: PinnedFiles;
  readonly #reporter: Reporter;
  /** Disposables while the count is wanted. */
  readonly #running = new DisposableList();
  readonly #documents = new Map<string, OpenDocument>();
  #files = new Map<string, Answer>();
  #loadedPaths: ReadonlySet<string> = new Set();
  #isWanted = false;
  #tokenizer: TokenizerClient | undefined;
  #encoding: Encoding = 'o200k';
  #syncTimer: NodeJS.Timeout | undefined;
  #tellTimer: NodeJS.Timeout | undefined;
  #value: WorkingSetCount | null = null;

  constructor(model: WorkspaceModel, pins: PinnedFiles, reporter: Reporter) {
    this.#model = model;
    this.#pins = pins;
    this.#reporter = reporter;
    this.onDidChange = this.#changed.event;
  }

  /** The count; null if it isn't wanted, nothing is open, or the first count is pending. */
  get value(): WorkingSetCount | null {
    return this.#value;
  }

  /** Starts or stops counting. */
  setWanted(isWanted: boolean): void {
    if (isWanted === this.#isWanted) return;
    this.#isWanted = isWanted;
    if (isWanted) void this.#start();
    else this.#stop();
  }

  dispose(): void {
    this.#isWanted = false;
    this.#stop();
    this.#changed.dispose();
  }

  async #start(): Promise<void> {
    const { TokenizerClient } = await loadEngine();
    // It may have been turned off, and on again, meanwhile.
    if (!this.#isWanted || this.#tokenizer !== undefined) return;
    const onError = (error: unknown): void => this.#reporter.note("couldn't count the working set", error);
    this.#encoding = this.#wantedEncoding;
    this.#tokenizer = this.#running.add(new TokenizerClient({ onError, encoding: this.#encoding }));
    const sync = (): void => this.#syncSoon();
    for (const event of [
      workspace.onDidOpenTextDocument,
      workspace.onDidCloseTextDocument,
      workspace.onDidSaveTextDocument,
      window.tabGroups.onDidChangeTabs,
      window.onDidChangeWindowState,
      this.#model.onDidChange,
      this.#pins.onDidChange,
    ] as readonly Event<unknown>[]) {
      this.#running.add(event(sync));
    }
    this.#running.add(workspace.onDidChangeTextDocument((event) => this.#forward(event)));
    this.#syncSoon();
  }

  #stop(): void {
    clearTimeout(this.#syncTimer);
    clearTimeout(this.#tellTimer);
    this.#syncTimer = this.#tellTimer = undefined;
    this.#tokenizer = undefined;
    this.#running.clear();
    this.#documents.clear();
    this.#files.clear();
    this.#value = null;
  }

  #syncSoon(): void {
    this.#syncTimer ??= setTimeout(() => {
      this.#syncTimer = undefined;
      this.#sync();
    }, SYNC_MS);
  }

  /** Encoding from the rules of the shown folder. */
  get #wantedEncoding(): Encoding {
    const { snapshot } = this.#model;
    return snapshot === undefined || snapshot.kind === 'loading' ? 'o200k' : snapshot.meter.estimateEncoding;
  }

  #sync(): void {
    if (this.#encoding !== this.#wantedEncoding) {
      this.#stop();
      void this.#start();
      return;
    }
    const { documents, paths, loadedPaths } = workingSetItems(
      this.#pins.paths,
      this.#model.current?.open?.root,
    );
    const wanted = new Map(documents.map((document) => [document.uri.toString(), document]));
    for (const [key, { document }] of this.#documents) {
      if (wanted.get(key) === document) continue;
      this.#documents.delete(key);
      this.#tokenizer?.close(key);
    }
    for (const [key, document] of wanted) if (!this.#documents.has(key)) this.#add(key, document);
    this.#loadedPaths = new Set(loadedPaths);
    const files = [...paths, ...loadedPaths];
    this.#files = new Map(files.map((path) => [path, this.#files.get(path)]));
    for (const path of files) void this.#countFile(path);
    this.#tellSoon();
  }

  #add(key: string, document: TextDocument): void {
    const isTooLarge = lengthOf(document) > LARGEST_COUNTED;
    const entry: OpenDocument = { document, isOpening: false, count: isTooLarge ? null : undefined };
    this.#documents.set(key, entry);
    if (!isTooLarge) void this.#open(key, entry);
  }

  /** Sends a whole text to the worker: once, and again only after the worker was lost. */
  async #open(key: string, entry: OpenDocument): Promise<void> {
    if (entry.isOpening) return;
    entry.isOpening = true;
    let count: Answer = null;
    while (count === null && this.#documents.get(key) === entry) {
      count = await this.#tokenizer?.open(key, entry.document.getText());
    }
    entry.isOpening = false;
    if (count !== undefined) entry.count = count;
    this.#tellSoon();
  }

  #forward({ document, contentChanges }: TextDocumentChangeEvent): void {
    const key = document.uri.toString();
    const entry = this.#documents.get(key);
    // Too large, or only the dirty state changed.
    if (entry === undefined || entry.count === null || contentChanges.length === 0) return;
    void this.#change(key, entry, contentChanges);
  }

  async #change(
    key: string,
    entry: OpenDocument,
    changes: TextDocumentChangeEvent['contentChanges'],
  ): Promise<void> {
    const count = (await this.#tokenizer?.change(key, changes)) ?? null;
    if (this.#documents.get(key) !== entry) return;
    if (count === null) void this.#open(key, entry);
    else entry.count = count;
    this.#tellSoon();
  }

  async #countFile(path: string): Promise<void> {
    const count = (await this.#tokenizer?.countFile(path)) ?? null;
    if (!this.#files.has(path)) return;
    this.#files.set(path, count);
    this.#tellSoon();
  }

  #tellSoon(): void {
    if (this.#tokenizer === undefined) return;
    this.#tellTimer ??= setTimeout(() => {
      this.#tellTimer = undefined;
      this.#tell();
    }, TELL_MS);
  }

  #tell(): void {
    const missed = [...this.#files].filter(
      ([path, count]) => !(count === null && this.#loadedPaths.has(path)),
    );
    const answers = [
      ...[...this.#documents.values()].map(({ count }) => count),
      ...missed.map(([, count]) => count),
    ];
    // A partial sum would look like a drop.
    if (answers.includes(undefined)) return;
    const counts = answers.filter((count) => count !== null && count !== undefined);
    this.#value =
      answers.length === 0
        ? null
        : {
            ...addCounts(counts),
            encoding: this.#encoding,
            files: counts.length,
            leftOut: answers.length - counts.length,
          };
    this.#changed.fire(this.#value);
  }
}

/** Length in UTF-16 units, without creating the text. */
function lengthOf(document: TextDocument): number {
  return document.offsetAt(new Position(document.lineCount, 0));
}
