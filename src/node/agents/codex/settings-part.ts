/**
 * The MCP server in Codex's config.toml: a marked block at the end, so that every other byte stays. The text is
 * parsed before and after, and refused if the block can't be added.
 */

import { parse, TomlError } from 'smol-toml';

import { isOurs } from '../../../core/connect/commands.ts';
import { NinefoldError } from '../../../core/errors.ts';
import { asFields, type Fields } from '../../../core/json-fields.ts';
import type { EditedText } from '../../settings/edited-text.ts';
import type { SettingsPart } from '../../settings/settings-part.ts';

const BEGIN = '# ninefold (begin): `ninefold disconnect codex` takes this out';
const END = '# ninefold (end)';
const BLOCK = /(?:\r?\n)?# ninefold \(begin\)[^\n]*\n[^]*?# ninefold \(end\)[^\n]*(?:\n|$)/;
const TABLE = 'mcp_servers.ninefold';

export function codexPart(path: string, command: string): SettingsPart {
  return {
    path,
    merge(edited) {
      const server = serverOf(path, edited.text);
      if (server?.command === command) return;
      takeOut(path, edited);
      const { text } = edited;
      if (serverOf(path, text) !== null) {
        throw invalid(path, lineOf(text, TABLE), `another server "${TABLE}" exists`);
      }
      const eol = text.includes('\r\n') ? '\r\n' : '\n';
      const gap = text === '' || text === '\uFEFF' ? '' : text.endsWith('\n') ? eol : eol + eol;
      const lines = [BEGIN, `[${TABLE}]`, `command = ${basicString(command)}`, 'args = ["mcp"]', END, ''];
      const next = text + gap + lines.join(eol);
      // An inline `mcp_servers = { … }` is closed and can't be extended.
      if (serverOf(path, next, text)?.command !== command) {
        throw invalid(path, lineOf(text, 'mcp_servers'), '"mcp_servers" isn\'t an open table');
      }
      edited.set(next);
    },
    takeOut: (edited) => takeOut(path, edited),
    isBare: (text) => text.trim() === '',
  };
}

function takeOut(path: string, edited: EditedText): void {
  if (!isOurs(serverOf(path, edited.text)?.command)) return;
  const left = edited.text.replace(BLOCK, '');
  if (isOurs(serverOf(path, left, edited.text)?.command)) {
    const reason = `the markers around "${TABLE}" are missing, so its end is unknown`;
    throw invalid(path, lineOf(left, TABLE), reason);
  }
  edited.set(left);
}

/** @param shown the user's text, if another is tried */
function serverOf(path: string, text: string, shown = text): Fields | null {
  try {
    const servers = asFields(parse(text.replace(/^\uFEFF/, '')).mcp_servers);
    const server = servers?.ninefold;
    return server === undefined ? null : (asFields(server) ?? {});
  } catch (error) {
    if (!(error instanceof TomlError)) throw error;
    const reason = shown === text ? 'not valid TOML' : '"mcp_servers" isn\'t an open table';
    const line = shown === text ? error.line : lineOf(shown, 'mcp_servers');
    throw invalid(path, line, reason);
  }
}

function lineOf(text: string, words: string): number {
  const at = text.indexOf(words);
  return at < 0 ? 1 : text.slice(0, at).split('\n').length;
}

/** Basic strings in TOML equal those in JSON, except for DEL. */
function basicString(text: string): string {
  return JSON.stringify(text).replaceAll('\u007F', String.raw`\u007F`);
}

function invalid(file: string, line: number, reason: string): NinefoldError {
  return new NinefoldError('settings-invalid', { file, line, reason });
}
