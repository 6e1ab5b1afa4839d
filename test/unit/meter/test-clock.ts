import type { MeterClock } from '../../../src/node/machine/clock.ts';

/** A clock that the test moves: the poll happens when it says so. */
export class TestClock implements MeterClock {
  time = Date.now();
  timers = 0;
  #poll: () => void = () => undefined;

  now(): number {
    return this.time;
  }

  every(_milliseconds: number, callback: () => void): { dispose: () => void } {
    this.timers += 1;
    this.#poll = callback;
    return { dispose: () => (this.timers -= 1) };
  }

  poll(): void {
    this.#poll();
  }
}
