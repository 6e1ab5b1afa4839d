import { sep } from 'node:path';

import type { TextDocument } from 'vscode';
import { Diagnostic, DiagnosticSeverity, Range, languages, workspace } from 'vscode';

import type { ExportFinding } from '../../node/export-findings.ts';
import type { OpenFolder } from '../../node/open-folder.ts';
import { loadEngine } from '../engine.ts';
import type { WorkspaceModel } from '../folders/workspace-model.ts';
import { asSentence } from '../host-messages.ts';
import { translate } from '../messages.ts';
import type { Reporter } from '../messages.ts';
import { DisposableList } from '../registration/disposable-list.ts';
import type { Disposer } from '../registration/disposable-list.ts';
import { ToonFixes } from './toon-fixes.ts';

const QUIET_MS = 250;

const SEVERITIES = {
  problem: DiagnosticSeverity.Error,
  repair: DiagnosticSeverity.Warning,
  refusal: DiagnosticSeverity.Warning,
  doubt: DiagnosticSeverity.Information,
} as const;

/** The state's TOON files in *Problems*, while they are open. */
export class ToonDiagnostics implements Disposer {
  readonly #model: WorkspaceModel;
  readonly #reporter: Reporter;
  readonly #disposables = new DisposableList();
  readonly #collection = languages.createDiagnosticCollection('ninefold');
  readonly #timers = new Map<TextDocument, NodeJS.Timeout>();
  readonly #found = new WeakMap<TextDocument, readonly ExportFinding[]>();

  constructor(model: WorkspaceModel, reporter: Reporter) {
    this.#model = model;
    this.#reporter = reporter;
    const all = (): void => {
      for (const document of workspace.textDocuments) this.#ask(document);
    };
    const fixes = new ToonFixes({
      findingsOf: (document) => this.#found.get(document) ?? [],
      folderOf: (document) => this.#folderOf(document),
    });
    for (const disposable of [
      this.#collection,
      workspace.onDidOpenTextDocument((document) => this.#ask(document)),
      workspace.onDidChangeTextDocument(({ document }) => this.#ask(document)),
      workspace.onDidCloseTextDocument((document) => this.#forget(document)),
      model.onDidChange(all),
      languages.registerCodeActionsProvider({ scheme: 'file', pattern: '**/*.toon' }, fixes),
    ]) {
      this.#disposables.add(disposable);
    }
    all();
  }

  dispose(): void {
    for (const timer of this.#timers.values()) clearTimeout(timer);
    this.#disposables.dispose();
  }

  #ask(document: TextDocument): void {
    if (this.#folderOf(document) === undefined) return;
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
    const open = this.#folderOf(document);
    if (open === undefined) return;
    const { version } = document;
    const { exportFindings } = await loadEngine();
    const findings = await exportFindings(open, document.fileName, document.getText());
    if (document.version !== version || document.isClosed) return;
    this.#found.set(document, findings ?? []);
    this.#collection.set(document.uri, (findings ?? []).map(toDiagnostic));
  }

  #folderOf({ uri, fileName }: TextDocument): OpenFolder | undefined {
    if (uri.scheme !== 'file' || !fileName.endsWith('.toon')) return undefined;
    return this.#model.all
      .map(({ open }) => open)
      .find((open) => open !== undefined && fileName.startsWith(open.root + sep));
  }
}

function toDiagnostic({ severity, code, words, line, column, endColumn }: ExportFinding): Diagnostic {
  const range = new Range(line - 1, column - 1, line - 1, endColumn - 1);
  const text = asSentence(translate(words), words.template);
  const diagnostic = new Diagnostic(range, text, SEVERITIES[severity]);
  diagnostic.source = 'Ninefold';
  diagnostic.code = code;
  return diagnostic;
}
