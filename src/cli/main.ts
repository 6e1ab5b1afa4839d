/** `ninefold`: the command line. Reads the world's edges once and hands them on. */

import { homedir } from 'node:os';

import { runCommandLine } from './run.ts';

// Who reads may have seen enough (`ninefold log | head`): that is no failure.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code !== 'EPIPE') throw error;
  process.exit(process.exitCode);
});

runCommandLine({
  argv: process.argv.slice(2),
  cwd: process.cwd(),
  environment: process.env,
  home: homedir(),
  writeOut: (text) => process.stdout.write(text),
  writeError: (text) => process.stderr.write(text),
}).then(
  (code) => {
    process.exitCode = code;
  },
  (error: unknown) => {
    // Only a fault of Ninefold itself comes here: the trace is what a report needs.
    process.stderr.write(`${error instanceof Error ? (error.stack ?? error.message) : String(error)}\n`);
    process.exitCode = 70;
  },
);
