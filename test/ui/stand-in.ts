/** Programs that stand in for real ones on a window's PATH and write down how they were called. */

import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { delimiter, join } from 'node:path';

import type { Places } from './open-workbench.ts';
import { untilChanged } from './until-changed.ts';

/** A program on the PATH of a window that notes its arguments, each in brackets, one call a line. */
export class StandIn {
  readonly #name: string;

  constructor(name: string) {
    this.#name = name;
  }

  /** Writes it; `then` is a line of shell to do besides; with `real`, the program behind this name is run as well. */
  install(places: Places, { real = false, then = '' } = {}): void {
    const folder = folderOf(places);
    mkdirSync(folder, { recursive: true });
    const note = `{ printf '[%s]' "$@"; echo; } >> '${this.#callsOf(places)}'`;
    const goOn = real ? `PATH="\${PATH#*:}" exec ${this.#name} "$@"` : '';
    writeFileSync(join(folder, this.#name), `#!/bin/sh\n${note}\n${then}\n${goOn}\n`, { mode: 0o755 });
  }

  /** How it was called so far. */
  calls(places: Places): readonly string[] {
    const file = this.#callsOf(places);
    return existsSync(file) ? readFileSync(file, 'utf8').split('\n').filter(Boolean) : [];
  }

  /** Waits until it has been called so often. */
  untilCalled(places: Places, times = 1): Promise<void> {
    const isCalled = (): boolean => this.calls(places).length >= times;
    return untilChanged(places.home, isCalled, `${this.#name} was not called ${times} times.`);
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
