/** Child processes: run to completion, or started in their own process group and reliably stopped. */
import { spawn } from 'node:child_process';

/** Variables that identify an agent's shell. By default, a test's process counts as a person's. */
const agentVariables =
  /^(CLAUDECODE$|CLAUDE_|ANTHROPIC_|GEMINI_CLI|CODEX_|VSCODE_|ELECTRON_RUN_AS_NODE$|DISABLE_AUTO_COMPACT$)/;

/** Running groups, stopped when this process ends in any way. */
const groups = new Set();

/**
 * Returns this process's environment without the variables that would make a test depend on who runs it.
 *
 * @param {Record<string, string | undefined>} [extra] added last; undefined removes
 * @returns {Record<string, string>}
 */
export function cleanEnvironment(extra = {}) {
  const environment = { ...process.env };
  for (const name of Object.keys(environment)) if (agentVariables.test(name)) delete environment[name];
  return Object.fromEntries(
    Object.entries({ ...environment, ...extra }).filter(([, value]) => value !== undefined),
  );
}

/**
 * Runs a command to completion.
 *
 * @param {string} command
 * @param {string[]} commandArguments
 * @param {{ cwd?: string, env?: Record<string, string>, show?: boolean }} [options] `show` passes its output on
 * @returns {Promise<{ code: number, output: string }>} output is empty with `show`; code 127 if it can't start
 */
export function runCommand(command, commandArguments, options = {}) {
  const { show = false, ...spawnOptions } = options;
  return new Promise((resolve) => {
    const child = spawn(command, commandArguments, {
      ...spawnOptions,
      stdio: ['ignore', show ? 'inherit' : 'pipe', show ? 'inherit' : 'pipe'],
    });
    let output = '';
    child.stdout?.on('data', (chunk) => (output += String(chunk)));
    child.stderr?.on('data', (chunk) => (output += String(chunk)));
    child.on('error', (error) => resolve({ code: 127, output: error.message }));
    child.on('close', (code, signal) => resolve({ code: code ?? (signal ? 1 : 0), output }));
  });
}

/**
 * Starts a process as the leader of its own group, so that its children are killed with it.
 *
 * @param {string} command
 * @param {string[]} commandArguments
 * @param {{ cwd?: string, env?: Record<string, string>, stdio?: import('node:child_process').StdioOptions }} [options]
 * @returns {{ child: import('node:child_process').ChildProcess, output: () => string, exited: Promise<number>,
 *   stop: () => Promise<void> }} `output` is the last 20,000 characters of stdout and stderr
 */
export function startGroup(command, commandArguments, options = {}) {
  exitOnSignals();
  const child = spawn(command, commandArguments, {
    stdio: ['ignore', 'pipe', 'pipe'],
    ...options,
    detached: true,
  });
  let output = '';
  const keep = (chunk) => (output = (output + String(chunk)).slice(-20_000));
  child.stdout?.on('data', keep);
  child.stderr?.on('data', keep);
  const exited = new Promise((resolve) => {
    child.on('error', (error) => resolve((keep(error.message), 127)));
    child.on('exit', (code) => resolve(code ?? 1));
  });
  if (child.pid !== undefined) groups.add(child.pid);
  return { child, output: () => output, exited, stop: () => stopGroup(child, exited) };
}

/**
 * Stops a group: asks, and kills after three seconds. Always ends with SIGKILL to the whole group, because children
 * may outlive their leader.
 *
 * @param {import('node:child_process').ChildProcess} child
 * @param {Promise<number>} exited
 */
async function stopGroup(child, exited) {
  if (child.pid === undefined) return;
  signalGroup(child.pid, 'SIGTERM');
  const insist = setTimeout(() => signalGroup(child.pid, 'SIGKILL'), 3_000);
  await exited;
  clearTimeout(insist);
  signalGroup(child.pid, 'SIGKILL');
  groups.delete(child.pid);
}

/**
 * @param {number} pid
 * @param {NodeJS.Signals} signal
 */
function signalGroup(pid, signal) {
  try {
    process.kill(-pid, signal);
  } catch (error) {
    if (error.code !== 'ESRCH') throw error;
  }
}

atExit(() => {
  for (const pid of groups) signalGroup(pid, 'SIGKILL');
});

/**
 * Does something when this process ends. Each bundled test file has its own copy of this module; all of them share one
 * listener.
 *
 * @param {() => void} work
 */
export function atExit(work) {
  const shared = Symbol.for('ninefold.harness.atExit');
  if (globalThis[shared] === undefined) {
    const all = (globalThis[shared] = []);
    process.once('exit', () => all.forEach((one) => one()));
  }
  globalThis[shared].push(work);
}

/** Without a listener, a signal ends a process without its `exit` event. */
function exitOnSignals() {
  for (const [signal, number] of Object.entries({ SIGINT: 2, SIGTERM: 15, SIGHUP: 1 })) {
    if (process.listenerCount(signal) === 0) process.once(signal, () => process.exit(128 + number));
  }
}
