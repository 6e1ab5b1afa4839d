/**
 * File system failures, injected into the product's calls: a full disk, a closed folder, or an open file, without
 * needing one. All other calls reach the real files.
 */

import files from 'node:fs/promises';
import type { FileHandle } from 'node:fs/promises';
import { join } from 'node:path';

type Call = (this: unknown, ...parameters: unknown[]) => Promise<unknown>;
type Calls = Record<string, Call>;

const OF_FILES = [
  'link',
  'mkdir',
  'open',
  'readFile',
  'readdir',
  'rename',
  'rm',
  'stat',
  'utimes',
  'writeFile',
] as const;
const OF_HANDLES = ['read', 'write', 'sync', 'truncate', 'writeFile', 'stat'] as const;

type FileCall = (typeof OF_FILES)[number] | `handle.${(typeof OF_HANDLES)[number]}`;

/** One file system call, before it is made. */
export interface Intercepted {
  readonly call: FileCall;
  /** The path that is written, or that the handle was opened for. */
  readonly path: string;
  readonly parameters: readonly unknown[];
  /** Makes the call, with other parameters if any are given. */
  readonly proceed: (parameters?: readonly unknown[]) => Promise<unknown>;
}

/** Passes every call to `onCall` until the returned function is called. */
export async function intercept(onCall: (call: Intercepted) => Promise<unknown>): Promise<() => void> {
  const prototype = await handlePrototype();
  const undo: (() => void)[] = [];
  const paths = new WeakMap<object, string>();
  const replace = (target: Calls, name: string, make: (before: Call) => Call): void => {
    const before = target[name];
    if (before === undefined) throw new Error(`no ${name}`);
    target[name] = make(before);
    undo.push(() => (target[name] = before));
  };
  for (const call of OF_FILES) {
    replace(files as unknown as Calls, call, (before) => async (...parameters) => {
      const path = String(call === 'link' || call === 'rename' ? parameters[1] : parameters[0]);
      const proceed = (others = parameters as readonly unknown[]): Promise<unknown> => before(...others);
      const result = await onCall({ call, path, parameters, proceed });
      if (call === 'open') paths.set(result as FileHandle, path);
      return result;
    });
  }
  for (const name of OF_HANDLES) {
    replace(
      prototype,
      name,
      (before) =>
        async function (...parameters) {
          const proceed = (others = parameters as readonly unknown[]): Promise<unknown> =>
            before.call(this, ...others);
          // What Node itself opened isn't ours.
          const path = paths.get(this as object);
          return path === undefined
            ? proceed()
            : onCall({ call: `handle.${name}`, path, parameters, proceed });
        },
    );
  }
  return () => {
    for (const restore of undo.splice(0).reverse()) restore();
  };
}

/** Folders and files that are open, by whoever opened them. */
class OpenFiles {
  readonly #paths = new Map<string, number>();

  hold(path: string): void {
    this.#paths.set(path, (this.#paths.get(path) ?? 0) + 1);
  }

  release(path: string): void {
    const left = (this.#paths.get(path) ?? 1) - 1;
    if (left === 0) this.#paths.delete(path);
    else this.#paths.set(path, left);
  }

  has(path: string): boolean {
    return [...this.#paths.keys()].some((open) => open === path || open.startsWith(join(path, '/')));
  }
}

/**
 * Makes files behave like those of Windows until the returned function is called: what is open can't be removed, moved,
 * or replaced, and there are no hard links.
 */
export function likeWindows(): Promise<() => void> {
  const opened = new OpenFiles();
  const refuse = (code: string): never => {
    throw Object.assign(new Error(code), { code });
  };
  return intercept(async ({ call, path, parameters, proceed }) => {
    if (call === 'link') refuse('EPERM');
    if (call === 'rm' && opened.has(path)) refuse('EBUSY');
    if (call === 'rename' && [path, String(parameters[0])].some((one) => opened.has(one))) refuse('EPERM');
    const result = await proceed();
    if (call !== 'open') return result;
    const handle = result as FileHandle;
    const close = handle.close.bind(handle);
    opened.hold(path);
    let isClosed = false;
    handle.close = () => {
      if (!isClosed) opened.release(path);
      isClosed = true;
      return close();
    };
    return handle;
  });
}

export interface FileFault {
  readonly call: FileCall;
  readonly path: RegExp;
  /** Such as `ENOSPC`. */
  readonly code: string;
  /** Number of calls that fail; all by default. */
  readonly times?: number;
  /** Number of bytes that a write accepts before it fails. */
  readonly room?: number;
}

/**
 * Runs `work` while calls fail according to `fault`.
 *
 * @returns the number of failed calls
 */
export async function withFault(fault: FileFault, work: () => Promise<unknown>): Promise<number> {
  let failed = 0;
  let room = fault.room ?? 0;
  const restore = await intercept(async ({ call, path, parameters, proceed }) => {
    if (call !== fault.call || !fault.path.test(path)) return proceed();
    if (room > 0) {
      const [buffer, offset, length, position] = parameters as [Buffer, number, number, null];
      const taken = Math.min(room, length);
      room -= taken;
      return proceed([buffer, offset, taken, position]);
    }
    if (failed >= (fault.times ?? Infinity)) return proceed();
    failed++;
    throw Object.assign(new Error(fault.code), { code: fault.code });
  });
  try {
    await work();
    return failed;
  } finally {
    restore();
  }
}

async function handlePrototype(): Promise<Calls> {
  const handle = await files.open(process.execPath, 'r');
  try {
    return Object.getPrototypeOf(handle) as Calls;
  } finally {
    await handle.close();
  }
}
