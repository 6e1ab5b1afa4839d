/** A project with a workflow and stand-in agents: scripts of Node that do what an agent would. */

import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';

import { NinefoldError } from '../../../src/core/errors.ts';
import type { AgentTaskService } from '../../../src/core/service/agent-task-service.ts';
import type { CreateTask } from '../../../src/core/service/create-task.ts';
import type { TaskView } from '../../../src/core/service/task-view.ts';
import type { Actor } from '../../../src/core/workflow/events.ts';
import type { OpenFolder } from '../../../src/node/folder/open-folder.ts';
import { acceptRulesOf } from '../support/accepted.ts';
import { commitInto, git, newFolder, open, writeFiles } from '../support/folders.ts';

export const PERSON: Actor = { kind: 'person' };

/** Seven lines, so that changes at both ends don't touch. */
export const LINES = 'one\ntwo\nthree\nfour\nfive\nsix\nseven\n';

export interface ProjectOptions {
  readonly isGit?: boolean;
  readonly files?: Readonly<Record<string, string>>;
  /** Scripts of agents by their names. */
  readonly agents?: Readonly<Record<string, string>>;
  /** More of `ninefold.json`. */
  readonly rules?: Readonly<Record<string, unknown>>;
}

export class TaskProject {
  readonly folder: string;
  readonly cache: string;
  readonly opened: OpenFolder;

  private constructor(folder: string, cache: string, opened: OpenFolder) {
    this.folder = folder;
    this.cache = cache;
    this.opened = opened;
  }

  /** A repository with one commit and a workflow in 5a. */
  static async make(options: ProjectOptions = {}): Promise<TaskProject> {
    const { isGit = true, files = {}, agents = {}, rules = {} } = options;
    const folder = newFolder();
    const cache = newFolder();
    const commands = Object.entries(agents).map(([name, script]) => [name, [process.execPath, '-e', script]]);
    const all = { 'src/login.ts': LINES, ...files };
    if (isGit) commitInto(folder, all);
    else writeFiles(folder, all);
    const text = JSON.stringify({ taskCommands: Object.fromEntries(commands) as unknown, ...rules });
    writeFiles(folder, { '.claude/ninefold.json': text });
    const project = new TaskProject(folder, cache, await TaskProject.openAt(folder, cache));
    project.trusts();
    const { service } = project.opened;
    await service.start({ kind: 'start', id: 'wf-001', name: 'User Login', task: 'Log in by mail' }, PERSON);
    await service.execute({ kind: 'setPhase', phase: '5a' }, PERSON);
    return project;
  }

  static openAt(folder: string, cache: string, variables: NodeJS.ProcessEnv = {}): Promise<OpenFolder> {
    return open(folder, {
      home: cache,
      environment: { PATH: process.env.PATH, XDG_CACHE_HOME: cache, ...variables },
    });
  }

  /** The same project where its folder was copied to. */
  async copiedTo(folder: string): Promise<TaskProject> {
    return new TaskProject(folder, this.cache, await TaskProject.openAt(folder, this.cache));
  }

  /** Its person accepts what the rules say now. @param folder with the state root */
  trusts(folder = this.folder): void {
    acceptRulesOf(join(folder, '.claude'), this.cache);
  }

  get tasks(): AgentTaskService {
    return this.opened.tasks;
  }

  /** Another window on the same folder. */
  async again(): Promise<AgentTaskService> {
    return (await TaskProject.openAt(this.folder, this.cache)).tasks;
  }

  /** Makes a task with one output and runs its agent to the end. */
  async ran(agent: string, request: Partial<CreateTask> = {}): Promise<TaskView> {
    const outputs = ['src/login.ts'];
    const { task } = await this.tasks.create({ template: 'empty', agent, outputs, ...request }, PERSON);
    return (await this.tasks.run(task.id)).ended;
  }

  read(path: string): string {
    return readFileSync(join(this.folder, path), 'utf8');
  }

  has(path: string): boolean {
    return existsSync(join(this.folder, path));
  }

  /** What git has of worktrees, branches, stash and index: nothing of it is a task's. */
  repository(): Readonly<Record<string, unknown>> {
    return {
      worktrees: git(this.folder, 'worktree', 'list', '--porcelain').match(/^worktree /gm)?.length,
      branches: git(this.folder, 'branch', '--all'),
      head: git(this.folder, 'symbolic-ref', 'HEAD'),
      stash: git(this.folder, 'stash', 'list'),
      staged: git(this.folder, 'diff', '--cached', '--name-status'),
      config: readFileSync(join(this.folder, '.git', 'config'), 'utf8'),
      registered: existsSync(join(this.folder, '.git', 'worktrees')),
      refs: readdirSync(join(this.folder, '.git', 'refs'), { recursive: true }).sort(),
    };
  }
}

/** A script that writes files, by paths from the folder it runs in. */
export function writes(files: Readonly<Record<string, string>>): string {
  return [
    "const fs = require('node:fs'), path = require('node:path');",
    `for (const [name, text] of Object.entries(${JSON.stringify(files)})) {`,
    '  fs.mkdirSync(path.dirname(name), { recursive: true });',
    '  fs.writeFileSync(name, text);',
    '}',
  ].join('\n');
}

/** The code of what a call is refused with; `done` where it isn't. */
export async function codeOf(work: Promise<unknown>): Promise<string> {
  try {
    await work;
    return 'done';
  } catch (error) {
    if (NinefoldError.is(error)) return error.code;
    throw error;
  }
}
