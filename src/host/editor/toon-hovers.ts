import type { HoverProvider, Position, TextDocument } from 'vscode';
import { Hover, MarkdownString, Range } from 'vscode';

import { code, inline } from '../../core/handoff/markdown.ts';
import { loadEngine } from '../engine.ts';
import { translate } from '../messages.ts';
import type { ToonDocuments } from './toon-documents.ts';

/** Provides hovers that describe the keys and cells of exports. */
export class ToonHovers implements HoverProvider {
  readonly #documents: ToonDocuments;

  constructor(documents: ToonDocuments) {
    this.#documents = documents;
  }

  async provideHover(document: TextDocument, position: Position): Promise<Hover | undefined> {
    const ours = await this.#documents.exportOf(document);
    if (ours === undefined) return undefined;
    const { explainKey } = await (await loadEngine()).loadKeys();
    const { line, character } = position;
    const lineAt = (number: number): string | undefined =>
      number <= document.lineCount ? document.lineAt(number - 1).text : undefined;
    const found = explainKey(ours.name, lineAt, { line: line + 1, column: character + 1 });
    if (found === undefined) return undefined;
    // `appendText` would turn spaces into `&nbsp;`, and the line would never wrap.
    const words = found.phrases.map((phrase) => inline(translate(phrase))).join('\n\n');
    const text = new MarkdownString(`**${code(found.key)}**\n\n${words}`);
    return new Hover(text, new Range(line, found.column - 1, line, found.endColumn - 1));
  }
}
