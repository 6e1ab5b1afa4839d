/**
 * What `npm run test:windows` leaves out of the unit suite, because it needs a program or an ability of the system that
 * Wine doesn't have. Real Windows, in `.github/workflows/check.yml`, runs all of it.
 */

/**
 * @typedef {object} LeftOut
 * @property {string} needs what isn't there
 * @property {string} reason why it isn't
 * @property {Readonly<Record<string, readonly string[] | 'all'>>} tests by file, how their full titles begin
 */

/** @type {readonly LeftOut[]} */
const LEFT_OUT = [];

/** Makes what removes the listed tests of each loaded file, and what tells about them at the end. */
export function leavingOut() {
  const counts = new Map(LEFT_OUT.map((entry) => [entry, 0]));
  const unused = new Set(LEFT_OUT.flatMap((entry) => placesOf(entry)));
  return {
    /**
     * @param {import('mocha').Suite} root of everything that is loaded
     * @param {string} script that was just loaded
     */
    remove(root, script) {
      const file = script.replace(/\.js$/, '.ts');
      for (const entry of LEFT_OUT) {
        const listed = entry.tests[file];
        if (listed === undefined) continue;
        const begins = listed === 'all' ? [''] : listed;
        const isListed = (test) => {
          const begin = begins.find((one) => test.fullTitle().startsWith(one));
          if (begin !== undefined) unused.delete(placeOf(file, begin));
          return begin !== undefined;
        };
        counts.set(entry, counts.get(entry) + removeTests(root, script, isListed));
      }
    },
    /** @returns {boolean} whether every entry of the list named a test */
    report() {
      for (const [{ needs, reason }, count] of counts)
        console.log(`\n  ${count} left out: they need ${needs}. ${reason}`);
      for (const place of unused)
        console.error(`\n  No test is named like this in windows-left-out.mjs: ${place}`);
      return unused.size === 0;
    },
  };
}

/** @param {LeftOut} entry */
function placesOf({ tests }) {
  return Object.entries(tests).flatMap(([file, listed]) =>
    (listed === 'all' ? [''] : listed).map((begin) => placeOf(file, begin)),
  );
}

function placeOf(file, begin) {
  return `${file}: ${begin}`;
}

/**
 * @param {import('mocha').Suite} suite
 * @param {string} script
 * @param {(test: import('mocha').Test) => boolean} isListed
 * @returns {number} how many were removed
 */
function removeTests(suite, script, isListed) {
  const kept = suite.tests.filter(
    (test) => !(test.file?.replaceAll('\\', '/').endsWith(`/${script}`) && isListed(test)),
  );
  const removed = suite.tests.length - kept.length;
  suite.tests = kept;
  return suite.suites.reduce((total, each) => total + removeTests(each, script, isListed), removed);
}
