import type { ContentChange } from '../../../src/core/tokens/counted-document.ts';
import type { LiveDocument, ToonClient } from '../../../src/node/toon/toon-client.ts';

/** What an edit puts in the place of a piece of the text; offsets are of the text before the edit. */
type Edit = readonly [offset: number, length: number, text: string];

/** A document as VS Code has it: every event is a version, and its changes come from the end. */
export class TypedDocument implements LiveDocument {
  readonly uri: string;
  readonly #client: ToonClient;
  readonly #undo: string[] = [];
  #text: string;
  version = 1;
  /** How often the whole text was asked for. */
  texts = 0;

  constructor(client: ToonClient, text: string, uri = 'untitled:a.toon') {
    this.#client = client;
    this.#text = text;
    this.uri = uri;
  }

  get length(): number {
    return this.#text.length;
  }

  get text(): string {
    return this.#text;
  }

  getText(): string {
    this.texts += 1;
    return this.#text;
  }

  /** One event with a change for each cursor. */
  type(...edits: readonly Edit[]): void {
    const changes = [...edits]
      .sort(([one], [other]) => other - one)
      .map(([rangeOffset, rangeLength, text]): ContentChange => ({ rangeOffset, rangeLength, text }));
    this.#undo.push(this.#text);
    for (const { rangeOffset, rangeLength, text } of changes)
      this.#text = this.#text.slice(0, rangeOffset) + text + this.#text.slice(rangeOffset + rangeLength);
    this.version += 1;
    this.#client.change(this.uri, this.version, changes);
  }

  /** Puts a piece in the place of another that is there once. */
  replace(piece: string, text: string): void {
    this.type([this.#text.indexOf(piece), piece.length, text]);
  }

  /** An event like any other: the version goes on. */
  undo(): void {
    const before = this.#undo.pop() ?? this.#text;
    const shorter = Math.min(before.length, this.#text.length);
    let [start, end] = [0, 0];
    while (start < shorter && before[start] === this.#text[start]) start++;
    while (end < shorter - start && before.at(-1 - end) === this.#text.at(-1 - end)) end++;
    this.type([start, this.#text.length - start - end, before.slice(start, before.length - end)]);
    this.#undo.pop();
  }

  /** An event that nobody told of. */
  changeUnseen(text: string): void {
    this.#text = text;
    this.version += 1;
  }

  /** Two events that come as one: their offsets are of different texts. */
  typeTwiceAtOnce(one: Edit, other: Edit): void {
    const changes: ContentChange[] = [];
    for (const [rangeOffset, rangeLength, text] of [one, other]) {
      this.#text = this.#text.slice(0, rangeOffset) + text + this.#text.slice(rangeOffset + rangeLength);
      changes.push({ rangeOffset, rangeLength, text });
    }
    this.version += 2;
    this.#client.change(this.uri, this.version, changes);
  }
}
