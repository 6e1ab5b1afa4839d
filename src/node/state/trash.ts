/** Ninefold's own trash: moves files by rename, so that no mistake loses anything. */

import { mkdir, stat } from 'node:fs/promises';
import { dirname, join } from 'node:path';

import type { TrashPort } from '../../core/service/ports.ts';
import { unwritable } from '../files/atomic-file.ts';
import { moveTo } from '../files/patient-files.ts';
import { withLock } from '../lock/lock.ts';
import type { StateLayout } from './state-layout.ts';
import { isAbsence } from '../files/system-error.ts';

export class Trash implements TrashPort {
  readonly #layout: StateLayout;

  constructor(layout: StateLayout) {
    this.#layout = layout;
  }

  async take(name: string, paths: readonly string[]): Promise<string> {
    const { root, prefix, lock } = this.#layout;
    const folder = `state/trash/${prefix}${name}`;
    await withLock(lock, async (hold) => {
      await hold.check();
      for (const path of paths) {
        const place = this.#layout.place(path);
        await move(join(root, place), join(root, folder, place));
      }
    });
    return folder;
  }
}

async function move(from: string, to: string): Promise<void> {
  try {
    await stat(from);
  } catch (error) {
    if (isAbsence(error)) return;
    throw unwritable(from, error);
  }
  try {
    await mkdir(dirname(to), { recursive: true });
    await moveTo(from, to);
  } catch (error) {
    throw unwritable(to, error);
  }
}
