/** Programs that stand in for real ones on a window's PATH and write down how they were called. */

import { existsSync, mkdirSync, readFileSync, watch, writeFileSync } from 'node:fs';
import { delimiter, join } from 'node:path';

import type { Places } from './open-workbench.ts';

const CALL_TIMEOUT_MS = 20_000;

/** A program on the PATH of a window that notes its arguments, each in brackets, one call a line. */
export class StandIn {
  readonly #name: string;

  constructor(name: string) {
    this.#name = name;
  }

  /** Writes it; with `real`, the program behind this name is run as well. */
  install(places: Places, { real = false } = {}): void {
    const folder = folderOf(places);
    mkdirSync(folder, { recursive: true });
    const note = `{ printf '[%s]' "$@"; echo; } >> '${this.#callsOf(places)}'`;
    const goOn = real ? `PATH="\${PATH#*:}" exec ${this.#name} "$@"` : '';
    writeFileSync(join(folder, this.#name), `#!/bin/sh\n${note}\n${goOn}\n`, { mode: 0o755 });
  }

  /** How it was called so far. */
  calls(places: Places): readonly string[] {
    const file = this.#callsOf(places);
    return existsSync(file) ? readFileSync(file, 'utf8').split('\n').filter(Boolean) : [];
  }

  /** Waits until it has been called. */
  async untilCalled(places: Places): Promise<void> {
    const isCalled = (): boolean => this.calls(places).length > 0;
    await new Promise<void>((resolve, reject) => {
      const watcher = watch(places.home, () => {
        if (isCalled()) watcher.close();
      });
      const limit = setTimeout(() => watcher.close(), CALL_TIMEOUT_MS);
      watcher.on('close', () => {
        clearTimeout(limit);
        if (isCalled()) resolve();
        else reject(new Error(`${this.#name} was not called.`));
      });
      if (isCalled()) watcher.close();
    });
  }

  #callsOf({ home }: Places): string {
    return join(home, `${this.#name}.calls`);
  }
}

/** The PATH of a window with the stand-ins first. */
export function pathWithStandIns(places: Places): { readonly PATH: string } {
  return { PATH: `${folderOf(places)}${delimiter}${process.env.PATH ?? ''}` };
}

function folderOf({ home }: Places): string {
  return join(home, 'stand-ins');
}
