/** Waiting for what another process does. */

import { existsSync, readFileSync } from 'node:fs';

/** The text of a file once it is there and whole. */
export async function appears(path: string, isDone = (text: string) => text !== ''): Promise<string> {
  for (;;) {
    const text = existsSync(path) ? readFileSync(path, 'utf8') : '';
    if (text !== '' && isDone(text)) return text;
    await new Promise((done) => setTimeout(done, 10));
  }
}

/** Comes back once a process is gone. */
export async function gone(pid: number): Promise<void> {
  for (;;) {
    try {
      process.kill(pid, 0);
      // One that nobody has waited for is dead all the same.
      if (/^State:\s+Z/m.test(readFileSync(`/proc/${pid}/status`, 'utf8'))) return;
    } catch {
      return;
    }
    await new Promise((done) => setTimeout(done, 10));
  }
}
