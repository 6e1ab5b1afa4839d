/** Waits for other processes. */

import { existsSync, readFileSync } from 'node:fs';

/** Returns the text of a file once it exists and is complete. */
export async function appears(path: string, isDone = (text: string) => text !== ''): Promise<string> {
  for (;;) {
    const text = existsSync(path) ? readFileSync(path, 'utf8') : '';
    if (text !== '' && isDone(text)) return text;
    await new Promise((done) => setTimeout(done, 10));
  }
}

/** Resolves once a process is gone. */
export async function gone(pid: number): Promise<void> {
  for (;;) {
    try {
      process.kill(pid, 0);
      // A zombie is dead too.
      if (/^State:\s+Z/m.test(readFileSync(`/proc/${pid}/status`, 'utf8'))) return;
    } catch {
      return;
    }
    await new Promise((done) => setTimeout(done, 10));
  }
}
