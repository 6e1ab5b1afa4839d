import type { TextDocument, TextDocumentChangeEvent } from 'vscode';
import { Diagnostic, DiagnosticSeverity, Position, Range, languages, workspace } from 'vscode';

import type { DocumentFinding, ExportQuestion } from '../../core/proposals/document-findings.ts';
import type { LiveDocument, ToonClient } from '../../node/toon/toon-client.ts';
import { loadEngine } from '../engine.ts';
import type { WorkspaceModel } from '../folders/workspace-model.ts';
import { translate } from '../messages.ts';
import type { Reporter } from '../messages.ts';
import { DisposableList } from '../registration/disposable-list.ts';
import type { DisposableLike } from '../registration/disposable-list.ts';
import { onDidChangeSetting, readSetting } from '../registration/settings.ts';
import { asSentence } from '../sentence.ts';
import { TOON_DOCUMENTS, ToonDocuments } from './toon-documents.ts';
import { ToonFixes } from './toon-fixes.ts';
import { ToonHovers } from './toon-hovers.ts';

const QUIET_MS = 250;

const SEVERITIES = {
  problem: DiagnosticSeverity.Error,
  repair: DiagnosticSeverity.Warning,
  refusal: DiagnosticSeverity.Warning,
  doubt: DiagnosticSeverity.Information,
} as const;

const NONE: readonly DocumentFinding[] = [];

/** The published problems of a document. */
interface Shown {
  readonly findings: readonly DocumentFinding[];
  /** The editor may have moved or dropped markers, even if the findings are the same. */
  isMoved: boolean;
}

/**
 * Publishes the problems of open TOON documents. A worker checks them after a pause in typing; this thread only sends
 * it the changes.
 */
export class ToonDiagnostics implements DisposableLike {
  readonly #reporter: Reporter;
  readonly #disposables = new DisposableList();
  readonly #documents: ToonDocuments;
  readonly #collection = languages.createDiagnosticCollection('ninefold');
  readonly #timers = new Map<TextDocument, NodeJS.Timeout>();
  readonly #shown = new WeakMap<TextDocument, Shown>();
  #client: ToonClient | undefined;

  constructor(model: WorkspaceModel, reporter: Reporter) {
    this.#reporter = reporter;
    this.#documents = this.#disposables.add(new ToonDocuments(model));
    const all = (): void => {
      for (const document of workspace.textDocuments) this.#ask(document);
    };
    const documents = this.#documents;
    const fixes = new ToonFixes({
      findingsOf: (document) => this.#shown.get(document)?.findings ?? NONE,
      exportOf: (document) => documents.exportOf(document),
    });
    for (const disposable of [
      this.#collection,
      workspace.onDidOpenTextDocument((document) => this.#ask(document)),
      workspace.onDidChangeTextDocument((event) => this.#follow(event)),
      workspace.onDidCloseTextDocument((document) => this.#forget(document)),
      model.onDidChange(all),
      onDidChangeSetting(['ninefold.toon.problems'], all),
      languages.registerCodeActionsProvider(TOON_DOCUMENTS, fixes),
      languages.registerHoverProvider(TOON_DOCUMENTS, new ToonHovers(documents)),
    ]) {
      this.#disposables.add(disposable);
    }
    all();
  }

  dispose(): void {
    for (const timer of this.#timers.values()) clearTimeout(timer);
    this.#client?.dispose();
    this.#disposables.dispose();
  }

  #follow({ document, contentChanges }: TextDocumentChangeEvent): void {
    // Only the dirty state changed.
    if (contentChanges.length === 0 || !this.#documents.isToon(document)) return;
    this.#client?.change(document.uri.toString(), document.version, contentChanges);
    const shown = this.#shown.get(document);
    if (shown !== undefined) shown.isMoved ||= movesMarks(contentChanges, shown.findings);
    this.#ask(document);
  }

  #ask(document: TextDocument): void {
    if (!this.#documents.isToon(document)) return;
    clearTimeout(this.#timers.get(document));
    const look = (): void => {
      this.#timers.delete(document);
      this.#check(document).catch((error: unknown) =>
        this.#reporter.note(`couldn't check ${document.fileName}`, error),
      );
    };
    this.#timers.set(document, setTimeout(look, QUIET_MS));
  }

  #forget(document: TextDocument): void {
    clearTimeout(this.#timers.get(document));
    this.#timers.delete(document);
    this.#shown.delete(document);
    this.#collection.delete(document.uri);
    this.#client?.close(document.uri.toString());
  }

  async #check(document: TextDocument): Promise<void> {
    const { version } = document;
    const ours = await this.#documents.exportOf(document);
    const isWanted = ours !== undefined || readSetting('ninefold.toon.problems') === 'all';
    const findings = isWanted ? await this.#read(document, ours) : NONE;
    if (document.version !== version || document.isClosed) return;
    this.#show(document, findings);
  }

  /** Setting diagnostics makes a round trip to the window, so skip unchanged sets. */
  #show(document: TextDocument, findings: readonly DocumentFinding[]): void {
    const { findings: before, isMoved } = this.#shown.get(document) ?? { findings: NONE, isMoved: false };
    const isSame = findings === before || findings.length + before.length === 0;
    if (isSame && !isMoved) return;
    this.#shown.set(document, { findings, isMoved: false });
    this.#collection.set(document.uri, findings.map(toDiagnostic));
  }

  async #read(document: TextDocument, ours: ExportQuestion | undefined): Promise<readonly DocumentFinding[]> {
    const { ToonClient } = await loadEngine();
    this.#client ??= new ToonClient();
    return this.#client.read(liveDocument(document), ours);
  }
}

function liveDocument(document: TextDocument): LiveDocument {
  return {
    uri: document.uri.toString(),
    get version() {
      return document.version;
    },
    get length() {
      return document.offsetAt(new Position(document.lineCount, 0));
    },
    getText: () => document.getText(),
  };
}

/** Returns whether a change touches a line with a marker, or shifts lines. */
function movesMarks(
  changes: TextDocumentChangeEvent['contentChanges'],
  findings: readonly DocumentFinding[],
): boolean {
  if (findings.length === 0) return false;
  return changes.some(
    ({ range, text }) =>
      !range.isSingleLine ||
      /[\r\n]/.test(text) ||
      findings.some(({ line }) => line === range.start.line + 1),
  );
}

function toDiagnostic({ severity, code, words, line, column, endColumn }: DocumentFinding): Diagnostic {
  const range = new Range(line - 1, column - 1, line - 1, endColumn - 1);
  const text = asSentence(translate(words), words.template);
  const diagnostic = new Diagnostic(range, text, SEVERITIES[severity]);
  diagnostic.source = 'Ninefold';
  diagnostic.code = code;
  return diagnostic;
}
