/**
 * Watches how long the thread is held. Counted is processor time between two ticks of a timer: a machine that is busy
 * with something else delays a tick, but costs this process nothing.
 */
export class Stalls {
  readonly #timer: NodeJS.Timeout;
  #cpu = process.cpuUsage();
  #at = performance.now();
  #longest = 0;

  constructor() {
    this.#timer = setInterval(() => this.#tick(), 5);
  }

  /** Ends it. @returns the longest stay on the thread, in milliseconds */
  stop(): number {
    this.#tick();
    clearInterval(this.#timer);
    return this.#longest;
  }

  #tick(): void {
    const { user, system } = process.cpuUsage(this.#cpu);
    const now = performance.now();
    this.#longest = Math.max(this.#longest, Math.min((user + system) / 1000, now - this.#at));
    this.#cpu = process.cpuUsage();
    this.#at = now;
  }
}
