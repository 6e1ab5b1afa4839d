import type { Memento } from 'vscode';

const KEY = 'testLines';

/** Stores the test command that a person confirmed for each folder, in VS Code's storage of the workspace. */
export class TestLines {
  readonly #memento: Memento;

  constructor(memento: Memento) {
    this.#memento = memento;
  }

  /** Returns the command line; undefined before a person confirmed one. @param folder its key */
  of(folder: string): string | undefined {
    return this.#all()[folder];
  }

  /** Stores a command line; null to ask again. */
  async set(folder: string, line: string | null): Promise<void> {
    const others = Object.entries(this.#all()).filter(([key]) => key !== folder);
    await this.#memento.update(KEY, Object.fromEntries(line === null ? others : [...others, [folder, line]]));
  }

  #all(): Readonly<Record<string, string>> {
    return this.#memento.get<Readonly<Record<string, string>>>(KEY, {});
  }
}
