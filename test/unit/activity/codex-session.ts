/** Invented rollouts of Codex, line by line: calls of its tools and what became of them. */

import { metaLine } from '../meter/codex-lines.ts';

type Fields = Readonly<Record<string, unknown>>;

/** The output of a command that ran to an end. */
export function ended(exitCode: number, wrote = 'ok'): string {
  const head = ['Chunk ID: 1f3a', 'Wall time: 0.5000 seconds', `Process exited with code ${exitCode}`];
  return [...head, 'Original token count: 3', 'Output:', wrote].join('\n');
}

export class CodexSession {
  readonly lines: string[] = [metaLine({ id: 'one', cwd: '/home/me/shop', instructions: 100 })];
  #number = 0;

  get text(): string {
    return this.lines.map((line) => `${line}\n`).join('');
  }

  say(type: string, payload: unknown): void {
    this.#number += 1;
    const timestamp = new Date(Date.parse('2026-09-14T08:00:00Z') + this.#number * 1000).toISOString();
    this.lines.push(JSON.stringify({ timestamp, ordinal: this.#number, type, payload }));
  }

  item(payload: Fields): void {
    this.say('response_item', payload);
  }

  event(payload: Fields): void {
    this.say('event_msg', payload);
  }

  prompt(message: unknown): void {
    this.event({ type: 'user_message', message, images: [] });
  }

  /** @returns the call's id */
  call(name: string, input: unknown): string {
    const id = `call_${this.lines.length}`;
    const text = JSON.stringify(input);
    this.item({ type: 'function_call', name, arguments: text, call_id: id });
    return id;
  }

  /** A call whose input is a text. @returns its id */
  callCustom(name: string, input: string): string {
    const id = `call_${this.lines.length}`;
    this.item({ type: 'custom_tool_call', status: 'completed', call_id: id, name, input });
    return id;
  }

  /** A call and its output. */
  did(name: string, input: unknown, output: unknown): void {
    const id = this.call(name, input);
    this.item({ type: 'function_call_output', call_id: id, output });
  }

  patched(patch: string, output: string): void {
    const id = this.callCustom('apply_patch', patch);
    this.item({ type: 'custom_tool_call_output', call_id: id, output });
  }
}
