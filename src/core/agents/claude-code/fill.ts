/** What fills Claude Code's window: blocks of messages and results between calls, each call once. */

import { asFields, asList, asText, type Fields, parseObject } from '../../json-fields.ts';
import { type FillFormat, type FillReader, FillSum, type WindowFill } from '../../meter/window-fill.ts';
import { EMPTY_TRANSCRIPT, type TranscriptState } from '../../meter/transcript-reader.ts';
import { clip, oneLine } from '../../text/foreign-text.ts';
import { claudeCodeReader } from './transcript.ts';

/** Lines without any of these are neither messages nor compactions. */
const TELLING = ['"user"', '"assistant"', '"compact_boundary"'];
const PARENT = /"parentUuid"\s*:\s*(null|")/;
/** Tools whose result is a file's content, with the input that names it. */
const READING: ReadonlyMap<string, string> = new Map([
  ['Read', 'file_path'],
  ['NotebookRead', 'notebook_path'],
]);
const COMMAND = 'Bash';
const LONGEST_LABEL = 60;
/** The second word of a command line, if it is a subcommand: never an option, an address, or a secret. */
const SUBCOMMAND = /^[a-z][a-z-]{1,20}$/;
/** An image counts by its size in pixels, which isn't recorded: about as much as a screenshot. */
const IMAGE_UNITS = 5000;

export const claudeCodeFill: FillFormat = {
  markers: [],
  begin: () => new ClaudeCodeFill(),
};

class ClaudeCodeFill implements FillReader {
  readonly #sum = new FillSum();
  #state: TranscriptState = EMPTY_TRANSCRIPT;
  /** Label and kind of calls without a result, by id. */
  readonly #open = new Map<string, { readonly kind: 'files' | 'results'; readonly label: string }>();
  /** Ids of lines: a resumed file may repeat them. */
  readonly #seen = new Set<string>();
  #hasBegun = false;

  feed(line: string): void {
    if (!this.#hasBegun) this.#begin(line);
    if (!TELLING.some((marker) => line.includes(marker))) return;
    const fields = parseObject(line);
    if (fields === null || fields.isSidechain === true || this.#isRepeated(fields)) return;
    const before = this.#state;
    this.#state = claudeCodeReader.feed(before, line);
    const { call, compactions } = this.#state;
    if (compactions.length > before.compactions.length) this.#sum.compact();
    const isNewCall = call !== null && call.tokens !== null && call.messageId !== before.call?.messageId;
    if (isNewCall) this.#sum.call(call.tokens);
    this.#addBlocks(asFields(fields.message)?.content);
  }

  read(): WindowFill | null {
    return this.#sum.read();
  }

  /** The first line with a parent tells whether it is the first of the session. */
  #begin(line: string): void {
    const [, parent] = PARENT.exec(line) ?? [];
    this.#hasBegun = parent !== undefined;
    if (parent !== undefined && parent !== 'null') this.#sum.beginWithin();
  }

  #isRepeated({ uuid }: Fields): boolean {
    const id = asText(uuid);
    if (id === null) return false;
    const isKnown = this.#seen.has(id);
    this.#seen.add(id);
    return isKnown;
  }

  #addBlocks(content: unknown): void {
    if (typeof content === 'string') this.#sum.add('conversation', content.length);
    for (const block of asList(content).map(asFields)) if (block !== null) this.#addBlock(block);
  }

  #addBlock(block: Fields): void {
    const id = asText(block.type === 'tool_result' ? block.tool_use_id : block.id);
    switch (block.type) {
      case 'tool_use':
        if (id !== null) this.#open.set(id, labelOf(asText(block.name) ?? '', asFields(block.input) ?? {}));
        this.#sum.add('conversation', JSON.stringify(block.input ?? null).length);
        break;
      case 'tool_result': {
        const call = id === null ? undefined : this.#open.get(id);
        if (id !== null) this.#open.delete(id);
        this.#sum.add(call?.kind ?? 'results', lengthOf(block.content), call?.label ?? null);
        break;
      }
      case 'text':
        this.#sum.add('conversation', asText(block.text)?.length ?? 0);
        break;
      case 'image':
        this.#sum.add('conversation', IMAGE_UNITS);
    }
  }
}

function labelOf(
  tool: string,
  input: Fields,
): { readonly kind: 'files' | 'results'; readonly label: string } {
  const named = READING.get(tool);
  const path = named === undefined ? null : asText(input[named]);
  if (path !== null) return { kind: 'files', label: shown(path.split(/[\\/]/).at(-1) ?? path) };
  const command = tool === COMMAND ? asText(input.command) : null;
  return { kind: 'results', label: shown(command === null ? tool : programOf(command)) };
}

/** The program and its subcommand; the rest of a command line may hold secrets. */
function programOf(command: string): string {
  const words = command.trim().split(/\s+/);
  const start = words.findIndex((word) => !/^\w+=/.test(word));
  const program = (words[start] ?? '').split(/[\\/]/).at(-1) ?? '';
  const next = words[start + 1] ?? '';
  return SUBCOMMAND.test(next) ? `${program} ${next}` : program;
}

function shown(label: string): string {
  return clip(oneLine(label), LONGEST_LABEL);
}

function lengthOf(content: unknown): number {
  if (typeof content === 'string') return content.length;
  return asList(content)
    .map(asFields)
    .reduce(
      (sum, block) => sum + (block?.type === 'image' ? IMAGE_UNITS : (asText(block?.text)?.length ?? 0)),
      0,
    );
}
