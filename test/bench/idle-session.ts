/** A folder with a workflow and a live session in which nothing happens. */

import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';

import { assistantLine, transcriptPath } from '../harness/sample-transcript.mjs';
import { ninefold } from '../ui/command-line.ts';

export interface Places {
  readonly workspace: string;
  readonly home: string;
}

/** A workflow, and a session at work that is pausing. */
export function prepareSession(places: Places): void {
  const session = {
    sessionId: '6f0c1b52-8d3a-4f70-9f0e-2f4f8d1c7a55',
    workspace: places.workspace,
    model: 'claude-opus-4-5-20251101',
  };
  ninefold(places, 'init', 'shop', 'Shop');
  const path = transcriptPath(places.home, session);
  mkdirSync(dirname(path), { recursive: true });
  const lines = Array.from({ length: 500 }, (_, call) => assistantLine(session, 5_000 + call * 200));
  writeFileSync(path, lines.join(''));
}
