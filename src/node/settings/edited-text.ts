/** A text that is changed step by step and can be restored. */

/** Restores what one step removed. Offsets are UTF-16 units of the text after the step. */
export interface Undo {
  readonly offset: number;
  readonly length: number;
  readonly text: string;
}

export class EditedText {
  #text: string;
  readonly #undo: Undo[] = [];

  constructor(text: string) {
    this.#text = text;
  }

  get text(): string {
    return this.#text;
  }

  /** Steps that restore the text, in execution order. Contains only the changed parts of the old text. */
  get undo(): readonly Undo[] {
    return this.#undo.toReversed();
  }

  /** Sets the text after the next step. */
  set(next: string): void {
    const before = this.#text;
    if (next === before) return;
    const most = Math.min(before.length, next.length);
    let start = 0;
    while (start < most && before[start] === next[start]) start += 1;
    let end = 0;
    while (end < most - start && before.at(-1 - end) === next.at(-1 - end)) end += 1;
    this.#undo.push({
      offset: start,
      length: next.length - end - start,
      text: before.slice(start, before.length - end),
    });
    this.#text = next;
  }
}

/** Returns the text before the steps. */
export function undone(text: string, steps: readonly Undo[]): string {
  return steps.reduce(
    (now, { offset, length, text: before }) => now.slice(0, offset) + before + now.slice(offset + length),
    text,
  );
}
