/** What can be ended. VS Code's `Disposable` by its shape: ours need not be made by its constructor. */
export interface DisposableLike {
  dispose(): unknown;
}

/** Holds what must be disposed, in reverse order; what is added after the end is disposed at once. */
export class DisposableList implements DisposableLike {
  readonly #items: DisposableLike[] = [];
  #isDisposed = false;

  get isDisposed(): boolean {
    return this.#isDisposed;
  }

  add<T extends DisposableLike>(item: T): T {
    if (this.#isDisposed) item.dispose();
    else this.#items.push(item);
    return item;
  }

  /** Disposes what was added so far; the list goes on. */
  clear(): void {
    for (const item of this.#items.splice(0).reverse()) item.dispose();
  }

  dispose(): void {
    this.#isDisposed = true;
    this.clear();
  }
}
