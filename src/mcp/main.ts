/** `dist/mcp.js`: the MCP server on stdin and stdout, by itself or through `ninefold mcp`. */

import { homedir } from 'node:os';
import { resolve } from 'node:path';
import { parseArgs } from 'node:util';

import { faultText } from '../core/text/fault-text.ts';
import { serve } from './server.ts';

export { serve };

declare const require: { readonly main: unknown };
declare const module: unknown;

if (require.main === module) {
  const { values } = parseArgs({ options: { cwd: { type: 'string' }, 'state-dir': { type: 'string' } } });
  const stateDirectory = values['state-dir'];
  serve({
    folder: resolve(values.cwd ?? '.'),
    ...(stateDirectory === undefined ? {} : { stateDirectory }),
    environment: process.env,
    home: homedir(),
    writeError: (text) => process.stderr.write(text),
  }).catch((error: unknown) => {
    process.stderr.write(`${faultText(error)}\n`);
    process.exitCode = 70;
  });
}
