/** MCP servers are killed while they carry out a call, and the agent calls again until it is answered: no change twice. */

import { mkdirSync } from 'node:fs';
import { join } from 'node:path';

import { STEP_IDS } from '../../src/core/workflow/phases.ts';
import type { WorkflowEvent } from '../../src/core/workflow/events.ts';
import { open } from '../unit/support/folders.ts';
import { withChildren } from './child.ts';
import type { Child, Children } from './child.ts';
import { seededRandom } from './seeded-random.ts';
import type { Random } from './seeded-random.ts';

export interface KilledCalls {
  /** Changes that were asked for, each until it was answered. */
  readonly calls: number;
  readonly kills: number;
  /** Calls that were answered with what a killed one had done. */
  readonly already: number;
  /** What isn't there exactly once. */
  readonly wrong: readonly string[];
  readonly seconds: number;
}

export interface KilledCallsOptions {
  /** The MCP server. */
  readonly server: string;
  readonly cli: string;
  /** An empty one. */
  readonly folder: string;
  readonly calls: number;
  /** A call is killed so often at most, and then left alone. */
  readonly mostKills?: number;
  readonly seed: number;
}

interface Options extends KilledCallsOptions {
  readonly env: NodeJS.ProcessEnv;
}

/** A call, and what it must have left exactly once. */
interface Change {
  readonly tool: string;
  readonly parameters: Readonly<Record<string, unknown>>;
  readonly left: (event: WorkflowEvent) => boolean;
}

const WORKFLOW = 'wf-001';
/** Of a server that is not killed. */
const UNKILLED_MS = 60_000;
const MAX_KILLS = 4;

export async function killedCalls({ folder: parent, ...given }: KilledCallsOptions): Promise<KilledCalls> {
  // What a person accepts is kept in the home: one beside the project.
  const [folder, home] = ['project', 'home'].map((name) => join(parent, name)) as [string, string];
  for (const path of [folder, home]) mkdirSync(path);
  const options: Options = { ...given, folder, env: { PATH: process.env.PATH, HOME: home } };
  const { calls, seed } = options;
  const random = seededRandom(seed);
  const started = performance.now();
  const changes = changesOf(calls);
  const seen = await withChildren(async (children) => {
    await prepare(options, children);
    const agent = new PersistentAgent(options, children, random);
    for (const change of changes) await agent.callUntilAnswered(change);
    return agent;
  });
  const { service, tasks } = await open(folder);
  const events = await service.ports.journals.readEvents(WORKFLOW);
  const wrong = changes.flatMap(({ tool, parameters, left }) => {
    const times = events.filter(left).length;
    return times === 1 ? [] : [`${times} times: ${tool} ${JSON.stringify(parameters)}`];
  });
  // The start and each change once, and nothing else.
  const extra = events.length - 1 - changes.length;
  if (extra !== 0) wrong.push(`${extra} events more than changes`);
  const made = (await tasks.list()).tasks.length;
  if (made !== seen.tasks) wrong.push(`${made} tasks of ${seen.tasks}`);
  const seconds = (performance.now() - started) / 1000;
  return { calls: changes.length + seen.tasks, kills: seen.kills, already: seen.already, wrong, seconds };
}

/** A person lets anyone approve, and starts the workflow. */
async function prepare({ cli, folder, env }: Options, children: Children): Promise<void> {
  const { service } = await open(folder);
  const intent = { kind: 'start', id: WORKFLOW, name: 'Torture', branch: null } as const;
  await service.start(intent, { kind: 'person' });
  const set = children.start(cli, ['--cwd', folder, 'config', 'set', 'approvedBy', 'anyone'], env);
  const [code] = await set.ended;
  if (code !== 0) throw new Error(`the rules were not set: ${set.errors}`);
}

/** One agent: it lives on while its servers are killed. */
class PersistentAgent {
  kills = 0;
  already = 0;
  tasks = 0;
  readonly #options: Options;
  readonly #children: Children;
  readonly #random: Random;
  #server: Child | undefined;
  #id = 1;
  /** How long an answer takes, as far as is known, in milliseconds. */
  #usual = 50;

  constructor(options: Options, children: Children, random: Random) {
    this.#options = options;
    this.#children = children;
    this.#random = random;
  }

  async callUntilAnswered({ tool, parameters }: Change): Promise<void> {
    await this.#untilAnswered(tool, parameters);
    // Beside the journal: a task has a folder of its own.
    if (tool !== 'create_handoff') return;
    this.tasks++;
    const task = {
      template: 'empty',
      title: `Task ${this.tasks}`,
      task: `Do ${this.tasks}`,
      place: 'workspace',
    };
    const request = { ...task, outputs: [`out/${this.tasks}.md`], workflow: WORKFLOW };
    await this.#untilAnswered('create_agent_task', request);
  }

  async #untilAnswered(tool: string, parameters: object): Promise<void> {
    for (let attempt = 0; ; attempt++) {
      const answer = await this.#call(tool, parameters, attempt < (this.#options.mostKills ?? MAX_KILLS));
      if (answer === undefined) continue;
      if (answer.includes('"isError":true') || answer.includes('"error"'))
        throw new Error(`${tool}: ${answer}`);
      if (answer.includes('Already recorded')) this.already++;
      return;
    }
  }

  /** @returns undefined where the server was killed before it answered */
  async #call(tool: string, parameters: object, isKilled: boolean): Promise<string | undefined> {
    const server = (this.#server ??= await this.#start());
    const id = ++this.#id;
    const sent = performance.now();
    const params = { name: tool, arguments: parameters };
    server.send(JSON.stringify({ jsonrpc: '2.0', id, method: 'tools/call', params }));
    const answered = server.line((line) => line.includes(`"id":${id}`)).catch(() => undefined);
    const life = isKilled ? (this.#random.below(1000) / 1000) * 2 * this.#usual : UNKILLED_MS;
    let timer: NodeJS.Timeout | undefined;
    const killed = new Promise<undefined>((resolve) => (timer = setTimeout(() => resolve(undefined), life)));
    const answer = await Promise.race([answered, killed]);
    clearTimeout(timer);
    if (answer !== undefined) {
      this.#usual = 0.9 * this.#usual + 0.1 * (performance.now() - sent);
      return answer;
    }
    await server.kill();
    this.kills++;
    this.#server = undefined;
    return undefined;
  }

  async #start(): Promise<Child> {
    const { server: program, folder, env } = this.#options;
    const server = this.#children.start(program, ['--cwd', folder], env);
    const clientInfo = { name: 'torture', version: '1' };
    const params = { protocolVersion: '2025-06-18', capabilities: {}, clientInfo };
    server.send(JSON.stringify({ jsonrpc: '2.0', id: 1, method: 'initialize', params }));
    await server.line((line) => line.includes('"id":1,') || line.includes('"id":1}'));
    server.send(JSON.stringify({ jsonrpc: '2.0', method: 'notifications/initialized' }));
    return server;
  }
}

/** Every kind of change in turn; the gates go through the phases, back and again. */
function changesOf(calls: number): readonly Change[] {
  const makers = [nextStep, decision, deliverable, evidence, gates(), handoff];
  return Array.from({ length: calls }, (_, index) => {
    const make = makers[index % makers.length] ?? nextStep;
    const { tool, parameters, left } = make(index);
    return { tool, parameters: { ...parameters, workflow: WORKFLOW }, left };
  });
}

function nextStep(index: number): Change {
  const text = `Step ${index}`;
  return {
    tool: 'add_next_step',
    parameters: { text },
    left: ({ type, data }) => type === 'nextStep.added' && data.text === text,
  };
}

function decision(index: number): Change {
  const key = `key-${index}`;
  return {
    tool: 'record_decision',
    parameters: { key, choice: 'this', reason: 'better' },
    left: ({ type, data }) => type === 'decision.recorded' && data.id === key,
  };
}

function deliverable(index: number): Change {
  const file = `docs/${index}.md`;
  return {
    tool: 'add_deliverable',
    parameters: { file },
    left: ({ type, data }) => type === 'deliverable.added' && data.file === file,
  };
}

function evidence(index: number): Change {
  const command = `npm run check-${index}`;
  return {
    tool: 'record_evidence',
    parameters: { phase: '1', command, exitCode: index % 2 },
    left: ({ type, data }) => type === 'check.recorded' && data.command === command,
  };
}

function handoff(index: number): Change {
  const before = `Step ${index - 5}`;
  return {
    tool: 'create_handoff',
    parameters: {},
    // The one that follows the step noted last.
    left: handoffAfter(before),
  };
}

/** Asked of each event in their order. */
function handoffAfter(text: string): Change['left'] {
  let [isNext, isOver] = [false, false];
  return ({ type, data }) => {
    if (type === 'nextStep.added') {
      isOver ||= isNext;
      isNext ||= data.text === text;
    }
    return type === 'handoff.created' && isNext && !isOver;
  };
}

/** Each phase is sent back once and approved, and after the last one everything begins anew. */
function gates(): (index: number) => Change {
  let [at, isSentBack] = [0, false];
  return (index) => {
    const step = STEP_IDS[at];
    if (step === undefined) {
      at = 0;
      const reason = `Again ${index}`;
      const left: Change['left'] = ({ type, data }) => type === 'phase.reopened' && data.reason === reason;
      return { tool: 'reopen_phase', parameters: { phase: '1', reason }, left };
    }
    isSentBack = !isSentBack;
    if (isSentBack) {
      const reason = `Too thin ${index}`;
      const left: Change['left'] = ({ type, data }) => type === 'phase.rejected' && data.reason === reason;
      return { tool: 'reject_phase', parameters: { reason }, left };
    }
    at++;
    return { tool: 'approve_phase', parameters: { phase: step }, left: nthApproval(step, index) };
  };
}

/** Phases come round again: the approval that follows its own rejection, six changes before. */
function nthApproval(step: string, index: number): Change['left'] {
  let isNext = false;
  return ({ type, data }) => {
    if (type === 'phase.rejected') isNext = data.reason === `Too thin ${index - 6}`;
    return type === 'phase.approved' && data.step === step && isNext;
  };
}
