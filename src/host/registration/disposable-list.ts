/** A structural `Disposable`: it needn't be created by VS Code's constructor. */
export interface DisposableLike {
  dispose(): unknown;
}

/** Disposes its items in reverse order; items added after disposal are disposed immediately. */
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

  /** Disposes the current items; the list stays usable. */
  clear(): void {
    for (const item of this.#items.splice(0).reverse()) item.dispose();
  }

  dispose(): void {
    this.#isDisposed = true;
    this.clear();
  }
}
