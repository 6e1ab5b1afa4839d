/** Adds entries to someone's JSON file and removes them: comments, order, and format stay. */

import {
  applyEdits,
  type Edit,
  findNodeAtLocation,
  getNodeValue,
  type JSONPath,
  modify,
  type Node,
  type ParseError,
  parseTree,
} from 'jsonc-parser';

import { NinefoldError } from '../../core/errors.ts';
import { formatOf, lineAt, syntaxFault, withinStack } from '../files/json-format.ts';
import type { EditedText } from './edited-text.ts';

const BOM = '\uFEFF';

/** Tests for a text that somebody keeps on one line; an empty object says nothing about that. */
function isOneLine(body: string): boolean {
  const text = body.trim();
  return !text.includes('\n') && !/^\{\s*\}$/.test(text);
}

export class JsonSettings {
  readonly #file: string;
  readonly #mark: string;
  readonly #edited: EditedText;
  /** The user's text, where a refused place is reported. */
  readonly #shown: { readonly body: string; readonly tree: Node };
  #tree: Node;

  /**
   * @param edited its text changes with this
   * @throws NinefoldError settings-invalid if it isn't a JSON object; comments and trailing commas are allowed
   */
  constructor(file: string, edited: EditedText) {
    this.#file = file;
    this.#edited = edited;
    this.#mark = edited.text.startsWith(BOM) ? BOM : '';
    this.#tree = this.#parse();
    this.#shown = { body: this.#body, tree: this.#tree };
  }

  /** An empty file counts as an empty object. */
  get #body(): string {
    const body = this.#edited.text.slice(this.#mark.length);
    return body.trim() === '' ? '{}\n' : body;
  }

  /** Returns the value at a path; undefined if there is none. */
  get(path: JSONPath): unknown {
    const node = findNodeAtLocation(this.#tree, path);
    return node === undefined ? undefined : (getNodeValue(node) as unknown);
  }

  /** Sets a value; an equal one keeps its formatting. */
  set(path: JSONPath, value: unknown): void {
    if (JSON.stringify(this.get(path)) === JSON.stringify(value)) return;
    this.#modify(path, value, false);
  }

  /** Appends to an array, creating it if it doesn't exist. */
  append(path: JSONPath, value: unknown): void {
    if (this.get(path) === undefined) this.#modify(path, [value], false);
    else this.#modify([...path, -1], value, true);
  }

  /** Removes a value, and every object and array above it that becomes empty. */
  remove(path: JSONPath): void {
    if (this.get(path) === undefined) return;
    this.#modify(path, undefined, false);
    const above = path.slice(0, -1);
    const left = this.get(above);
    const isEmpty = typeof left === 'object' && left !== null && Object.keys(left).length === 0;
    if (above.length > 0 && isEmpty) this.remove(above);
  }

  /** Refuses the value at a path, or the closest one above it. */
  refuse(path: JSONPath, reason: string): never {
    for (let at = path; ; at = at.slice(0, -1)) {
      const node = findNodeAtLocation(this.#shown.tree, at);
      if (node === undefined) continue;
      throw this.#invalid(node.offset, reason, this.#shown.body);
    }
  }

  #modify(path: JSONPath, value: unknown, isArrayInsertion: boolean): void {
    const body = this.#body;
    const formatting = isOneLine(body) ? {} : { formattingOptions: formatOf(body) };
    const last = value === undefined ? this.#lastEntry(path) : null;
    const edits = last === null ? modify(body, path, value, { ...formatting, isArrayInsertion }) : [last];
    this.#edited.set(this.#mark + applyEdits(body, edits));
    this.#tree = this.#parse();
  }

  /**
   * Removes the last of several entries of a list; null for anything else. The library's own edit takes for granted that
   * the list ends on a line of its own.
   */
  #lastEntry(path: JSONPath): Edit | null {
    const entries = findNodeAtLocation(this.#tree, path.slice(0, -1))?.children ?? [];
    const [before, entry] = entries.slice(-2);
    if (typeof path.at(-1) !== 'number' || entry === undefined || path.at(-1) !== entries.length - 1)
      return null;
    const offset = before === undefined ? 0 : before.offset + before.length;
    return before === undefined
      ? null
      : { offset, length: entry.offset + entry.length - offset, content: '' };
  }

  #parse(): Node {
    const errors: ParseError[] = [];
    const tree = withinStack(() => parseTree(this.#body, errors, { allowTrailingComma: true }));
    const [first] = errors;
    if (first !== undefined) throw this.#invalid(first.offset, syntaxFault(first.error));
    if (tree?.type !== 'object')
      throw this.#invalid(tree?.offset ?? 0, "the file doesn't contain a JSON object");
    return tree;
  }

  #invalid(offset: number, reason: string, body = this.#body): NinefoldError {
    const line = lineAt(body, offset);
    return new NinefoldError('settings-invalid', { file: this.#file, line, reason });
  }
}
