/** Name of a root's only lock, in its `state/`. */
export const LOCK_NAME = 'ninefold.lock';
