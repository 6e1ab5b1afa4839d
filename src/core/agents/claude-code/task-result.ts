/** The result that `claude -p --output-format json` prints at the end: it names the window of each model. */

import { asFields, asText, asTokens, parseObject } from '../../json-fields.ts';
import type { ReportedWindows } from '../../meter/window.ts';

/** Reads the windows of a run from its log; none if it has no such result. Never throws. */
export function windowsOfRun(log: string): ReportedWindows {
  const results = log.split('\n').map((line) => (line.includes('"modelUsage"') ? parseObject(line) : null));
  const result = results.findLast((each) => each !== null);
  const windows = Object.entries(asFields(result?.modelUsage) ?? {}).flatMap(([model, figures]) => {
    const window = asTokens(asFields(figures)?.contextWindow);
    return window === 0 ? [] : [{ model, window }];
  });
  return { sessionId: asText(result?.session_id), windows };
}
