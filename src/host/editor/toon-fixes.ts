import type { CodeActionContext, CodeActionProvider, Diagnostic, TextDocument } from 'vscode';
import { CodeAction, CodeActionKind, Range, WorkspaceEdit, l10n } from 'vscode';

import type { DocumentFinding, ExportQuestion } from '../../core/proposals/document-findings.ts';

interface Sources {
  readonly findingsOf: (document: TextDocument) => readonly DocumentFinding[];
  readonly exportOf: (document: TextDocument) => Promise<ExportQuestion | undefined>;
}

/** Provides quick fixes for TOON documents: the reader's own repairs, and restoring an export. */
export class ToonFixes implements CodeActionProvider {
  readonly #sources: Sources;

  constructor(sources: Sources) {
    this.#sources = sources;
  }

  async provideCodeActions(
    document: TextDocument,
    _range: Range,
    { diagnostics }: CodeActionContext,
  ): Promise<CodeAction[]> {
    const findings = this.#sources.findingsOf(document);
    const fixes = diagnostics.flatMap((diagnostic) => {
      const finding = findings.find((one) => isOf(one, diagnostic));
      return finding === undefined || finding.edits.length === 0
        ? []
        : [fixOf(document, diagnostic, finding)];
    });
    const ours = diagnostics.filter((diagnostic) => findings.some((one) => isOf(one, diagnostic)));
    return ours.length === 0 ? [] : [...fixes, ...(await this.#restore(document, ours))];
  }

  async #restore(document: TextDocument, diagnostics: Diagnostic[]): Promise<CodeAction[]> {
    const text = (await this.#sources.exportOf(document))?.base;
    if (text === undefined) return [];
    const action = new CodeAction(l10n.t('Restore Export'), CodeActionKind.QuickFix);
    action.diagnostics = diagnostics;
    action.edit = new WorkspaceEdit();
    action.edit.replace(document.uri, new Range(0, 0, document.lineCount, 0), text);
    return [action];
  }
}

function isOf({ code, line, column }: DocumentFinding, { code: known, range }: Diagnostic): boolean {
  return known === code && range.start.line === line - 1 && range.start.character === column - 1;
}

function fixOf(document: TextDocument, diagnostic: Diagnostic, { code, edits }: DocumentFinding): CodeAction {
  const action = new CodeAction(titleOf(code), CodeActionKind.QuickFix);
  action.diagnostics = [diagnostic];
  action.isPreferred = true;
  action.edit = new WorkspaceEdit();
  for (const { line, column, endLine, endColumn, text } of edits) {
    action.edit.replace(document.uri, new Range(line - 1, column - 1, endLine - 1, endColumn - 1), text);
  }
  return action;
}

function titleOf(code: string): string {
  switch (code) {
    case 'count-recounted':
    case 'count-added':
      return l10n.t('Update Entry Count');
    case 'cell-quoted':
    case 'row-merged':
    case 'row-or-comment':
    case 'quotes-single':
      return l10n.t('Quote Cell');
    case 'note-in-value':
      return l10n.t('Move Comment to Its Own Line');
    default:
      return l10n.t('Apply Repair');
  }
}
