/** Starts our own command line in the background. The program is the runtime of this process, by its whole path. */

import { spawn } from 'node:child_process';
import { join } from 'node:path';

/** Starts `ninefold` with arguments in a folder, which is an absolute path, in the background. */
export type StartLater = (args: readonly string[], folder: string) => Promise<void>;

/** Starts the bundle next to this one in its environment. It outlives this process, and nobody hears of it. */
export function startInBackground(args: readonly string[], folder: string): void {
  const child = spawn(process.execPath, [join(__dirname, 'cli.js'), ...args], {
    cwd: folder,
    // VS Code's runtime must not open a window.
    env: { ...process.env, ELECTRON_RUN_AS_NODE: '1' },
    detached: true,
    stdio: 'ignore',
    windowsHide: true,
  });
  // Without a listener, a failed start would end this process too.
  child.on('error', () => undefined);
  child.unref();
}
