/** The result that `claude -p --output-format json` prints at the end: it names the window of each model. */

import { asFields, asTokens, parseObject } from '../../json-fields.ts';
import type { ModelWindow } from '../../meter/window.ts';

/** Reads the windows of a run from its log; empty if it has no such result. Never throws. */
export function windowsOfRun(log: string): readonly ModelWindow[] {
  const results = log.split('\n').map((line) => (line.includes('"modelUsage"') ? parseObject(line) : null));
  const usage = asFields(results.findLast((result) => result !== null)?.modelUsage);
  return Object.entries(usage ?? {}).flatMap(([model, figures]): ModelWindow[] => {
    const window = asTokens(asFields(figures)?.contextWindow);
    return window === 0 ? [] : [{ model, window }];
  });
}
