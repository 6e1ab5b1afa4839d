/** Stderr of a command that an agent runs, whose transcript keeps what it was shown: without the secrets that it quotes. */

import { mayHoldSecret } from '../core/redaction/may-hold-secret.ts';
import { lazyRedactor } from '../node/folder/open-folder.ts';

/** Writes at once what can't contain a secret; holds what may, and all that follows it, until `flush`. */
export class RedactedErrors {
  readonly #write: (text: string) => void;
  #held: readonly string[] = [];

  constructor(write: (text: string) => void) {
    this.#write = write;
  }

  write(text: string): void {
    if (this.#held.length === 0 && !mayHoldSecret(text)) this.#write(text);
    else this.#held = [...this.#held, text];
  }

  /** Writes what is held, redacted. */
  async flush(): Promise<void> {
    const held = this.#held;
    this.#held = [];
    for (const text of held) this.#write((await lazyRedactor.redact(text)).text);
  }
}
