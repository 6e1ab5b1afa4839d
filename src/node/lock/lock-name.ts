/** Name of the one lock of a root, in its `state/`. */
export const LOCK_NAME = 'ninefold.lock';
