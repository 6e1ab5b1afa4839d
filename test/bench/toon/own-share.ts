/** How long a thread was at work in an extension's own code and in what that code called, by V8's sampling profiler. */

import { Session, type Profiler } from 'node:inspector/promises';
import { pathToFileURL } from 'node:url';

/** Microseconds between two looks at the stack. */
const INTERVAL = 200;

export class OwnShare {
  readonly #folder: string;
  readonly #session = new Session();
  /** Where each part begins: microseconds. */
  readonly #marks: number[] = [];

  /** @param folder the code that counts, absolute */
  constructor(folder: string) {
    this.#folder = pathToFileURL(folder).href;
  }

  async start(): Promise<void> {
    this.#session.connect();
    await this.#session.post('Profiler.enable');
    await this.#session.post('Profiler.setSamplingInterval', { interval: INTERVAL });
    await this.#session.post('Profiler.start');
  }

  /** What came before is over: one more part begins. */
  mark(): void {
    this.#marks.push(now());
  }

  /** Milliseconds of each part, from its mark to the next one or to the end. Fails where the code that counts never ran. */
  async stop(): Promise<readonly number[]> {
    const { profile } = await this.#session.post('Profiler.stop');
    this.#session.disconnect();
    const parts = this.#marks.map(() => 0);
    const own = this.#ownNodes(profile);
    const { samples = [], timeDeltas = [] } = profile;
    if (!samples.some((id) => own.has(id))) throw new Error(`nothing of ${this.#folder} ran`);
    let at = profile.startTime;
    for (const [index, id] of samples.entries()) {
      const from = at;
      at += timeDeltas[index] ?? 0;
      const part = this.#marks.findLastIndex((mark) => mark <= at);
      // A sample stands for the time since the one before it.
      if (part >= 0 && own.has(id)) parts[part] = (parts[part] ?? 0) + (at - from) / 1000;
    }
    return parts;
  }

  /** The nodes of the profile's tree in whose stack the code that counts stands. */
  #ownNodes({ nodes }: Profiler.Profile): ReadonlySet<number> {
    const byId = new Map(nodes.map((node) => [node.id, node]));
    const own = new Set<number>();
    const add = (node: Profiler.ProfileNode): void => {
      own.add(node.id);
      for (const id of node.children ?? []) {
        const child = byId.get(id);
        if (child !== undefined) add(child);
      }
    };
    for (const node of nodes) if (node.callFrame.url.startsWith(this.#folder)) add(node);
    return own;
  }
}

/** Microseconds of the monotonic clock, which the profiler's times are of too. */
function now(): number {
  return Number(process.hrtime.bigint() / 1000n);
}
