/** Claude Code's hooks as the agent waits for them: a process each, in a repository, at the reference workflow. */

import { execFileSync, spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';

import { HOOK_EVENTS } from '../../src/core/hooks/hook-vocabulary.ts';
import type { HookEvent } from '../../src/core/hooks/hook-vocabulary.ts';
import { openFolder } from '../../src/node/folder/open-folder.ts';
import { REFERENCE_INTENTS, REFERENCE_START } from '../fixtures/reference-workflow.ts';
import { projectFolder } from '../harness/paths.mjs';
import { assistantLine, transcriptPath } from '../harness/sample-transcript.mjs';
import type { Figure } from './figures.ts';
import { atMost, beside, milliseconds, percentile } from './figures.ts';

const ROUNDS = 9;
const PAIRS = 27;
const LIMIT_MS = 300;
const CLI = join(projectFolder, 'dist', 'cli.js');
const PERSON = { kind: 'person' } as const;

export async function hooks(): Promise<readonly Figure[]> {
  const folder = realpathSync(mkdtempSync(join(tmpdir(), 'nf-')));
  const home = join(folder, 'home');
  const workspace = join(folder, 'project');
  mkdirSync(home);
  mkdirSync(workspace);
  try {
    await makeProject(workspace, home);
    const times = Object.fromEntries(HOOK_EVENTS.map((event): [HookEvent, number[]] => [event, []]));
    for (let round = 0; round < ROUNDS; round++) {
      // A session of its own each time, from its start to its end.
      const session = `session-${round}`;
      for (const event of HOOK_EVENTS) times[event]?.push(timeOf(event, { workspace, home, session }));
    }
    const figures = HOOK_EVENTS.map((event) =>
      atMost(`hook ${event}, process and all, p50`, percentile(times[event] ?? [], 0.5), LIMIT_MS),
    );
    return [...figures, ...quickAnswers(workspace, home)];
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

async function makeProject(workspace: string, home: string): Promise<void> {
  const git = (...args: readonly string[]): Buffer =>
    execFileSync('git', ['-c', 'user.name=Bench', '-c', 'user.email=bench@example.com', ...args], {
      cwd: workspace,
    });
  git('init', '-q', '-b', 'main');
  writeFileSync(join(workspace, 'package.json'), '{"name":"shop-web"}');
  git('add', '.');
  git('commit', '-q', '-m', 'Begin');
  const { service } = await openFolder({ folder: workspace, home, environment: {} });
  await service.start(REFERENCE_START, PERSON);
  for (const intent of REFERENCE_INTENTS) await service.execute(intent, PERSON);
}

/** What is asked most often, in pairs with a process that does nothing. */
function quickAnswers(workspace: string, home: string): readonly Figure[] {
  const place = { workspace, home, session: 'session-quiet' };
  // The first turn records the model.
  for (const event of ['SessionStart', 'UserPromptSubmit'] as const) timeOf(event, place);
  const asked: Readonly<Record<string, { readonly most: number; readonly time: () => number }>> = {
    '--version': { most: 1.25, time: () => timeOfProcess([CLI, '--version'], place) },
    'meter --json': { most: 1.25, time: () => timeOfProcess([CLI, 'meter', '--json'], place) },
    'hook UserPromptSubmit without an answer': { most: 1.25, time: () => timeOf('UserPromptSubmit', place) },
    'hook SessionStart': { most: 1.8, time: () => timeOf('SessionStart', place) },
  };
  const idle: number[] = [];
  const times = Object.fromEntries(Object.keys(asked).map((what): [string, number[]] => [what, []]));
  for (let pair = 0; pair < PAIRS; pair++)
    for (const [what, { time }] of Object.entries(asked)) {
      idle.push(timeOfProcess(['-e', '0'], place));
      times[what]?.push(time());
    }
  const nothing = percentile(idle, 0.5);
  return [
    beside('a process of Node that does nothing, p50', nothing),
    ...Object.entries(asked).map(([what, { most }]) => {
      const time = percentile(times[what] ?? [], 0.5);
      return {
        what: `\`${what}\` against a process that does nothing, p50`,
        measured: `${(time / nothing).toFixed(2)} × (${milliseconds(time)})`,
        budget: `≤ ${most} ×`,
        isWithin: time <= most * nothing,
      };
    }),
  ];
}

interface Place {
  readonly workspace: string;
  readonly home: string;
  readonly session: string;
}

function timeOf(event: HookEvent, { workspace, home, session }: Place): number {
  const known = { sessionId: session, workspace, model: 'claude-opus-4-5-20251101' };
  const transcript = transcriptPath(home, known);
  mkdirSync(dirname(transcript), { recursive: true });
  writeFileSync(transcript, assistantLine(known, 90_000));
  const fields = { source: 'startup', trigger: 'auto', reason: 'other', prompt: 'Go on' };
  const common = { session_id: session, transcript_path: transcript, cwd: workspace, hook_event_name: event };
  return timeOfProcess([CLI, 'hook', event], { workspace, home }, JSON.stringify({ ...common, ...fields }));
}

/** @returns milliseconds of a process of Node that must succeed and say nothing on stderr */
function timeOfProcess(
  args: readonly string[],
  { workspace, home }: Omit<Place, 'session'>,
  input = '',
): number {
  const env = { PATH: process.env.PATH, HOME: home };
  const begun = performance.now();
  const { status, stderr } = spawnSync(process.execPath, args, {
    ...{ cwd: workspace, env, input, encoding: 'utf8' },
  });
  const time = performance.now() - begun;
  if (status !== 0 || stderr !== '') throw new Error(`${args.join(' ')}: ${stderr}`);
  return time;
}
