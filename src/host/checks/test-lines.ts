import type { Memento } from 'vscode';

const KEY = 'testLines';
const DOUBTFUL = 'doubtfulTestLines';

/** Stores the test command that a person confirmed for each folder, in VS Code's storage of the workspace. */
export class TestLines {
  readonly #memento: Memento;

  constructor(memento: Memento) {
    this.#memento = memento;
  }

  /** Returns the command line; undefined before a person confirmed one. @param folder its key */
  of(folder: string): string | undefined {
    return this.#all(KEY)[folder];
  }

  /** Stores a command line; null to ask again. */
  async set(folder: string, line: string | null): Promise<void> {
    await this.#put(KEY, folder, line);
    await this.#put(DOUBTFUL, folder, null);
  }

  /** Returns the command line to offer, to be changed: its last run didn't look like tests. */
  doubtfulOf(folder: string): string | undefined {
    return this.#all(DOUBTFUL)[folder];
  }

  /** Asks again, and offers the command line of `of`. */
  async doubt(folder: string): Promise<void> {
    const line = this.of(folder);
    if (line === undefined) return;
    await this.#put(DOUBTFUL, folder, line);
    await this.#put(KEY, folder, null);
  }

  async #put(store: string, folder: string, line: string | null): Promise<void> {
    const others = Object.entries(this.#all(store)).filter(([key]) => key !== folder);
    await this.#memento.update(
      store,
      Object.fromEntries(line === null ? others : [...others, [folder, line]]),
    );
  }

  #all(store: string): Readonly<Record<string, string>> {
    return this.#memento.get<Readonly<Record<string, string>>>(store, {});
  }
}
