/** From a line appended to a transcript to the status bar of a real window: the clock is that of one machine. */

import { appendFileSync, mkdirSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';

import { assistantLine, transcriptPath } from '../harness/sample-transcript.mjs';
import { openWorkbench } from '../ui/open-workbench.ts';
import type { Figure } from './figures.ts';
import { atMost, percentile } from './figures.ts';
import { nextChange, STATUS_ITEM } from './item-change.ts';

/** The bar shows thousands: each append adds one, from here to just below the first level. */
const APPENDS = 140;
const FIRST_TOKENS = 5_000;
const STEP = 1_000;

/** Appends one by one, each when the one before is shown. */
export async function latency(): Promise<readonly Figure[]> {
  const sessionId = '6f0c1b52-8d3a-4f70-9f0e-2f4f8d1c7a55';
  const session = (workspace: string) => ({ sessionId, workspace, model: 'claude-opus-4-5-20251101' });
  const workbench = await openWorkbench({
    prepare: ({ workspace, home }) => {
      const path = transcriptPath(home, session(workspace));
      mkdirSync(dirname(path), { recursive: true });
      writeFileSync(path, assistantLine(session(workspace), FIRST_TOKENS));
    },
  });
  try {
    const { workspace, home } = workbench.places;
    const path = transcriptPath(home, session(workspace));
    await workbench.page.locator(STATUS_ITEM).getByText(/\dK/).waitFor();
    const samples: number[] = [];
    for (let index = 1; index <= APPENDS; index++) {
      const shown = await nextChange(workbench);
      const appended = Date.now();
      appendFileSync(path, assistantLine(session(workspace), FIRST_TOKENS + index * STEP));
      samples.push((await shown.changedAt()) - appended);
    }
    return [
      atMost('transcript line appended → status bar changed, p50', percentile(samples, 0.5), 100),
      atMost('transcript line appended → status bar changed, p95', percentile(samples, 0.95), 100),
    ];
  } finally {
    await workbench.close();
  }
}
