/** The two keys of Cline's settings that decide when it summarizes a conversation. The rest is discarded. */

import { join } from 'node:path';
import { SUMMARY_SHARE } from '../../../core/agents/cline/window.ts';
import { parseObject } from '../../../core/json-fields.ts';
import { tryReadForeignText } from '../../files/safe-read.ts';

/** Returns the share of the window at which it summarizes; null if the user didn't choose that. */
export async function readSummaryShare(roots: readonly string[]): Promise<number | null> {
  const texts = await Promise.all(
    roots.map((root) => tryReadForeignText(join(root, 'globalState.json'), 'fields')),
  );
  const settings = texts
    .map((text) => parseObject(text ?? ''))
    .find((fields) => fields?.useAutoCondense === true);
  if (settings == null) return null;
  const share = settings.autoCondenseThreshold;
  return typeof share === 'number' && share > 0 && share < 1 ? share : SUMMARY_SHARE;
}
