/**
 * Failures of the file system, put in where the product calls it: what a full disk, a closed folder or a file held open
 * says, without needing one. Everything else goes through to the real files.
 */

import files from 'node:fs/promises';
import type { FileHandle } from 'node:fs/promises';

type Call = (this: unknown, ...parameters: unknown[]) => Promise<unknown>;
type Calls = Record<string, Call>;

const OF_FILES = ['link', 'open', 'rename', 'rm', 'mkdir', 'utimes', 'writeFile'] as const;
const OF_HANDLES = ['write', 'sync', 'truncate', 'writeFile'] as const;

export interface FileFault {
  readonly call: (typeof OF_FILES)[number] | `handle.${(typeof OF_HANDLES)[number]}`;
  /** Of the path that is given, or that the handle was opened for. */
  readonly path: RegExp;
  /** Such as `ENOSPC`. */
  readonly code: string;
  /** How many calls fail; all where it is left out. */
  readonly times?: number;
  /** Bytes that a write still takes before it fails. */
  readonly room?: number;
}

/** Runs `work` while calls fail as `fault` says. @returns how many did */
export async function withFault(fault: FileFault, work: () => Promise<unknown>): Promise<number> {
  const undo: (() => void)[] = [];
  let failed = 0;
  const paths = new WeakMap<object, string>();
  const replace = (target: Calls, name: string, make: (before: Call) => Call): void => {
    const before = target[name];
    if (before === undefined) throw new Error(`no ${name}`);
    target[name] = make(before);
    undo.push(() => (target[name] = before));
  };
  const fails = (name: string, path: string): boolean => {
    if (name !== fault.call || !fault.path.test(path) || failed >= (fault.times ?? Infinity)) return false;
    failed++;
    return true;
  };
  const error = (): Error => Object.assign(new Error(fault.code), { code: fault.code });

  for (const name of OF_FILES) {
    replace(files as unknown as Calls, name, (before) => async (...parameters) => {
      const path = String(name === 'link' || name === 'rename' ? parameters[1] : parameters[0]);
      if (fails(name, path)) throw error();
      const result = await before(...parameters);
      if (name === 'open') paths.set(result as FileHandle, path);
      return result;
    });
  }
  const prototype = await handlePrototype();
  let room = fault.room ?? 0;
  for (const name of OF_HANDLES) {
    replace(
      prototype,
      name,
      (before) =>
        async function (...parameters) {
          const path = paths.get(this as object) ?? '';
          const isMeant = `handle.${name}` === fault.call && fault.path.test(path);
          if (isMeant && name === 'write' && room > 0) {
            const [buffer, offset, length, position] = parameters as [Buffer, number, number, null];
            const taken = Math.min(room, length);
            room -= taken;
            return before.call(this, buffer, offset, taken, position);
          }
          if (fails(`handle.${name}`, path)) throw error();
          return before.call(this, ...parameters);
        },
    );
  }
  try {
    await work();
    return failed;
  } finally {
    for (const restore of undo.reverse()) restore();
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
