/** Leaves the tests out that `windows-left-out.mjs` lists, and tells how many and why. */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { projectFolder } from './paths.mjs';
import { LEFT_OUT } from './windows-left-out.mjs';

const WINE_TIMEOUT_MS = 900_000;

/**
 * Makes what removes the listed tests of each loaded file, and what tells about them at the end.
 *
 * @param {boolean} isWine
 */
export function leavingOut(isWine) {
  const counts = new Map(LEFT_OUT.filter(({ on }) => isWine || on === 'windows').map((entry) => [entry, 0]));
  /** @type {string[]} */
  const wrong = LEFT_OUT.flatMap(({ tests }) => Object.keys(tests)).filter((file) => !isThere(file));
  return {
    /**
     * @param {import('mocha').Suite} root of everything that is loaded
     * @param {string} script that was just loaded
     */
    remove(root, script) {
      if (isWine) allowMinutes(root);
      const file = script.replace(/\.js$/, '.ts');
      for (const [entry, count] of counts) {
        const listed = entry.tests[file] ?? [];
        let removed = 0;
        for (const begin of listed === 'all' ? [''] : listed) {
          const found = removeTests(root, script, begin);
          if (found === 0) wrong.push(`${file}: ${begin}`);
          removed += found;
        }
        counts.set(entry, count + removed);
      }
    },
    /** @returns {boolean} whether every entry of the list named a test of the files that were loaded */
    report() {
      for (const [{ needs, reason }, count] of counts)
        if (count > 0) console.log(`\n  ${count} left out, which need ${needs}. ${reason}`);
      for (const place of wrong) console.error(`\n  windows-left-out.mjs names no test: ${place}`);
      return wrong.length === 0;
    },
  };
}

/**
 * Replaces the times that tests set themselves: under Wine, everything takes several times as long.
 *
 * @param {import('mocha').Suite} suite
 */
function allowMinutes(suite) {
  suite.timeout(WINE_TIMEOUT_MS);
  for (const test of suite.tests) test.timeout(WINE_TIMEOUT_MS);
  suite.suites.forEach(allowMinutes);
}

/** @param {string} file */
function isThere(file) {
  return existsSync(join(projectFolder, 'test', 'unit', file));
}

/**
 * @param {import('mocha').Suite} suite
 * @param {string} script
 * @param {string} begin of their full titles
 * @returns {number} how many were removed
 */
function removeTests(suite, script, begin) {
  const isListed = (test) =>
    test.file?.replaceAll('\\', '/').endsWith(`/${script}`) && test.fullTitle().startsWith(begin);
  const kept = suite.tests.filter((test) => !isListed(test));
  const removed = suite.tests.length - kept.length;
  suite.tests = kept;
  return suite.suites.reduce((total, each) => total + removeTests(each, script, begin), removed);
}
