/**
 * Ninefold's entries in an agent's TOML settings: a marked block at the end, so that every other byte stays. The text is
 * parsed before and after, and refused if the block can't be added.
 */

import { parse, TomlError } from 'smol-toml';

import { isOurs } from '../../core/connect/commands.ts';
import { NinefoldError } from '../../core/errors.ts';
import { asFields, type Fields } from '../../core/json-fields.ts';
import type { EditedText } from './edited-text.ts';
import type { SettingsPart } from './settings-part.ts';

const END = '# ninefold (end)';
const BLOCK = /(?:\r?\n)?# ninefold \(begin\)[^\n]*\n[^]*?# ninefold \(end\)[^\n]*(?:\n|$)/;

export interface TomlBlock {
  /** Absolute. */
  readonly path: string;
  /** Id of the agent, for the command that removes the block. */
  readonly agent: string;
  /** The lines between the markers. */
  readonly lines: readonly string[];
  /** The commands that the lines contain. */
  readonly commands: readonly string[];
  /** Finds the commands of entries where the block's would be. */
  readonly commandsIn: (settings: Fields) => readonly unknown[];
  /** The key that the block extends. */
  readonly key: string;
  /** The name of its entry, by which a place in the file is found. */
  readonly entry: string;
}

/** Makes the part for a TOML file. */
export function tomlPart(block: TomlBlock): SettingsPart {
  const { path, agent, lines, commands, key, entry } = block;
  const isOpen = `"${key}" isn't an open table`;
  return {
    path,
    merge(edited) {
      if (isSame(commandsOf(block, edited.text), commands)) return;
      takeOut(block, edited);
      const { text } = edited;
      if (commandsOf(block, text).length > 0) {
        throw invalid(path, lineOf(text, entry), `another server "${entry}" exists`);
      }
      const eol = text.includes('\r\n') ? '\r\n' : '\n';
      const gap = text === '' || text === '\uFEFF' ? '' : text.endsWith('\n') ? eol : eol + eol;
      const begin = `# ninefold (begin): \`ninefold disconnect ${agent}\` takes this out`;
      const next = text + gap + [begin, ...lines, END, ''].join(eol);
      // A value in one line is closed and can't be extended.
      if (!isSame(commandsOf(block, next, text), commands)) throw invalid(path, lineOf(text, key), isOpen);
      edited.set(next);
    },
    takeOut: (edited) => takeOut(block, edited),
    isBare: (text) => text.trim() === '',
  };
}

/** Quotes a text; basic strings in TOML equal those in JSON, except for DEL. */
export function basicString(text: string): string {
  return JSON.stringify(text).replaceAll('\u007F', String.raw`\u007F`);
}

function takeOut(block: TomlBlock, edited: EditedText): void {
  const { path, entry } = block;
  if (!commandsOf(block, edited.text).some(isOurs)) return;
  const left = edited.text.replace(BLOCK, '');
  if (commandsOf(block, left, edited.text).some(isOurs)) {
    const reason = `the markers around "${entry}" are missing, so its end is unknown`;
    throw invalid(path, lineOf(left, entry), reason);
  }
  edited.set(left);
}

/** @param shown the user's text, if another is tried */
function commandsOf(block: TomlBlock, text: string, shown = text): readonly unknown[] {
  const { path, key, commandsIn } = block;
  try {
    return commandsIn(asFields(parse(text.replace(/^\uFEFF/, ''))) ?? {});
  } catch (error) {
    if (!(error instanceof TomlError)) throw error;
    const reason = shown === text ? 'not valid TOML' : `"${key}" isn't an open table`;
    const line = shown === text ? error.line : lineOf(shown, key);
    throw invalid(path, line, reason);
  }
}

function isSame(some: readonly unknown[], others: readonly unknown[]): boolean {
  return some.length === others.length && some.every((one, index) => one === others[index]);
}

function lineOf(text: string, words: string): number {
  const at = text.indexOf(words);
  return at < 0 ? 1 : text.slice(0, at).split('\n').length;
}

function invalid(file: string, line: number, reason: string): NinefoldError {
  return new NinefoldError('settings-invalid', { file, line, reason });
}
