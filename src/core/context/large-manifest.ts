/** Manifests too large to read in full: the beginning and the end of one, cut where its format allows. */

/**
 * Joins both ends to a text of the same format. What is cut through is left out: an entry at the top level of JSON, a
 * table of TOML, a key of YAML, otherwise a line.
 *
 * @param path its ending tells the format
 */
export function joinedEnds(path: string, head: string, tail: string): string {
  if (path.endsWith('.json')) return joinedJson(head, tail);
  const start = path.endsWith('.toml') ? /\n(?=\[)/g : /\.ya?ml$/.test(path) ? /\n(?=\S)/g : /\n/g;
  const cuts = [...head.matchAll(start)].map(({ index }) => index + 1);
  const from = tail.search(new RegExp(start.source));
  return head.slice(0, cuts.at(-1) ?? 0) + (from < 0 ? '' : tail.slice(from + 1));
}

function joinedJson(head: string, tail: string): string {
  const start = head.slice(0, lastEntryEnd(head));
  const end = entriesOf(tail, /^([ \t]+)"/m.exec(head)?.[1]);
  if (end === null) return `${start}\n}`;
  return start.trimEnd().endsWith('{') ? start + end : `${start},\n${end}`;
}

/** Returns where the last whole entry of the outer object ends; after its brace if there is none. */
function lastEntryEnd(text: string): number {
  let [depth, isText, end] = [0, false, text.indexOf('{') + 1];
  for (let at = 0; at < text.length; at += 1) {
    const character = text[at];
    if (isText) {
      if (character === '\\') at += 1;
      else if (character === '"') isText = false;
    } else if (character === '"') isText = true;
    else if (character === '{' || character === '[') depth += 1;
    else if (character === '}' || character === ']') depth -= 1;
    else if (character === ',' && depth === 1) end = at;
  }
  return end;
}

/** Returns the outer object's last entries, which its indentation tells; null if the file has none. */
function entriesOf(tail: string, indentation: string | undefined): string | null {
  if (indentation === undefined) return null;
  const at = tail.indexOf(`\n${indentation}"`);
  return at < 0 ? null : tail.slice(at + 1);
}
