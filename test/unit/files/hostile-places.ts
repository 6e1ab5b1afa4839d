/**
 * Every file that Ninefold opens, in the place of which stands what a repository or a person may have put there, and every
 * command and hook on it: each answers in time, changes nothing outside, and leaves nothing behind that waits.
 */

import { execFileSync } from 'node:child_process';
import {
  cpSync,
  lstatSync,
  mkdirSync,
  readFileSync,
  readdirSync,
  rmSync,
  symlinkSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import { Server } from 'node:net';
import { basename, dirname, join } from 'node:path';
import { Readable } from 'node:stream';

import { HOOK_EVENTS } from '../../../src/core/hooks/hook-vocabulary.ts';
import { commitInto, newFolder } from '../support/folders.ts';
import { hookInProcess } from '../support/hook-in-process.ts';
import { runInProcess } from '../support/in-process.ts';
import type { Answer } from '../support/in-process.ts';
import { RestoredFolder } from '../support/restored-folder.ts';

/** Far above what an answer takes, on a machine with much else to do. */
const LIMIT_MS = 20_000;
const MAX_GROWTH = 256 * 1024 * 1024;
const MINE = 'mine\n';
const UNEXPECTED = 70;

const STATE = '.claude/state';
const TRANSCRIPT = 't.jsonl';
/** Where `verify` names what stands there. */
const STATE_PLACES = [
  '.claude/ninefold.json',
  '.claude/workflow-state.toon',
  '.claude/session-context.toon',
  '.claude/decisions.toon',
  '.claude/project-contexts/shop/conventions.md',
  ...[
    'sessions/current.json',
    'sessions/exports.json',
    'workflows/wf-001.journal.jsonl',
    'workflows/wf-001.journal.snapshot',
    'workflows/wf-001.json',
    'workflows/wf-001.toon',
    'context/project-cache.json',
    'context/workflows.json',
    'handoffs/handoff-wf-001.md',
    'handoffs/archive/wf-001/old.md',
    'edits/edited.toon',
    'agents/tests/result.json',
    'agents/tests/task.md',
    '.gitignore',
    'origin.json',
  ].map((name) => `${STATE}/${name}`),
];
const OTHER_PLACES = [
  `${STATE}/ninefold.lock`,
  `${STATE}/agents/tests/output/a.txt`,
  '.claude/templates/requirements.md',
  '.claude/settings.json',
  '.git/info/exclude',
  'package.json',
  'CLAUDE.md',
  'docs/requirements.md',
  TRANSCRIPT,
];
export const PLACES = [...STATE_PLACES, ...OTHER_PLACES];

const LARGE = 'a file of 200 MB';
const NESTED = 'JSON nested two million deep';
/** Plain files, by their size. */
const SIZES: Readonly<Record<string, number>> = { [LARGE]: 200 * 1024 * 1024, [NESTED]: 4_000_000 };

type Put = (path: string, outside: string) => void;

export const THINGS: Readonly<Record<string, Put>> = {
  'a link to an endless device': (path) => symlinkSync('/dev/zero', path),
  'a link to a terminal': (path) => symlinkSync('/dev/ptmx', path),
  'a named pipe': (path) => void execFileSync('mkfifo', [path]),
  'a link to a named pipe': (path, outside) => symlinkSync(join(outside, 'pipe'), path),
  'a link that leads out': (path, outside) => symlinkSync(join(outside, 'mine'), path),
  'a link to itself': (path) => symlinkSync(basename(path), path),
  'a folder': (path) => mkdirSync(path),
  'a socket': (path) => listenAt(path),
  [LARGE]: (path) => {
    writeFileSync(path, '');
    truncateSync(path, SIZES[LARGE]);
  },
  [NESTED]: (path) => writeFileSync(path, '['.repeat(2_000_000) + ']'.repeat(2_000_000)),
};

export const COMMANDS: readonly (readonly string[])[] = [
  ['verify'],
  ['status', '--json'],
  ['list'],
  ['log'],
  ['config'],
  ['next', 'list'],
  ['handoff', 'show'],
  ['handoff', 'list'],
  ['tasks', 'list'],
  ['tasks', 'diff', 'tests'],
  ['meter'],
  ['meter', '--transcript', TRANSCRIPT],
  ['banner'],
  ['usage'],
  ['savings'],
  ['context'],
  ['recover'],
  ['connect', 'claude-code', '--dry-run'],
  ['remove'],
  ['config', 'set', 'levels.warning', '70'],
  ['approve'],
  ['next', 'add', 'more'],
  ['deliverable', 'create'],
  ['handoff', 'create'],
  ['handoff', 'clean'],
  ['save'],
  ['save', '--emergency'],
  ['export'],
  ['resume'],
  ['tasks', 'create', 'docs', '--output', 'docs/'],
  ['connect', 'claude-code'],
  ['share'],
  ['remove', '--apply'],
  ...HOOK_EVENTS.map((event) => ['hook', event]),
];

const servers: Server[] = [];

function listenAt(path: string): void {
  servers.push(new Server().listen(path));
}

/** To be called when all is done. */
export function closeSockets(): void {
  for (const server of servers.splice(0)) server.close();
}

interface Project {
  readonly folder: string;
  readonly home: string;
  readonly outside: string;
}

/** A project that is put back before each command. */
export interface Prepared extends Project {
  readonly copy: RestoredFolder;
}

/** A repository with state of every kind, beside a folder of a person's own. */
export async function prepared(): Promise<Prepared> {
  const top = newFolder();
  const [folder, home, outside] = [join(top, 'copy/shop'), join(top, 'copy/home'), join(top, 'outside')];
  for (const one of [folder, home]) mkdirSync(one, { recursive: true });
  fillOutside(outside);
  commitInto(folder, {
    'package.json': '{"name":"shop"}',
    'a.ts': 'export const a = 1;\n',
    'docs/requirements.md': '# Shop\n',
  });
  for (const argv of [
    ['init', 'wf-001', 'Feature'],
    ['deliverable', 'add', 'docs/requirements.md'],
    ['handoff', 'create'],
    ['context'],
    ['tasks', 'create', 'tests', '--output', 'tests/'],
  ]) {
    const { code, error } = await runInProcess(folder, home, argv);
    if (code !== 0) throw new Error(`${argv.join(' ')}: ${error}`);
  }
  cpSync(join(top, 'copy'), join(top, 'sound'), { recursive: true });
  return { folder, home, outside, copy: new RestoredFolder(join(top, 'sound'), join(top, 'copy')) };
}

/** A person's own folder, as it was. */
function fillOutside(outside: string): void {
  rmSync(outside, { recursive: true, force: true });
  mkdirSync(outside);
  writeFileSync(join(outside, 'mine'), MINE);
  execFileSync('mkfifo', [join(outside, 'pipe')]);
}

/** What is wrong with the answers of the commands, each in a project as it was but for the place; nothing where all is well. */
export async function faultsOf(
  { copy, ...project }: Prepared,
  place: string,
  thing: string,
  commands: readonly (readonly string[])[],
): Promise<readonly string[]> {
  const put = THINGS[thing];
  if (put === undefined) throw new Error(`no thing '${thing}'`);
  const faults: string[] = [];
  const path = join(project.folder, place);
  for (const argv of commands) {
    copy.restore(join('shop', place));
    if (!isAsPut(path, thing)) {
      rmSync(path, { recursive: true, force: true });
      mkdirSync(dirname(path), { recursive: true });
      put(path, project.outside);
    }
    const fault = await faultOf(project, place, thing, argv);
    if (fault !== null) faults.push(`${place}, ${thing}: ${argv.join(' ')}: ${fault}`);
  }
  copy.restore();
  return faults;
}

/** Whether in the place is still what was put there and no file that Ninefold wrote instead. */
function isAsPut(path: string, thing: string): boolean {
  const status = lstatSync(path, { throwIfNoEntry: false });
  if (status === undefined) return false;
  const size = SIZES[thing];
  return size === undefined ? !status.isFile() : status.size === size;
}

async function faultOf(
  project: Project,
  place: string,
  thing: string,
  argv: readonly string[],
): Promise<string | null> {
  const before = process.memoryUsage().rss;
  const answer = await inTime(
    argv[0] === 'hook'
      ? hookAnswer(project, argv[1] ?? '')
      : runInProcess(project.folder, project.home, argv),
  );
  if (answer === null) return 'no answer in time';
  if (answer.code === UNEXPECTED || /\n {4}at |string length/.test(answer.error))
    return `a fault of its own: ${answer.error.slice(0, 600)}`;
  if (process.memoryUsage().rss - before > MAX_GROWTH) return 'memory grew';
  if (await isWaiting()) return 'something waits behind the answer';
  const outside = readdirSync(project.outside).sort().join(' ');
  if (outside !== 'mine pipe' || readFileSync(join(project.outside, 'mine'), 'utf8') !== MINE) {
    fillOutside(project.outside);
    return `changed what is outside: ${outside}`;
  }
  const isNamed = (answer.out + answer.error).includes(basename(place));
  const mustName =
    argv[0] === 'verify' && STATE_PLACES.includes(place) && !(thing === 'a folder' || thing in SIZES);
  if (mustName && !isNamed) return `does not name it: ${answer.out}${answer.error}`;
  return null;
}

async function inTime(work: Promise<Answer>): Promise<Answer | null> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<null>((resolve) => (timer = setTimeout(() => resolve(null), LIMIT_MS)));
  try {
    return await Promise.race([work, late]);
  } finally {
    clearTimeout(timer);
  }
}

/** Whether a call of the file system doesn't come back: it would keep a process alive behind its answer. */
async function isWaiting(): Promise<boolean> {
  const end = performance.now() + LIMIT_MS;
  while (process.getActiveResourcesInfo().some((name) => name.startsWith('FSReq'))) {
    if (performance.now() > end) return true;
    await new Promise((done) => setTimeout(done, 5));
  }
  return false;
}

async function hookAnswer({ folder, home }: Project, event: string): Promise<Answer> {
  const input = {
    session_id: 'one',
    transcript_path: join(folder, TRANSCRIPT),
    cwd: folder,
    hook_event_name: event,
    prompt: 'go on',
  };
  let error = '';
  const out = await hookInProcess({
    argv: ['hook', event],
    cwd: folder,
    environment: { PATH: process.env.PATH, HOME: home },
    home,
    input: Readable.from([Buffer.from(JSON.stringify(input))]),
    elapsed: () => 0,
    writeError: (text) => (error += text),
    startLater: () => Promise.resolve(),
  });
  return { code: 0, out, error };
}
