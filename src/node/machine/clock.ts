/** The follower's clock, as an argument so that tests needn't wait. */

export interface Disposable {
  dispose(): void;
}

export interface MeterClock {
  /** Returns milliseconds since the epoch. */
  now(): number;
  /** Calls periodically, without keeping the process alive. */
  every(milliseconds: number, callback: () => void): Disposable;
}

export const systemClock: MeterClock = {
  now: () => Date.now(),
  every(milliseconds, callback) {
    const timer = setInterval(callback, milliseconds).unref();
    return { dispose: () => clearInterval(timer) };
  },
};
