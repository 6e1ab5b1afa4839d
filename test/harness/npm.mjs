/** npm, for what tests download into .vscode-test/. */
import { findNpm } from '../../scripts/find-npm.mjs';
import { HarnessError } from './harness-error.mjs';
import { cleanEnvironment, runCommand } from './processes.mjs';

/**
 * Runs npm to completion.
 *
 * @param {string[]} npmArguments
 * @param {string} cwd
 * @param {Record<string, string | undefined>} [extra] environment
 * @throws {HarnessError} if npm fails
 */
export async function npm(npmArguments, cwd, extra) {
  const { code, output } = await runNpm(npmArguments, cwd, extra);
  if (code === 0) return;
  throw new HarnessError(
    `npm ${npmArguments.join(' ')} failed in ${cwd} (exit code ${code}):\n${lastLines(output)}`,
    'check that the npm registry responds (npm ping), then run again',
  );
}

/**
 * @param {string[]} npmArguments
 * @param {string} cwd
 * @param {Record<string, string | undefined>} [extra] environment
 */
function runNpm(npmArguments, cwd, extra = {}) {
  // `npm test` sets variables for the project's folder, but this installs another project.
  const inherited = Object.keys(process.env).filter((name) =>
    /^npm_(lifecycle|package|config_local_prefix)/i.test(name),
  );
  const env = cleanEnvironment({
    ...Object.fromEntries(inherited.map((name) => [name, undefined])),
    ...extra,
  });
  return runCommand(process.execPath, [npmScript(), ...npmArguments, '--no-audit', '--no-fund'], {
    cwd,
    env,
  });
}

function npmScript() {
  const script = findNpm();
  if (script !== undefined) return script;
  throw new HarnessError('npm not found next to Node.', 'run this with npm, such as `npm test`');
}

/**
 * @param {string} text
 * @returns {string} its last 15 lines
 */
export function lastLines(text) {
  return text.trimEnd().split('\n').slice(-15).join('\n');
}
