/**
 * Random histories of shared state with real git: replicas record, commit, merge, rebase, cherry-pick, revert, squash,
 * stash, and clone. Git must never report a conflict; wherever the same events are, the same state must be read; and
 * both must be what the model says.
 */

import { deepStrictEqual } from 'node:assert/strict';
import { cpSync, mkdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

import { NinefoldError } from '../../src/core/errors.ts';
import { exitCodeOf } from '../../src/core/failures/failures.ts';
import type { WorkflowEvent } from '../../src/core/workflow/events.ts';
import type { PartIntent, WorkflowIntent } from '../../src/core/workflow/intents.ts';
import type { WorkflowState } from '../../src/core/workflow/state.ts';
import type { OpenFolder } from '../../src/node/folder/open-folder.ts';
import { git, newFolder, open, removeFolders } from '../unit/support/folders.ts';
import { shareFolder } from '../unit/support/shared-folder.ts';
import { ancestors, changed, expectedOf, headsOf, mergeBases, merged } from './history-model.ts';
import type { Commit } from './history-model.ts';
import { seededRandom } from './seeded-random.ts';
import type { Random } from './seeded-random.ts';

const ID = 'wf-001';
const MOST_REPLICAS = 6;
/** Actions of a long history. */
const LONG = 14;
const PERSON = { kind: 'person' } as const;

/** A worktree, on a branch of its own. */
interface Replica {
  readonly name: string;
  readonly folder: string;
  open: OpenFolder;
  branch: string;
  /** The last commit of its branch. */
  head: Commit;
  /** Recorded and not committed. */
  pending: ReadonlySet<string>;
}

/**
 * Runs one history in an empty folder.
 *
 * @param steps actions before all replicas meet
 * @throws Error what is wrong, with what was done before
 */
export async function sharedHistory(seed: number, folder: string, steps: number): Promise<void> {
  const history = new History(seed, folder);
  try {
    await history.run(steps);
  } catch (error) {
    throw new Error(`seed ${seed}, after ${history.done.join(', ')}`, { cause: error });
  }
}

/** Runs as many histories as are wanted, by seed, with what is wrong in any of them. */
export async function sharedHistories(
  wanted: number,
): Promise<{ readonly histories: number; readonly faults: readonly unknown[]; readonly seconds: number }> {
  const started = performance.now();
  const faults: unknown[] = [];
  for (let seed = 1; seed <= wanted; seed++) {
    try {
      await sharedHistory(seed, newFolder(), LONG);
    } catch (error) {
      faults.push(error);
    } finally {
      removeFolders();
    }
  }
  return { histories: wanted, faults, seconds: (performance.now() - started) / 1000 };
}

class History {
  readonly done: string[] = [];
  readonly #random: Random;
  readonly #folder: string;
  readonly #replicas: Replica[] = [];
  /** Every commit that git has, in the order of making. */
  readonly #commits: Commit[] = [];
  readonly #events = new Map<string, WorkflowEvent>();
  /** The state as it was read first, by the ids of its events. */
  readonly #states = new Map<string, WorkflowState>();
  #count = 0;

  constructor(seed: number, folder: string) {
    this.#random = seededRandom(seed);
    this.#folder = folder;
  }

  async run(steps: number): Promise<void> {
    await this.#begin();
    for (let step = 0; step < steps; step++) {
      const replica = this.#random.pick(this.#replicas);
      const action = this.#random.pick(ACTIONS);
      this.done.push(`${replica.name} ${action}`);
      await this.#act(replica, action);
      await this.#check(replica);
    }
    for (const replica of this.#replicas) await this.#commit(replica);
    await this.#meet();
    await this.#clone();
  }

  async #begin(): Promise<void> {
    const main = join(this.#folder, 'main');
    cpSync(await shareFolder(), main, { recursive: true });
    const opened = await open(main);
    const events = await opened.service.ports.journals.readEvents(ID);
    for (const event of events) this.#events.set(event.id, event);
    const hash = git(main, 'rev-parse', 'HEAD').trim();
    const first: Commit = { parents: [], events: new Set(events.map(({ id }) => id)), hash };
    this.#commits.push(first);
    this.#replicas.push({
      name: 'main',
      folder: main,
      open: opened,
      branch: 'main',
      head: first,
      pending: new Set(),
    });
  }

  async #act(replica: Replica, action: Action): Promise<void> {
    switch (action) {
      case 'record':
        for (let count = this.#random.below(3); count >= 0; count--) await this.#record(replica);
        return;
      case 'commit':
        return this.#commit(replica);
      case 'worktree':
        return this.#worktree(replica);
      case 'branch':
        return this.#branch(replica);
      case 'stash':
        return this.#stash(replica);
      default:
        await this.#record(replica);
        await this.#commit(replica);
        this.#combine(replica, action);
    }
  }

  async #record(replica: Replica): Promise<void> {
    // Sometimes by a process that knows nothing yet.
    if (this.#random.below(3) === 0) replica.open = await open(replica.folder);
    const { service } = replica.open;
    const intent = this.#intent(await service.state(ID));
    const visible = this.#visible(replica);
    try {
      const { events } = await service.execute(intent, PERSON, ID);
      for (const event of events) {
        const heads = headsOf(this.#eventsOf(visible));
        deepStrictEqual([...(event.after ?? [])].sort(), heads, 'what the event was decided on');
        this.#events.set(event.id, event);
        visible.add(event.id);
      }
      replica.pending = new Set([...replica.pending, ...events.map(({ id }) => id)]);
      // Before more is recorded.
      if (this.#events.size % 3 === 0) git(replica.folder, 'add', '-A');
    } catch (error) {
      // Nothing to approve, or the file is gone: the same as without git.
      if (!NinefoldError.is(error) || exitCodeOf(error) !== 1) throw error;
    }
  }

  #intent(state: WorkflowState): WorkflowIntent {
    const random = this.#random;
    const number = state.nextSteps.length;
    const word = random.pick(['x', 'y']);
    const parts: readonly PartIntent[] = [
      { kind: 'addNextStep', text: `step ${this.#count++}` },
      ...(number === 0
        ? []
        : [{ kind: 'setNextStep', number: random.below(number) + 1, status: 'done' } as const]),
      { kind: 'recordDecision', id: random.pick(['auth', 'store']), choice: word, reason: 'r' },
      { kind: 'rename', name: `Name ${word}` },
      { kind: 'addDeliverable', file: random.pick(FILES) },
      { kind: 'removeDeliverable', file: random.pick(FILES) },
      { kind: 'recordAttempt', text: `attempt ${this.#count++}` },
    ];
    return random.pick([...parts, { kind: 'approve' }, { kind: 'reject', reason: 'r' }, { kind: 'submit' }]);
  }

  /** Commits what is staged first, if that isn't everything. */
  async #commit(replica: Replica): Promise<void> {
    const staged = stagedIn(replica.folder);
    if (staged.length > 0 && staged.length < replica.pending.size) this.#commitOf(replica, new Set(staged));
    if (replica.pending.size === 0) return;
    git(replica.folder, 'add', '-A');
    this.#commitOf(replica, replica.pending);
    return Promise.resolve();
  }

  #commitOf(replica: Replica, ids: ReadonlySet<string>): void {
    git(replica.folder, 'commit', '-qm', 'events');
    this.#move(replica, [replica.head], new Set([...replica.head.events, ...ids]));
    replica.pending = new Set([...replica.pending].filter((id) => !ids.has(id)));
  }

  async #worktree({ folder, head, branch }: Replica): Promise<void> {
    if (this.#replicas.length >= MOST_REPLICAS) return;
    const name = `r${this.#replicas.length}`;
    const place = join(this.#folder, name);
    git(folder, 'worktree', 'add', '-q', '-b', name, place, branch);
    this.#replicas.push({
      name,
      folder: place,
      open: await open(place),
      branch: name,
      head,
      pending: new Set(),
    });
  }

  /** What isn't committed goes along. */
  #branch(replica: Replica): Promise<void> {
    const name = `b${this.#count++}`;
    git(replica.folder, 'checkout', '-q', '-b', name);
    replica.branch = name;
    return Promise.resolve();
  }

  async #stash(replica: Replica): Promise<void> {
    await this.#record(replica);
    if (replica.pending.size === 0) return;
    const { pending } = replica;
    git(replica.folder, 'stash', '-q', '--include-untracked');
    replica.pending = new Set();
    await this.#check(replica);
    await this.#record(replica);
    git(replica.folder, 'stash', 'pop', '-q');
    replica.pending = new Set([...pending, ...replica.pending]);
  }

  #combine(replica: Replica, action: Combination): void {
    if (action === 'cherry-pick' || action === 'revert') {
      this.#replay(replica, action);
      return;
    }
    const others = this.#replicas.filter((other) => other !== replica);
    const { folder, head } = replica;
    const [other, third] = [this.#random.pick(others), this.#random.pick(others)] as (Replica | undefined)[];
    if (other === undefined || third === undefined) return;
    switch (action) {
      case 'merge':
        git(folder, 'merge', '-q', '--no-edit', other.branch);
        this.#move(replica, [head, other.head], merged(head, other.head));
        return;
      case 'squash':
        git(folder, 'merge', '-q', '--squash', other.branch);
        git(folder, 'commit', '-q', '--allow-empty', '-m', 'squash');
        this.#move(replica, [head], merged(head, other.head));
        return;
      case 'octopus': {
        const first: Commit = { parents: [head, other.head], events: merged(head, other.head), hash: null };
        const isPlain =
          mergeBases(head, other.head).length === 1 && mergeBases(first, third.head).length === 1;
        if (!isPlain || other === third) return;
        git(folder, 'merge', '-q', '--no-edit', other.branch, third.branch);
        this.#move(replica, [head, other.head, third.head], merged(first, third.head));
        return;
      }
      case 'rebase':
        this.#rebase(replica, other);
        return;
    }
  }

  #rebase(replica: Replica, onto: Replica): void {
    const line = lineAfter(replica.head, ancestors(onto.head));
    if (line === undefined) return;
    git(replica.folder, 'rebase', '-q', '--reapply-cherry-picks', onto.branch);
    let last = onto.head;
    for (const { parents, events } of line) {
      const base = parents[0]?.events ?? new Set();
      last = { parents: [last], events: changed(base, last.events, events), hash: null };
    }
    this.#move(replica, last.parents, last.events);
  }

  #replay(replica: Replica, action: 'cherry-pick' | 'revert'): void {
    const plain = this.#commits.filter(({ parents, hash }) => parents.length === 1 && hash !== null);
    const commit = plain[this.#random.below(plain.length)];
    const parent = commit?.parents[0];
    if (commit?.hash == null || parent === undefined) return;
    git(replica.folder, action, '--no-commit', commit.hash);
    git(replica.folder, 'commit', '-q', '--allow-empty', '-m', action);
    const { events } = replica.head;
    const after =
      action === 'revert'
        ? changed(commit.events, events, parent.events)
        : changed(parent.events, events, commit.events);
    this.#move(replica, [replica.head], after);
  }

  #move(replica: Replica, parents: readonly Commit[], events: ReadonlySet<string>): void {
    const hash = readFileSync(join(this.#folder, 'main', '.git/refs/heads', replica.branch), 'utf8').trim();
    // A rebase with nothing to do, or of nothing that is new, moves a branch to a commit that is there.
    const known = this.#commits.find((commit) => commit.hash === hash);
    if (known === undefined) {
      replica.head = { parents, events, hash };
      this.#commits.push(replica.head);
      return;
    }
    deepStrictEqual([...events].sort(), [...known.events].sort(), 'the events of one commit');
    replica.head = known;
  }

  #visible({ head, pending }: Replica): Set<string> {
    return new Set([...head.events, ...pending]);
  }

  #eventsOf(ids: ReadonlySet<string>): readonly WorkflowEvent[] {
    return [...ids].flatMap((id) => this.#events.get(id) ?? []);
  }

  async #check(replica: Replica): Promise<void> {
    await this.#checkFolder(replica.open, this.#visible(replica));
  }

  async #checkFolder({ service }: OpenFolder, ids: ReadonlySet<string>): Promise<void> {
    const read = await service.ports.journals.readEvents(ID);
    const wanted = [...ids].sort();
    deepStrictEqual(read.map(({ id }) => id).sort(), wanted, 'each event once, and none is lost');
    const state = await service.state(ID);
    const key = wanted.join();
    const before = this.#states.get(key);
    if (before === undefined) this.#states.set(key, state);
    else deepStrictEqual(state, before, 'the same events are the same state');
    deepStrictEqual(seenIn(state), expectedOf(this.#eventsOf(ids)));
  }

  /** In the end, all have everything. */
  async #meet(): Promise<void> {
    const [main, ...others] = this.#replicas;
    if (main === undefined) return;
    for (const other of others) {
      this.done.push(`main merge ${other.name}`);
      git(main.folder, 'merge', '-q', '--no-edit', other.branch);
      this.#move(main, [main.head, other.head], merged(main.head, other.head));
      await this.#check(main);
    }
    for (const other of others) {
      git(other.folder, 'merge', '-q', '--no-edit', main.branch);
      this.#move(other, [other.head, main.head], main.head.events);
      other.open = await open(other.folder);
      await this.#check(other);
    }
  }

  async #clone(): Promise<void> {
    const [main] = this.#replicas;
    if (main === undefined) return;
    const kind = this.#random.pick(CLONES);
    this.done.push(`clone ${kind.join(' ')}`);
    const folder = join(this.#folder, 'clone');
    mkdirSync(folder);
    git(folder, 'clone', '-q', ...kind, '--branch', main.branch, `file://${main.folder}`, '.');
    const opened = await open(folder);
    await this.#checkFolder(opened, main.head.events);
    const clone = { ...main, name: 'clone', folder, open: opened };
    await this.#record(clone);
    await this.#check(clone);
  }
}

const FILES = ['docs/a.md', 'docs/b.md'] as const;
const COMBINATIONS = ['merge', 'rebase', 'cherry-pick', 'revert', 'squash', 'octopus'] as const;
type Combination = (typeof COMBINATIONS)[number];
const ACTIONS = [
  'record',
  'record',
  'commit',
  'worktree',
  'worktree',
  'branch',
  'stash',
  'merge',
  ...COMBINATIONS,
] as const;
type Action = (typeof ACTIONS)[number];
const CLONES = [[], ['--depth', '1'], ['--config', 'core.autocrlf=true'], ['--filter', 'blob:none']] as const;

/** Returns the ids of the events that git's index adds. */
function stagedIn(folder: string): readonly string[] {
  const lines = git(folder, 'diff', '--cached', '--unified=0', '--no-renames').split('\n');
  return lines
    .filter((line) => line.startsWith('+{'))
    .map((line) => {
      return (JSON.parse(line.slice(1)) as { readonly id: string }).id;
    });
}

/** The commits after a set of them, oldest first; undefined if there is a merge among them. */
function lineAfter(head: Commit, known: ReadonlySet<Commit>): readonly Commit[] | undefined {
  const line: Commit[] = [];
  for (
    let commit: Commit | undefined = head;
    commit !== undefined && !known.has(commit);
    [commit] = commit.parents
  ) {
    if (commit.parents.length !== 1) return undefined;
    line.unshift(commit);
  }
  return line;
}

/** What the model knows of a state, in its form. Gates, which it doesn't know, only have to be the same everywhere. */
function seenIn(state: WorkflowState): ReturnType<typeof expectedOf> {
  const subjects = (state.questions ?? []).filter(({ subject }) => !subject.startsWith('gate:'));
  const questions = Object.fromEntries(
    subjects.map(({ subject, sides }) => [subject, sides.map(({ event }) => event).sort()]),
  );
  const isAgreed = (subject: string): boolean => questions[subject] === undefined;
  const agreed: readonly (readonly [subject: string, value: string])[] = [
    ['name', state.name],
    ...state.decisions.map(({ id, choice }) => [`decision:${id}`, choice] as const),
    ...state.deliverables.map(({ file }) => [`deliverable:${file}`, 'kept'] as const),
  ];
  const steps = state.nextSteps.map(({ text, status }) => `${text}: ${status}`).sort();
  return { steps, agreed: Object.fromEntries(agreed.filter(([subject]) => isAgreed(subject))), questions };
}
