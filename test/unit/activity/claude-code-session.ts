/** Invented sessions of Claude Code, line by line: calls of its tools and what became of them. */

import { line } from '../meter/transcript-lines.ts';

type Fields = Readonly<Record<string, unknown>>;

/** How a call ended. */
export type Ending =
  'done' | 'failed' | 'refused' | 'denied' | 'interrupted' | 'background' | 'timed-out' | 'untold';

const REFUSAL =
  "The user doesn't want to proceed with this tool use. The tool use was rejected (eg. if it was a file edit, …).";

export class ClaudeCodeSession {
  readonly lines: string[] = [];
  cwd = '/home/me/shop';
  #number = 0;
  readonly #shared: Fields;

  constructor(shared: Fields = {}) {
    this.#shared = shared;
  }

  get text(): string {
    return this.lines.map((one) => `${one}\n`).join('');
  }

  /** @returns a number that no other line has */
  next(): number {
    this.#number += 1;
    return this.#number;
  }

  /** Any line in its envelope. */
  say(fields: Fields): void {
    const number = this.next();
    this.lines.push(
      line({
        uuid: `00000000-0000-4000-8000-${String(number).padStart(12, '0')}`,
        timestamp: new Date(Date.parse('2026-09-14T10:00:00Z') + number * 1000).toISOString(),
        cwd: this.cwd,
        sessionId: 'session-one',
        version: '2.1.40',
        ...this.#shared,
        ...fields,
      }),
    );
  }

  prompt(content: unknown, fields: Fields = {}): void {
    this.say({ type: 'user', message: { role: 'user', content }, ...fields });
  }

  /** @returns the call's id */
  call(name: string, input: unknown, { id = `toolu_${this.next()}`, ...fields }: Fields = {}): string {
    const content = [{ type: 'tool_use', id, name, input }];
    this.say({
      type: 'assistant',
      message: { role: 'assistant', id: `msg_${this.next()}`, content },
      ...fields,
    });
    return String(id);
  }

  result(id: string, content: unknown, fields: Fields & { readonly isError?: boolean } = {}): void {
    const { isError, ...rest } = fields;
    const block = { type: 'tool_result', tool_use_id: id, content };
    const told = isError === undefined ? block : { ...block, is_error: isError };
    this.say({ type: 'user', message: { role: 'user', content: [told] }, ...rest });
  }

  /** A call and what became of it. */
  did(name: string, input: unknown, ending: Ending = 'done', told: Fields = {}): string {
    const id = this.call(name, input);
    this.end(id, ending, told);
    return id;
  }

  end(id: string, ending: Ending, told: Fields = {}): void {
    const toolUseResult = { stdout: '', stderr: '', interrupted: false, isImage: false, ...told };
    switch (ending) {
      case 'done':
        this.result(id, 'ok', { isError: false, toolUseResult });
        break;
      case 'failed':
        this.result(id, 'Exit code 1\nnpm ERR! failed', {
          isError: true,
          toolUseResult: 'Error: Exit code 1\nnpm ERR! failed',
        });
        break;
      case 'refused':
        this.result(id, REFUSAL, { isError: true, toolUseResult: 'User rejected tool use' });
        break;
      case 'denied':
        this.result(id, 'Permission to use Bash has been denied.', { isError: true });
        break;
      case 'interrupted':
        this.result(id, 'half of it', {
          isError: false,
          toolUseResult: { ...toolUseResult, interrupted: true },
        });
        break;
      case 'background':
        this.result(id, 'Command running in background with ID: b1', {
          isError: false,
          toolUseResult: { ...toolUseResult, backgroundTaskId: 'b1' },
        });
        break;
      case 'timed-out':
        this.result(id, [{ type: 'text', text: 'Exit code 143\nCommand timed out after 2m 0s' }], {
          isError: true,
        });
        break;
      case 'untold':
        break;
    }
  }
}
