import { documentFindings } from '../../core/proposals/document-findings.ts';
import type { ContentChange } from '../../core/tokens/counted-document.ts';
import type { ToonAnswer, ToonContent, ToonQuestion } from './protocol.ts';

interface HeldDocument {
  readonly version: number;
  readonly text: string;
  /** The last answer, as JSON. */
  readonly answered: string;
}

/** Answers the TOON worker's requests: keeps the texts of open documents, which changes update. */
export class ToonHandler {
  readonly #documents = new Map<string, HeldDocument>();

  answer({ uri, version, content, export: ours, closed }: ToonQuestion): ToonAnswer {
    for (const one of closed) this.#documents.delete(one);
    const held = this.#documents.get(uri);
    const text = textOf(content, held);
    if (text === undefined) {
      this.#documents.delete(uri);
      return 'out-of-step';
    }
    const findings = documentFindings({ text, export: ours });
    const answered = JSON.stringify(findings);
    this.#documents.set(uri, { version, text, answered });
    // A caller that sends the text no longer has the previous answer.
    return content.kind === 'changes' && answered === held?.answered ? 'same' : findings;
  }
}

/** Undefined if the changes belong to another text. */
function textOf(content: ToonContent, held: HeldDocument | undefined): string | undefined {
  if (content.kind === 'text') return content.text;
  if (held?.version !== content.from) return undefined;
  let text: string | undefined = held.text;
  for (const changes of content.events) text = text === undefined ? text : changed(text, changes);
  return text?.length === content.length ? text : undefined;
}

/** Applies the changes of one event; their offsets refer to the text before it. */
function changed(text: string, changes: readonly ContentChange[]): string | undefined {
  let after = text;
  // At the same offset, in their order: VS Code sends later positions first.
  for (const { rangeOffset, rangeLength, text: put } of changes.toSorted(
    (one, other) => other.rangeOffset - one.rangeOffset,
  )) {
    if (rangeOffset + rangeLength > text.length) return undefined;
    after = after.slice(0, rangeOffset) + put + after.slice(rangeOffset + rangeLength);
  }
  return after;
}
