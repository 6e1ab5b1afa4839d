/** Whose hook an input is: its fields tell. What nobody is known by is an agent without a name, and without a session. */

import { commonHooks, readCommon } from '../hooks/common-hooks.ts';
import type { HookEnvironment, HookEvent, HookInput, HookVocabulary } from '../hooks/hook-vocabulary.ts';
import { occasionOf } from '../hooks/occasion.ts';
import { parseObject } from '../json-fields.ts';
import { hooks as claudeCode } from './claude-code/hooks.ts';
import { hooks as codex } from './codex/hooks.ts';
import { hooks as copilotCli } from './copilot-cli/hooks.ts';
import { hooks as droid } from './droid/hooks.ts';
import { hooks as gemini } from './gemini/hooks.ts';
import { hooks as kimiCode } from './kimi-code/hooks.ts';
import { hooks as qwenCode } from './qwen-code/hooks.ts';

/** An agent that called a hook. */
export interface HookSender {
  readonly id: string;
  readonly hooks: HookVocabulary;
  /** Agents whose settings it also loads hooks from. */
  readonly readsHooksOf?: readonly string[];
}

/** The most special first. */
const SENDERS: readonly HookSender[] = [
  { id: 'copilot-cli', hooks: copilotCli, readsHooksOf: ['claude-code'] },
  { id: 'kimi-code', hooks: kimiCode },
  { id: 'gemini', hooks: gemini },
  { id: 'qwen-code', hooks: qwenCode },
  { id: 'codex', hooks: codex },
  { id: 'droid', hooks: droid },
  { id: 'claude-code', hooks: claudeCode },
];

/** An agent that isn't recognized: it gets answers, but nothing is recorded about a session of it. */
const ANYONE: HookSender = {
  id: 'agent',
  hooks: commonHooks({
    events: Object.fromEntries(SENDERS.flatMap(({ hooks }) => Object.entries(hooks.events))),
    isFrom: () => true,
    read: (fields, event, name) => ({
      ...readCommon(fields, event, name),
      session: null,
      transcript: null,
      model: null,
    }),
  }),
};

/** Returns the shortest budget in milliseconds that an environment gives an event, before its sender is known. */
export function leastBudget(given: string, environment: HookEnvironment): number {
  const budgets = SENDERS.map(({ hooks }) => {
    const event = eventOf(hooks, given);
    return (event === null ? null : hooks.budgetOf(event, environment)) ?? Infinity;
  });
  return Math.min(...budgets);
}

/** A hook's call, with whose it is. */
export interface ReadHook {
  readonly sender: HookSender;
  readonly input: HookInput;
  /** Returns what tells this event from the next. */
  readonly occasion: () => string;
}

/**
 * Reads a hook's input.
 *
 * @param given the event on the command line; the input's own name wins, because the answer must have it
 * @param text stdin; anything but a JSON object counts as empty
 * @returns null if neither names an event that Ninefold answers
 */
export function readHook(given: string, text: string): ReadHook | null {
  const fields = parseObject(text) ?? {};
  const sender = SENDERS.find(({ hooks }) => hooks.isFrom(fields)) ?? ANYONE;
  const { hook_event_name: named } = fields;
  const name = typeof named === 'string' ? named : given;
  const event = eventOf(sender.hooks, name);
  if (event === null) return null;
  const input = sender.hooks.read(fields, event, name);
  return { sender, input, occasion: () => occasionOf(fields, input) };
}

function eventOf({ events }: HookVocabulary, name: string): HookEvent | null {
  return (Object.hasOwn(events, name) ? events[name] : undefined) ?? null;
}
