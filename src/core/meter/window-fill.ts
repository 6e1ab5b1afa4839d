/** What fills an agent's context window, summed up as its transcript is read. */

/** What a part of the window is: instructions and tools, files that were read, other results of tools, or messages. */
export type FillKind = 'system' | 'files' | 'results' | 'conversation';

/** A file or a command whose content is in the window. */
export interface FillItem {
  readonly kind: 'files' | 'results';
  readonly label: string;
  /** Estimated. */
  readonly tokens: number;
  /** How often it was read or run. */
  readonly count: number;
}

/** Shares of the last call's context. Transcripts tell its total; the parts are estimated by their texts' lengths. */
export interface WindowFill {
  readonly tokens: number;
  readonly shares: Readonly<Record<FillKind, number>>;
  /** The five largest, largest first. */
  readonly items: readonly FillItem[];
}

/** Reads lines of a transcript, in order. */
export interface FillReader {
  /** Never throws. */
  feed(line: string): void;
  /** Null before the first call, after a compaction until the next, and while earlier texts are missing. */
  read(): WindowFill | null;
}

/** How an agent's transcripts reveal what fills the window. */
export interface FillFormat {
  /** Lines without any of these are skipped. */
  readonly markers: readonly string[];
  readonly begin: () => FillReader;
}

const MOST_ITEMS = 5;
/** UTF-16 units per token, between prose and code. */
const UNITS_PER_TOKEN = 3.5;

interface Block {
  readonly kind: Exclude<FillKind, 'system'>;
  /** Null for what isn't listed by itself. */
  readonly label: string | null;
  readonly units: number;
}

interface Placed {
  readonly kind: Block['kind'];
  readonly label: string | null;
  tokens: number;
  count: number;
}

/**
 * Sums up blocks between calls. A call tells how much the context grew since the one before; what came between them
 * gets that growth by the lengths of its texts. What the first call has beyond its texts is the system's.
 */
export class FillSum {
  readonly #placed = new Map<string, Placed>();
  #pending: Block[] = [];
  /** Tokens of instructions and tools; null before the first call. */
  #system: number | null = null;
  /** Tokens of the last call; null after a compaction. */
  #last: number | null = null;
  /** Until a compaction, unknown texts are in the calls. */
  #isPartial = false;

  /** Marks that the transcript begins within a session: what was before is in the calls, but not in its lines. */
  beginWithin(): void {
    this.#isPartial = true;
  }

  /** Adds a text of the next call. @param units UTF-16 length */
  add(kind: Block['kind'], units: number, label: string | null = null): void {
    if (units > 0) this.#pending.push({ kind, label, units });
  }

  /** Places what was added. @param tokens of the call's context */
  call(tokens: number): void {
    if (this.#isPartial) return;
    const texts = this.#pending.reduce((sum, { units }) => sum + units, 0) / UNITS_PER_TOKEN;
    this.#system ??= Math.max(0, tokens - texts);
    this.#system = Math.min(this.#system, tokens);
    const growth = tokens - (this.#last ?? this.#system);
    if (growth < 0) this.#shrink(tokens);
    else this.#place(growth);
    this.#pending = [];
    this.#last = tokens;
  }

  /** Forgets everything but the system's part, which stays. */
  compact(): void {
    this.#placed.clear();
    this.#pending = [];
    this.#last = null;
    this.#isPartial = false;
  }

  read(): WindowFill | null {
    if (this.#last === null || this.#system === null) return null;
    const shares = { system: this.#system, files: 0, results: 0, conversation: 0 };
    for (const { kind, tokens } of this.#placed.values()) shares[kind] += tokens;
    const items = [...this.#placed.values()].flatMap(({ kind, label, tokens, count }) =>
      kind === 'conversation' || label === null || tokens < 1
        ? []
        : [{ kind, label, tokens: Math.round(tokens), count }],
    );
    return {
      tokens: this.#last,
      shares: {
        system: Math.round(shares.system),
        files: Math.round(shares.files),
        results: Math.round(shares.results),
        conversation: Math.round(shares.conversation),
      },
      items: items.sort((one, other) => other.tokens - one.tokens).slice(0, MOST_ITEMS),
    };
  }

  #place(growth: number): void {
    const units = this.#pending.reduce((sum, block) => sum + block.units, 0);
    if (units === 0) {
      this.#put({ kind: 'conversation', label: null, units: 0 }, growth);
      return;
    }
    for (const block of this.#pending) this.#put(block, (growth * block.units) / units);
  }

  #put({ kind, label }: Block, tokens: number): void {
    const key = JSON.stringify([kind, label]);
    const known = this.#placed.get(key);
    if (known === undefined) this.#placed.set(key, { kind, label, tokens, count: 1 });
    else {
      known.tokens += tokens;
      known.count += 1;
    }
  }

  /** The agent dropped something by itself: everything but the system's part shrinks alike. */
  #shrink(tokens: number): void {
    const sum = [...this.#placed.values()].reduce((total, placed) => total + placed.tokens, 0);
    const left = Math.max(0, tokens - (this.#system ?? 0));
    for (const placed of this.#placed.values()) placed.tokens *= sum === 0 ? 0 : left / sum;
  }
}
