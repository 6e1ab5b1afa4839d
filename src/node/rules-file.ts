/** `ninefold.json`: read with comments, checked against its one schema. */

import { join } from 'node:path';

import { parseTree, findNodeAtLocation, getNodeValue, printParseErrorCode } from 'jsonc-parser';
import type { ParseError } from 'jsonc-parser';

import { NinefoldError } from '../core/errors.ts';
import { DEFAULT_RULES, rulesSchema } from '../core/rules/rules.ts';
import type { Rules } from '../core/rules/rules.ts';
import { readText } from './text-file.ts';

export const RULES_FILE = 'ninefold.json';

/** The rules of a state root; the defaults where it has no file. @throws rules-invalid with the line */
export async function readRules(root: string): Promise<Rules> {
  const file = join(root, RULES_FILE);
  const text = await readText(file);
  return text === undefined ? DEFAULT_RULES : parseRules(text, file);
}

/** Rules from the text of a `ninefold.json`. @throws rules-invalid */
export function parseRules(text: string, file: string): Rules {
  if (text.trim() === '') return DEFAULT_RULES;
  const errors: ParseError[] = [];
  const tree = parseTree(text, errors, { allowTrailingComma: true });
  const [first] = errors;
  if (first !== undefined || tree === undefined) {
    const reason = first === undefined ? 'no JSON' : printParseErrorCode(first.error);
    throw invalid(file, text, first?.offset ?? 0, reason);
  }
  const parsed = rulesSchema.safeParse(getNodeValue(tree));
  if (parsed.success) return parsed.data;
  const [issue] = parsed.error.issues;
  const path = (issue?.path ?? []).filter((part) => typeof part !== 'symbol');
  const node = findNodeAtLocation(tree, path);
  throw invalid(file, text, node?.offset ?? 0, `${path.join('.')}: ${issue?.message ?? 'invalid'}`);
}

function invalid(file: string, text: string, offset: number, reason: string): NinefoldError {
  const line = text.slice(0, offset).split('\n').length;
  return new NinefoldError('rules-invalid', { file, line, reason });
}
