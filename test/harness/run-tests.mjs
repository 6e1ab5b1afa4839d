/**
 * `npm test`: runs everything, and continues after a failure to give the whole picture.
 * `run-tests.mjs STEP… [--grep PATTERN]` runs some steps: lint types unit host ui agents windows. `--all` runs every cell of
 * the real agents instead of a sample.
 */
import { mkdirSync, readFileSync, readdirSync, rmSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { performance } from 'node:perf_hooks';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { HarnessError, runMain } from './harness-error.mjs';
import { projectFolder } from './paths.mjs';
import { cleanEnvironment, runCommand } from './processes.mjs';
import { NOTHING_RAN, claimOf, joined } from './run-mocha.mjs';

/**
 * @typedef {import('./run-mocha.mjs').Counts} Counts
 * @typedef {import('./run-mocha.mjs').Results} Results
 * @typedef {Counts & { readonly seconds?: number, readonly files?: Results['files'] }} Outcome of a step; both of a suite
 */

const resultsFolder = join(projectFolder, 'out', 'results');
const tool = (path) => join(projectFolder, 'node_modules', path);
const harness = (name) => join(projectFolder, 'test', 'harness', name);

/** Steps, with the Node scripts that each runs in order. */
const checks = {
  lint: [
    [tool('eslint/bin/eslint.js'), '.'],
    [fileURLToPath(import.meta.resolve('prettier/bin/prettier.cjs')), '--check', '.'],
    // Finds unused files, dependencies, and exports. test/unit/host checks what only VS Code knows: commands,
    // settings, texts, and pictures in package.json.
    [
      tool('knip/bin/knip.js'),
      '--config',
      'knip.config.mjs',
      '--no-progress',
      '--treat-config-hints-as-errors',
    ],
  ],
  types: [
    [tool('typescript/bin/tsc'), '--noEmit'],
    // A page has the browser's types, not Node's.
    [tool('typescript/bin/tsc'), '--noEmit', '--project', 'src/webview'],
  ],
};

/** Mocha suites, with the script that runs each and leaves its counts. */
const suites = {
  unit: [harness('run-node-suite.mjs'), 'unit'],
  host: [harness('run-host-suite.mjs')],
  ui: [harness('run-node-suite.mjs'), 'ui'],
  agents: [harness('run-agents-suite.mjs')],
  windows: [harness('run-windows-suite.mjs')],
};

/** Suites that run only by name: Wine isn't on every machine. */
const ONLY_BY_NAME = ['windows'];

/** Suites that run the bundle of another. */
const BUNDLES = { windows: 'unit' };

/** Duration of each suite on an idle machine with two cores. Only printed next to the actual time. */
const BUDGET_MINUTES = { unit: 3, host: 2, ui: 15, agents: 3, windows: 10 };

/** Parallel processes of a suite, which share its files: unit tests need no window. */
const UNIT_PARTS = Math.min(2, availableParallelism());
const PARTS = { unit: UNIT_PARTS, windows: UNIT_PARTS };

/**
 * How often a process may die: Node for Windows ends at once if a child is gone before it is a part of its job, which
 * happens in Wine alone.
 */
const DEATHS = { windows: 5 };

const SLOWEST_SHOWN = 10;

/** More failed groups of tests can't be explained by a single window. */
const MAX_UNSTEADY = 3;

await runMain(async () => {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: { grep: { type: 'string', short: 'g' }, all: { type: 'boolean' } },
  });
  const known = [...Object.keys(checks), ...Object.keys(suites)];
  const unknown = positionals.find((name) => !known.includes(name));
  if (unknown !== undefined)
    throw new HarnessError(`Step "${unknown}" not found.`, `use one of ${known.join(' ')}`);
  const chosen = (name) =>
    positionals.length === 0 ? !ONLY_BY_NAME.includes(name) : positionals.includes(name);

  /** @type {[string, Outcome][]} */
  const results = [];
  for (const name of Object.keys(checks).filter(chosen))
    results.push([name, await runCheck(name, checks[name])]);
  const chosenSuites = Object.keys(suites).filter(chosen);
  if (chosenSuites.length > 0) results.push(['build', await runCheck('build', buildCommands(chosenSuites))]);
  for (const name of chosenSuites) results.push([name, await runSuite(name, values)]);
  return summarize(results);
});

/** @param {string[]} chosenSuites */
function buildCommands(chosenSuites) {
  const script = join(projectFolder, 'esbuild.config.mjs');
  const names = new Set(chosenSuites.map((name) => BUNDLES[name] ?? name));
  // Separate processes: a suite that doesn't compile doesn't stop the others.
  return [[script], ...[...names].map((name) => [script, '--only-tests', name])];
}

/**
 * @param {string} name
 * @param {string[][]} commands
 * @returns {Promise<Counts>} one, passed if every command exits with 0
 */
async function runCheck(name, commands) {
  headline(name);
  let failed = 0;
  for (const command of commands) {
    const { code } = await runCommand(process.execPath, command, { cwd: projectFolder, show: true });
    if (code !== 0) failed = 1;
  }
  return { passed: 1 - failed, failed };
}

/**
 * @typedef {object} Choice
 * @property {string} [grep] the tests with such a name
 * @property {boolean} [all] every cell of the real agents
 */

/**
 * @param {string} name
 * @param {Choice} choice
 * @returns {Promise<Outcome>}
 */
async function runSuite(name, choice) {
  headline(name);
  const begin = performance.now();
  const results = await runOnce(name, choice);
  const counts = name === 'ui' ? await runFailedAgain(results) : results;
  return { ...counts, seconds: (performance.now() - begin) / 1000, files: results.files };
}

/**
 * @param {string} name
 * @param {Choice} choice
 * @returns {Promise<Results>}
 */
async function runOnce(name, choice) {
  const parts = PARTS[name] ?? 1;
  const claims = parts === 1 ? undefined : join(resultsFolder, `${name}-claims`);
  if (claims !== undefined) {
    rmSync(claims, { recursive: true, force: true });
    mkdirSync(claims, { recursive: true });
  }
  const ran = await Promise.all(
    Array.from({ length: parts }, (_, part) => runPart(name, choice, part, claims)),
  );
  const results = ran.map((each) => each.results).reduce(joined);
  if (results.passed + results.failed === 0) return complain(results, `${name}: no test ran.`);
  const died = ran.find((each) => each.results.isPartial);
  if (died !== undefined) return complain(results, `${name}: ended with exit code ${died.code} half-way.`);
  const odd = ran.find((each) => each.code !== 0 && each.results.failed === 0);
  if (odd === undefined) return results;
  return complain(results, `${name}: ended with exit code ${odd.code} although no test failed.`);
}

/**
 * Runs one part of a suite. The output of the first is shown live, that of the others at the end. Where processes die
 * without Ninefold's fault, the next one takes up what was left, and runs the file again in which that happened.
 *
 * @param {string} name
 * @param {Choice} choice
 * @param {number} part
 * @param {string | undefined} claims folder in which several parts share the files
 * @returns {Promise<Ran>}
 */
async function runPart(name, choice, part, claims) {
  let ran = await runProcess(name, choice, `${name}-${part}`, { show: part === 0, claims });
  for (
    let again = 1;
    ran.results.isPartial && claims !== undefined && again <= (DEATHS[name] ?? 0);
    again++
  ) {
    const released = releaseClaims(claims, `${name}-${part}`);
    console.log(`${name}: a process died (exit code ${ran.code}); running again: ${released.join(', ')}`);
    const next = await runProcess(name, choice, `${name}-${part}-${again}`, { show: part === 0, claims });
    ran = {
      code: next.code,
      results: { ...joined(ran.results, next.results), isPartial: next.results.isPartial },
    };
  }
  return ran;
}

/**
 * Removes the claims on files that a process of a part didn't finish.
 *
 * @param {string} claims
 * @param {string} part
 * @returns {string[]} their names
 */
function releaseClaims(claims, part) {
  const own = readdirSync(claims).filter((file) => readFileSync(join(claims, file), 'utf8').startsWith(part));
  const files = readdirSync(resultsFolder).filter((file) => file.startsWith(part) && file.endsWith('.json'));
  const finished = files.flatMap((file) => Object.keys(readResults(join(resultsFolder, file)).files));
  const ended = new Set(finished.map((file) => claimOf(claims, file)));
  const left = own.filter((file) => !ended.has(join(claims, file)));
  for (const file of left) rmSync(join(claims, file));
  return left;
}

/**
 * @typedef {object} Ran
 * @property {number} code
 * @property {Results} results
 */

/**
 * @param {string} name
 * @param {Choice} choice
 * @param {string} results name of the file of results
 * @param {{ show: boolean, claims: string | undefined }} options
 * @returns {Promise<Ran>}
 */
async function runProcess(name, { grep, all }, results, { show, claims }) {
  const resultFile = join(resultsFolder, `${results}.json`);
  mkdirSync(resultsFolder, { recursive: true });
  rmSync(resultFile, { force: true });
  const env = cleanEnvironment({
    NINEFOLD_TEST_RESULTS: resultFile,
    NINEFOLD_TEST_GREP: grep,
    NINEFOLD_TEST_CLAIMS: claims,
    NINEFOLD_TEST_ALL: all === true ? '1' : undefined,
  });
  const { code, output } = await runCommand(process.execPath, suites[name], {
    cwd: projectFolder,
    env,
    show,
  });
  if (output !== '') console.log(output);
  return { code, results: readResults(resultFile) };
}

/**
 * Runs each failed group of UI tests again in its own window, because a browser on a busy machine may miss a moment.
 * A second failure counts; a group that passes is reported as unsteady and must be fixed.
 *
 * @param {Results} results
 * @returns {Promise<Counts>}
 */
async function runFailedAgain(results) {
  const titles = Object.keys(results.groups).filter((title) => results.groups[title].failed > 0);
  const counted = titles.reduce((total, title) => total + results.groups[title].failed, 0);
  if (titles.length === 0 || titles.length > MAX_UNSTEADY || counted < results.failed) return results;
  headline('ui again');
  const again = await runOnce('ui', { grep: `^(?:${titles.map((title) => escaped(title)).join('|')}) ` });
  for (const title of titles.filter((each) => again.groups[each]?.failed === 0)) {
    console.log(`unsteady: "${title}" failed first, and passed when it was run again.`);
  }
  const before = titles.reduce((total, title) => total + results.groups[title].passed, 0);
  return { passed: results.passed - before + again.passed, failed: again.failed };
}

/**
 * @param {Results} results
 * @param {string} problem
 * @returns {Results}
 */
function complain(results, problem) {
  console.error(problem);
  return { ...results, failed: results.failed + 1 };
}

/**
 * @param {string} file
 * @returns {Results} zeros if it finished no file
 */
function readResults(file) {
  try {
    return JSON.parse(readFileSync(file, 'utf8'));
  } catch (error) {
    if (error.code === 'ENOENT') return { ...NOTHING_RAN, isPartial: true };
    throw error;
  }
}

/**
 * @param {string} text
 * @returns {string} a pattern that matches it
 */
function escaped(text) {
  return text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
}

/** @param {string} name */
function headline(name) {
  console.log(`\n── ${name} ${'─'.repeat(60 - name.length)}`);
}

/**
 * Lists the slowest files of the unit suite, to check if it exceeds its budget.
 *
 * @param {Results['files']} files
 */
function listSlowest(files) {
  const slowest = Object.entries(files).sort(([, one], [, other]) => other - one);
  console.log('\nThe slowest files of the unit suite, in seconds:');
  for (const [file, seconds] of slowest.slice(0, SLOWEST_SHOWN))
    console.log(`${seconds.toFixed(1).padStart(8)}  ${file.replace(/\.js$/, '.ts')}`);
}

/** @param {number} seconds */
function minutes(seconds) {
  return `${Math.floor(seconds / 60)}:${String(Math.floor(seconds % 60)).padStart(2, '0')}`;
}

/**
 * @param {[string, Outcome][]} results
 * @returns {number} the exit code
 */
function summarize(results) {
  headline('summary');
  for (const [name, { passed, failed, seconds }] of results) {
    const time =
      seconds === undefined ? '' : `  ${minutes(seconds)} min, budget ${minutes(BUDGET_MINUTES[name] * 60)}`;
    const counts = `${String(passed).padStart(5)} passed${String(failed).padStart(5)} failed`;
    console.log(`${name.padEnd(8)}${counts}${time}`);
  }
  const unit = results.find(([name]) => name === 'unit')?.[1].files ?? {};
  if (Object.keys(unit).length > 0) listSlowest(unit);
  const sum = (key) => results.reduce((total, [, counts]) => total + counts[key], 0);
  const failed = sum('failed');
  console.log(`\n${sum('passed')} passed, ${failed} failed`);
  return failed === 0 ? 0 : 1;
}
