/** Arguments of VS Code's executable that the driver supports. */
import { parseArgs } from 'node:util';

const options = {
  extensionDevelopmentPath: { type: 'string' },
  extensionTestsPath: { type: 'string' },
  'inspect-extensions': { type: 'string' },
  'user-data-dir': { type: 'string' },
  'extensions-dir': { type: 'string' },
  'disable-workspace-trust': { type: 'boolean' },
};

/**
 * @typedef {object} WindowArguments
 * @property {string} [extensionFolder]
 * @property {string} [testsPath]
 * @property {string} [folder] to open
 * @property {string} [inspectPort] where the extension host waits for a debugger
 * @property {string} [dataFolder]
 * @property {string} [extensionsFolder]
 * @property {boolean} trusted
 * @property {string[]} ignored flags that are meant for the desktop (`--no-sandbox`, `--skip-welcome` …)
 */

/**
 * @param {string[]} words
 * @returns {WindowArguments}
 */
export function parseWindowArguments(words) {
  const { values, positionals } = parseArgs({ args: words, strict: false, allowPositionals: true, options });
  const text = (name) => (typeof values[name] === 'string' ? values[name] : undefined);
  return {
    extensionFolder: text('extensionDevelopmentPath'),
    testsPath: text('extensionTestsPath'),
    folder: positionals[0],
    inspectPort: text('inspect-extensions'),
    dataFolder: text('user-data-dir'),
    extensionsFolder: text('extensions-dir'),
    trusted: values['disable-workspace-trust'] === true,
    ignored: Object.keys(values).filter((name) => !(name in options)),
  };
}
