import type { TextDocument } from 'vscode';
import { Diagnostic, DiagnosticSeverity, Range, languages, workspace } from 'vscode';

import type { DocumentFinding } from '../../core/proposals/document-findings.ts';
import type { ToonClient } from '../../node/toon/toon-client.ts';
import { loadEngine } from '../engine.ts';
import type { WorkspaceModel } from '../folders/workspace-model.ts';
import { asSentence } from '../host-messages.ts';
import { translate } from '../messages.ts';
import type { Reporter } from '../messages.ts';
import { DisposableList } from '../registration/disposable-list.ts';
import type { Disposer } from '../registration/disposable-list.ts';
import { onDidChangeSetting, readSetting } from '../registration/settings.ts';
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

/** Open TOON documents in *Problems*: read in a worker, once nobody has typed for a moment. */
export class ToonDiagnostics implements Disposer {
  readonly #reporter: Reporter;
  readonly #disposables = new DisposableList();
  readonly #documents: ToonDocuments;
  readonly #collection = languages.createDiagnosticCollection('ninefold');
  readonly #timers = new Map<TextDocument, NodeJS.Timeout>();
  readonly #found = new WeakMap<TextDocument, readonly DocumentFinding[]>();
  #client: ToonClient | undefined;

  constructor(model: WorkspaceModel, reporter: Reporter) {
    this.#reporter = reporter;
    this.#documents = this.#disposables.add(new ToonDocuments(model));
    const all = (): void => {
      for (const document of workspace.textDocuments) this.#ask(document);
    };
    const documents = this.#documents;
    const fixes = new ToonFixes({
      findingsOf: (document) => this.#found.get(document) ?? [],
      exportOf: (document) => documents.exportOf(document),
    });
    for (const disposable of [
      this.#collection,
      workspace.onDidOpenTextDocument((document) => this.#ask(document)),
      workspace.onDidChangeTextDocument(({ document }) => this.#ask(document)),
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

  #ask(document: TextDocument): void {
    if (!this.#documents.isToon(document)) return;
    clearTimeout(this.#timers.get(document));
    const look = (): void => {
      this.#timers.delete(document);
      this.#look(document).catch((error: unknown) =>
        this.#reporter.note(`${document.fileName} could not be checked`, error),
      );
    };
    this.#timers.set(document, setTimeout(look, QUIET_MS));
  }

  #forget(document: TextDocument): void {
    clearTimeout(this.#timers.get(document));
    this.#timers.delete(document);
    this.#collection.delete(document.uri);
  }

  async #look(document: TextDocument): Promise<void> {
    const { version } = document;
    const ours = await this.#documents.exportOf(document);
    const isWanted = ours !== undefined || readSetting('ninefold.toon.problems') === 'all';
    const findings = isWanted ? await this.#read({ text: document.getText(), export: ours }) : [];
    if (document.version !== version || document.isClosed) return;
    this.#found.set(document, findings);
    this.#collection.set(document.uri, findings.map(toDiagnostic));
  }

  async #read(question: Parameters<ToonClient['read']>[0]): Promise<readonly DocumentFinding[]> {
    const { ToonClient } = await loadEngine();
    this.#client ??= new ToonClient();
    return this.#client.read(question);
  }
}

function toDiagnostic({ severity, code, words, line, column, endColumn }: DocumentFinding): Diagnostic {
  const range = new Range(line - 1, column - 1, line - 1, endColumn - 1);
  const text = asSentence(translate(words), words.template);
  const diagnostic = new Diagnostic(range, text, SEVERITIES[severity]);
  diagnostic.source = 'Ninefold';
  diagnostic.code = code;
  return diagnostic;
}
