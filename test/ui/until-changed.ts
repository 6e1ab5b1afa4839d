import { watch } from 'node:fs';

const TIMEOUT_MS = 20_000;

/** Waits until files in or below a folder say what they should: asked again with every change in it. */
export async function untilChanged(folder: string, isReached: () => boolean, failure: string): Promise<void> {
  await new Promise<void>((resolve, reject) => {
    const watcher = watch(folder, { recursive: true }, () => {
      if (isReached()) watcher.close();
    });
    const limit = setTimeout(() => watcher.close(), TIMEOUT_MS);
    watcher.on('close', () => {
      clearTimeout(limit);
      if (isReached()) resolve();
      else reject(new Error(failure));
    });
    if (isReached()) watcher.close();
  });
}
