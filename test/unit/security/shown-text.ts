/** Surfaces called in this process, and what no text on any of them may hold. */

import { match, ok, strictEqual } from 'node:assert/strict';
import { join } from 'node:path';

import { runCommandLine } from '../../../src/cli/run.ts';
import { mapTexts } from '../../../src/core/text/well-formed.ts';

export const RAW =
  // eslint-disable-next-line no-control-regex -- control characters are what must not be there
  /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u2028-\u202e\u2066-\u2069]|[\u{e0000}-\u{e007f}]/u;

/** Asserts that a text shows nothing raw. */
export function isShown(given: string, where: string): void {
  const text = given.replaceAll('\r\n', '\n');
  ok(
    !RAW.test(text),
    `${where}: ${JSON.stringify(RAW.exec(text)?.[0])} in ${JSON.stringify(text.slice(0, 300))}`,
  );
  ok(text.isWellFormed(), where);
}

/** Asserts that a value, decoded, holds nothing raw. */
export function isShownValue(value: unknown, where: string): void {
  mapTexts(value, (text) => {
    isShown(text, where);
    return text;
  });
}

/** Lines of a document outside its fences and code spans. */
function proseOf(markdown: string): readonly string[] {
  let fence = '';
  const prose: string[] = [];
  for (const line of markdown.split('\n')) {
    // A line with backticks behind its first run is code in a line, and no fence.
    const run = /^(`{3,})[^`]*$/.exec(line)?.[1] ?? '';
    if (fence === '' && run !== '') fence = run;
    else if (fence !== '' && line === fence) fence = '';
    else if (fence === '') prose.push(line.replaceAll(/(?<![`\\])(`+)(?!`)(.*?)(?<!`)\1(?!`)/g, 'CODE'));
  }
  strictEqual(fence, '', 'a fence that is never closed');
  return prose;
}

/** Asserts that a document has the headings it should have, and no other structure of a stranger's. */
export function isDocument(markdown: string, headings: RegExp): void {
  isShown(markdown, 'document');
  for (const line of proseOf(markdown)) {
    const item = line.replace(/^(- |\d+\. )/, '');
    if (/^#+(\s|$)/.test(item)) match(item, headings);
    ok(!/(?<!\\)(\[[^\]]*\]\(|!\[|<[a-z!/])/i.test(line), `a link or HTML: ${line}`);
    ok(item === line || !/^([-+*>=]( |$)|~~~|---|===)/.test(item), `structure in an item: ${line}`);
    ok(!/^(>|~~~|---|===|\|)/.test(line), `structure: ${line}`);
  }
}

interface Said {
  readonly exitCode: number;
  readonly out: string;
  readonly error: string;
}

export async function run(folder: string, ...argv: readonly string[]): Promise<Said> {
  let [out, error] = ['', ''];
  const exitCode = await runCommandLine({
    argv,
    cwd: folder,
    environment: {},
    home: join(folder, 'home'),
    readInput: () => Promise.resolve(''),
    isTerminal: false,
    writeOut: (text) => (out += text),
    writeError: (text) => (error += text),
  });
  return { exitCode, out, error };
}
