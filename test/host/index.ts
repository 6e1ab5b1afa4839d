/** What VS Code loads as the tests: mocha over every bundled host test, inside the extension host. */
import { format } from 'node:util';
import Mocha from 'mocha';
import { runMocha } from '../harness/run-mocha.mjs';

const timeoutMs = 60_000;

/**
 * Called by VS Code. Rejects when a test failed, which becomes the exit code.
 */
export async function run(): Promise<void> {
  // Behind the served workbench the tests' lines travel among everything else the window's console says.
  const mark = process.env.NINEFOLD_TEST_MARK ?? '';
  Mocha.reporters.Base.consoleLog = (...values: unknown[]) => console.log(mark + format(...values));
  const { failed } = await runMocha(Mocha, __dirname, timeoutMs);
  if (failed > 0) throw new Error(`${failed} failed`);
}
