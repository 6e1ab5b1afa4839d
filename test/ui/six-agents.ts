/** Sessions of six agents at work in one folder, from the samples of their transcripts. */

import { mkdirSync, readFileSync, realpathSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

import { projectFolder } from '../harness/paths.mjs';
import { AgentSession } from './agent-session.ts';
import { CodexSession } from './codex-session.ts';
import type { Places } from './open-workbench.ts';

const SAMPLES = join(projectFolder, 'test', 'fixtures', 'transcripts');
/** The folder and the times of the samples. */
const SAMPLE_FOLDER = '/home/me/shop';
const SAMPLE_TIME = /2026-09-14T\d\d:\d\d:\d\d\.\d{3}Z/g;

/** Where an agent keeps a session, and the sample that it is made of. */
interface Kept {
  readonly sample: string;
  /** Below the home folder. @param project the folder's path with dashes, as in the agents' names for it */
  readonly place: (project: string) => string;
}

const DROID = 'c0a1b2d3-e4f5-4607-8899-aabbccddeeff';
const QWEN = '6f0e2b9c-51d4-4c7e-8a3b-1d2e3f405162';
const PI = '2026-09-14T10-00-00-000Z_01a2b3c4-d5e6-7f80-9a1b-2c3d4e5f6071.jsonl';

const SESSIONS: readonly Kept[] = [
  {
    sample: 'copilot-cli/events.jsonl',
    place: () => '.copilot/session-state/3f6d1a52-0c1e-4b7a-9d52-7a1b2c3d4e5f/events.jsonl',
  },
  { sample: `qwen-code/${QWEN}.jsonl`, place: (project) => `.qwen/projects/${project}/chats/${QWEN}.jsonl` },
  {
    sample: `droid/${DROID}.settings.json`,
    place: (project) => `.factory/sessions/${project}/${DROID}.settings.json`,
  },
  { sample: `droid/${DROID}.jsonl`, place: (project) => `.factory/sessions/${project}/${DROID}.jsonl` },
  { sample: `pi/${PI}`, place: (project) => `.pi/agent/sessions/-${project}--/${PI}` },
];

/** Begins the sessions: two of their agents wait for a person, one by its own record, one by its hook. */
export function beginSixSessions(places: Places): void {
  const folder = realpathSync(places.workspace);
  const project = folder.replaceAll(/[^A-Za-z0-9]/g, '-');
  const now = new Date().toISOString();
  for (const { sample, place } of SESSIONS) {
    const text = readFileSync(join(SAMPLES, sample), 'utf8')
      .replaceAll(SAMPLE_FOLDER, folder)
      .replaceAll(SAMPLE_TIME, now);
    write(join(places.home, place(project)), sample.startsWith('copilot') ? text + asking(now) : text);
  }
  new CodexSession(places).start(35_041);
  new AgentSession(places).start(152_000);
  write(join(places.home, '.ninefold', 'sessions', 'waiting', QWEN), '');
}

function asking(timestamp: string): string {
  const data = { requestId: 'r-1', permissionRequest: { kind: 'shell' } };
  return `${JSON.stringify({ type: 'permission.requested', data, id: 'ev-99', timestamp })}\n`;
}

function write(path: string, text: string): void {
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, text);
}
