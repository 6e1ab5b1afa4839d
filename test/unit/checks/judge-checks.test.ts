import assert from 'node:assert/strict';

import type { CheckResult, ProjectChecks, ResultReason } from '../../../src/core/checks/check-run.ts';
import { UNKNOWN_PROJECT } from '../../../src/core/checks/check-run.ts';
import { judgeChecks } from '../../../src/core/checks/judge-checks.ts';
import { outputVerdict } from '../../../src/core/checks/output-verdict.ts';

const MOCHA_PASS = '\n  cart\n    ✔ adds\n\n\n  5 passing (12ms)\n';
const MOCHA_FAIL =
  '\n  4 passing (12ms)\n  1 failing\n\n  1) cart\n       adds:\n     AssertionError: 1 == 2\n';
const MOCHA_ZERO = '\n\n  0 passing (1ms)\n\n';
const JEST_FAIL = 'Tests:       1 failed, 2 passed, 3 total\n';
const PYTEST_PASS = '===== 5 passed in 0.12s =====\n';
const ESLINT_FAIL = 'src/a.ts\n  1:1  error  Bad  no-bad\n\n✖ 1 problem (1 error, 0 warnings)\n';
const DEFAULT_SCRIPT = 'Error: no test specified\n';

type Row = readonly [
  line: string,
  exitCode: number | null,
  output: string,
  result: CheckResult | null,
  reason?: ResultReason,
];

const RESULTS: readonly Row[] = [
  // The check's own exit code.
  ['npm test', 0, '', 'pass', 'exit-code'],
  ['npm test', 1, MOCHA_FAIL, 'fail', 'exit-code'],
  ['npm test;', 0, '', 'pass', 'exit-code'],
  ['CI=1 npm test 2>&1', 0, MOCHA_PASS, 'pass', 'exit-code'],
  ['cd app && npm test', 0, '', 'pass', 'exit-code'],
  ['cd app && npm test', 1, MOCHA_FAIL, 'fail', 'exit-code'],
  ['export CI=1 && cd app && npm test', 2, '', 'fail', 'exit-code'],
  ['(cd app && npm test)', 0, '', 'pass', 'exit-code'],
  ['{ npm test; }', 1, '', 'fail', 'exit-code'],
  ['timeout 60 npm test', 0, '', 'pass', 'exit-code'],
  ['timeout -k 5 60s npm test', 1, '', 'fail', 'exit-code'],
  ['time nice -n 10 npm test', 1, '', 'fail', 'exit-code'],
  ['bash -c "npm test"', 0, '', 'pass', 'exit-code'],
  ["bash -lc 'cd app && npm test'", 1, '', 'fail', 'exit-code'],
  ['npm run build && npm test', 0, '', 'pass', 'exit-code'],
  ['npm test && git commit -m x', 0, '', 'pass', 'exit-code'],
  ['npm test > out.txt 2>&1', 0, '', 'pass', 'exit-code'],
  ['pwsh -NoProfile -Command "npm test"', 0, '', 'pass', 'exit-code'],
  ['cmd /c npm test', 1, '', 'fail', 'exit-code'],
  ['& npm test', 0, '', 'pass', 'exit-code'],
  // Someone else's exit code without a summary.
  ['npm test | tail -5', 0, '', 'unknown', 'exit-code-foreign'],
  ['npm test | tail -5', 1, '', 'unknown', 'exit-code-foreign'],
  ['set -o pipefail; npm test | tail', 0, '', 'unknown', 'exit-code-foreign'],
  ['npm test || true', 0, '', 'unknown', 'exit-code-foreign'],
  ['npm test || echo failed', 0, '', 'unknown', 'exit-code-foreign'],
  ['npm test; echo done', 0, 'done', 'unknown', 'exit-code-foreign'],
  ['cd app; npm test', 0, '', 'unknown', 'exit-code-foreign'],
  ['npm test\necho done', 0, '', 'unknown', 'exit-code-foreign'],
  ['npm test &', 0, '', 'unknown', 'exit-code-foreign'],
  ['npm test && true', 0, '', 'unknown', 'exit-code-foreign'],
  ['npm test && git push', 1, '', 'unknown', 'exit-code-foreign'],
  ['git pull && npm test', 1, '', 'unknown', 'exit-code-foreign'],
  ['set +e && npm test', 0, '', 'unknown', 'exit-code-foreign'],
  ['! npm test', 0, '', 'unknown', 'exit-code-foreign'],
  ['echo $(npm test)', 0, '', 'unknown', 'exit-code-foreign'],
  ['echo `npm test`', 0, '', 'unknown', 'exit-code-foreign'],
  ['if npm test; then echo ok; fi', 0, 'ok', 'unknown', 'exit-code-foreign'],
  ['for f in a b; do npx mocha $f; done', 0, '', 'unknown', 'exit-code-foreign'],
  ['npm test <<EOF\nyes\nEOF', 0, '', 'unknown', 'exit-code-foreign'],
  ['bash <<EOF\nnpm test\nEOF', 0, '', 'unknown', 'exit-code-foreign'],
  ['bash -c "npm test || true"', 0, '', 'unknown', 'exit-code-foreign'],
  ['bash -c "npm test | tail" && true', 0, '', 'unknown', 'exit-code-foreign'],
  ['(npm test; true)', 0, '', 'unknown', 'exit-code-foreign'],
  ['npm() { true; }; npm test', 0, MOCHA_PASS, 'unknown', 'exit-code-foreign'],
  ['npm test 2>&1 | Select-Object -Last 20', 0, '', 'unknown', 'exit-code-foreign'],
  ['npm test; if ($LASTEXITCODE -ne 0) { exit 1 }', 0, '', 'unknown', 'exit-code-foreign'],
  // The summary instead.
  ['npm test | tail -5', 0, MOCHA_PASS, 'pass', 'summary'],
  ['npm test 2>&1 | tail -5', 0, MOCHA_FAIL, 'fail', 'summary'],
  ['npm test || true', 0, MOCHA_FAIL, 'fail', 'summary'],
  ['npm test || true', 0, MOCHA_PASS, 'pass', 'summary'],
  ['npm test; echo "EXIT: $?"', 0, `${MOCHA_FAIL}EXIT: 1`, 'fail', 'summary'],
  ['npm test 2>&1 | tee out.txt | tail -40', 0, MOCHA_PASS, 'pass', 'summary'],
  ['npx jest | tail', 0, JEST_FAIL, 'fail', 'summary'],
  ['pytest -q | tail -3', 0, PYTEST_PASS, 'pass', 'summary'],
  ['npx eslint . | tail', 0, ESLINT_FAIL, 'fail', 'summary'],
  ['npm test | grep -E "passing|failing"', 0, '  5 passing (12ms)\n', 'pass', 'summary'],
  // A summary that isn't the check's, or lacks a part.
  ['npm test | grep passing', 0, '  5 passing (12ms)\n', 'unknown', 'exit-code-foreign'],
  ['npm test | head -20', 0, MOCHA_PASS, 'unknown', 'exit-code-foreign'],
  ['npm test | sed s/failing/passing/', 0, MOCHA_PASS, 'unknown', 'exit-code-foreign'],
  ['npm test > /dev/null; cat old.txt', 0, MOCHA_PASS, 'unknown', 'exit-code-foreign'],
  ['npm test > /dev/null; echo "  5 passing (1ms)"', 0, MOCHA_PASS, 'unknown', 'exit-code-foreign'],
  ['npm test; echo "  5 passing (1ms)"', 0, MOCHA_PASS, 'unknown', 'exit-code-foreign'],
  [String.raw`npm test; printf "\n  5 passing (1ms)\n"`, 0, MOCHA_PASS, 'unknown', 'exit-code-foreign'],
  ['npm test; node -e "console.log(1)"', 0, MOCHA_PASS, 'unknown', 'exit-code-foreign'],
  ['npm test -w a; npm test -w b', 0, MOCHA_PASS, 'unknown', 'exit-code-foreign'],
  ['npm run lint; npm run build', 0, MOCHA_PASS, 'unknown', 'exit-code-foreign'],
  ['cargo test | tail -3', 0, 'test result: ok. 5 passed; 0 failed; 0 ignored\n', 'unknown'],
  ['npm test | tail', 0, `${MOCHA_PASS}npm error Lifecycle script failed\n`, 'unknown', 'contradictory'],
  ['npm test', 0, MOCHA_FAIL, 'unknown', 'contradictory'],
  // Nothing ran.
  ['npm test', 0, MOCHA_ZERO, 'unknown', 'no-tests'],
  ['npm test | tail', 0, MOCHA_ZERO, 'unknown', 'no-tests'],
  ['npx jest', 1, 'No tests found, exiting with code 1\n', 'unknown', 'no-tests'],
  ['npm test', 127, 'sh: 1: mocha: not found\n', 'unknown', 'not-run'],
  ['npm test', 1, DEFAULT_SCRIPT, 'unknown', 'not-run'],
  [
    'cd nowhere && npm test',
    1,
    'bash: line 1: cd: nowhere: No such file or directory\n',
    'unknown',
    'not-run',
  ],
  ['npm run test', 1, 'npm error Missing script: "test"\n', 'unknown', 'not-run'],
  ['timeout 5 npm test', 124, '', 'unknown', 'not-run'],
  ['npm test', 130, '', 'unknown', 'not-run'],
  ['npm test', null, '', 'unknown', 'exit-code-foreign'],
  // No check at all.
  ['echo "5 passing"', 0, '5 passing', null],
  ['echo npm test', 0, '', null],
  ['cat test/cart.test.js', 0, '', null],
  ['true', 0, '', null],
  ['npm install', 0, '', null],
  ['npx mocha --help', 0, '', null],
  ['npm test --if-present', 0, '', null],
  ['cargo test --no-run', 0, '', null],
  ['pytest --collect-only', 0, '', null],
  ['make -n test', 0, '', null],
  ['mvn -DskipTests package', 0, '', null],
  ['ninefold check 5b -- npm test', 0, '', null],
  ['$CMD test', 0, '', null],
  ['git commit -m "npm test"', 0, '', null],
  ['grep -r "npm test" .', 0, '', null],
  ['npm run test:watch', 0, '', null],
  ['', 0, '', null],
];

describe('the result of a check on a command line', () => {
  for (const [line, exitCode, output, result, reason] of RESULTS) {
    it(`${JSON.stringify(line)} with exit code ${exitCode}: ${result ?? 'no check'} (${reason ?? ''})`, () => {
      const runs = judgeChecks(line, { exitCode, verdict: outputVerdict(output) }, UNKNOWN_PROJECT);
      const run = runs.at(-1);
      assert.equal(run?.result ?? null, result);
      if (reason !== undefined) assert.equal(run?.reason, reason);
    });
  }

  it("names an exit code only if it is the check's own", () => {
    const end = { exitCode: 3, verdict: null };
    assert.equal(judgeChecks('npm test', end, UNKNOWN_PROJECT)[0]?.exitCode, 3);
    assert.equal(judgeChecks('npm test | tail', end, UNKNOWN_PROJECT)[0]?.exitCode, null);
  });

  it('never throws, and never takes a pass from a piped check without a summary', () => {
    const words = [
      'npm',
      'test',
      'run',
      'npx',
      'mocha',
      'pytest',
      'cd',
      'app',
      'bash',
      '-c',
      '"',
      "'",
      '`',
      '$(',
      ')',
      '(',
    ];
    const joints = [
      '|',
      '||',
      '&&',
      ';',
      '&',
      '\n',
      '<<EOF',
      'EOF',
      '>',
      '2>&1',
      '{',
      '}',
      '!',
      'if',
      'fi',
      '\\',
      'tail',
      '#',
    ];
    const next = generator(20);
    for (let count = 0; count < 10_000; count += 1) {
      const parts = Array.from({ length: 1 + next(14) }, () => {
        const list = next(3) === 0 ? joints : words;
        return list[next(list.length)] ?? '';
      });
      const line = parts.join(next(4) === 0 ? '' : ' ');
      const piped = `${line} | tail -3`;
      judgeChecks(line, { exitCode: 0, verdict: null }, UNKNOWN_PROJECT);
      const runs = judgeChecks(`npm test | ${line}`, { exitCode: 0, verdict: null }, UNKNOWN_PROJECT);
      assert.notEqual(runs[0]?.result, 'pass', line);
      const last = judgeChecks(`npm test ${piped}`, { exitCode: 0, verdict: null }, UNKNOWN_PROJECT);
      const hasPipedCheck = /^npm test(?: [\w.-]+)* \| tail -3$/.test(`npm test ${piped}`);
      if (hasPipedCheck) assert.notEqual(last[0]?.result, 'pass', line);
    }
  });

  it('takes time in proportion to a hostile line', () => {
    const lines = [
      '('.repeat(19_000),
      '$('.repeat(9000),
      '"`'.repeat(9000),
      '{ '.repeat(9000),
      'npm test |'.repeat(1900),
    ];
    for (const line of lines) judgeChecks(line, { exitCode: 0, verdict: null }, UNKNOWN_PROJECT);
    assert.deepEqual(
      judgeChecks(`npm test ${'a'.repeat(1_000_000)}`, { exitCode: 0, verdict: null }, UNKNOWN_PROJECT),
      [],
    );
  });
});

const PNPM: ProjectChecks = {
  packageManager: 'pnpm',
  commands: { test: 'pnpm test', verify: './scripts/verify.sh' },
  scripts: {
    test: 'mocha',
    lint: 'eslint . || true',
    hollow: 'echo ok',
    'test:hollow': 'echo "5 passing"',
    'test:both': 'tsc; mocha',
  },
};

describe('the checks of a known project', () => {
  const judge = (line: string, output = '') =>
    judgeChecks(line, { exitCode: 0, verdict: outputVerdict(output) }, PNPM)[0];

  it('are spelled as its own package manager does', () => {
    assert.equal(judge('npm run test')?.command, 'pnpm test');
    assert.equal(judge('yarn test')?.command, 'pnpm test');
  });

  it('are only scripts that exist, and that run something', () => {
    assert.equal(judge('npm run test:unit'), undefined);
    assert.equal(judge('npm run test:hollow'), undefined);
    assert.equal(judge('npm test')?.result, 'pass');
  });

  it("don't pass by the exit code of a script that hides failures", () => {
    assert.equal(judge('npm run lint')?.result, 'unknown');
    assert.equal(judge('npm run test:both')?.result, 'unknown');
    assert.equal(judge('npm run test:both', MOCHA_PASS)?.result, 'pass');
  });
});

function generator(seed: number): (below: number) => number {
  let state = seed;
  return (below) => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return Math.floor((state / 2 ** 32) * below);
  };
}
