/** A failure of the harness itself, with its remedy. Printed without a stack. */
export class HarnessError extends Error {
  /**
   * @param {string} problem what is wrong
   * @param {string} remedy what to do
   */
  constructor(problem, remedy) {
    super(`${problem}\n  Remedy: ${remedy}`);
    this.name = 'HarnessError';
  }
}

/**
 * Runs a script's main function; prints a failure readably and sets the exit code.
 *
 * @param {() => Promise<number | void>} main resolves to the exit code (0 by default)
 */
export async function runMain(main) {
  try {
    process.exitCode = (await main()) ?? 0;
  } catch (error) {
    console.error(error instanceof HarnessError ? error.message : error);
    process.exitCode = 1;
  }
}
