import type { HoverProvider, Position, TextDocument } from 'vscode';
import { Hover, MarkdownString, Range } from 'vscode';

import { loadEngine } from '../engine.ts';
import { translateAll } from '../messages.ts';
import type { ToonDocuments } from './toon-documents.ts';

/** What a key or a cell of an export means. */
export class ToonHovers implements HoverProvider {
  readonly #documents: ToonDocuments;

  constructor(documents: ToonDocuments) {
    this.#documents = documents;
  }

  async provideHover(document: TextDocument, position: Position): Promise<Hover | undefined> {
    const ours = await this.#documents.exportOf(document);
    if (ours === undefined) return undefined;
    const { explainKey } = await loadEngine();
    const { line, character } = position;
    const lineAt = (number: number): string | undefined =>
      number <= document.lineCount ? document.lineAt(number - 1).text : undefined;
    const found = explainKey(ours.name, lineAt, { line: line + 1, column: character + 1 });
    if (found === undefined) return undefined;
    const text = new MarkdownString().appendMarkdown(`**\`${found.key}\`**\n\n`);
    text.appendText(translateAll(found.phrases, '\n\n'));
    return new Hover(text, new Range(line, found.column - 1, line, found.endColumn - 1));
  }
}
