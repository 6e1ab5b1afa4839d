/** Finds secrets by the name before them, however a file, a program or a sentence puts the two together. */

import type { Finding } from './finding.ts';
import { isCode, isPassword, isRandom, isPlaceholder, isWordy } from './plausible.ts';
import { NAMES, namedPlace } from './secret-names.ts';
import type { NamedPlace } from './secret-names.ts';

/** How a value is given to a name; the group is the quote that opens it. No part is longer than a line of code has it. */
const ASSIGNED =
  /(?:\\{0,2}["'`\]]{1,3}){0,2}[ \t]{0,5}(?::?[ \t]{0,3}(?:string|String|str|&str|const char ?\*|char\[\])[ \t]{0,3}(?==))?(?::{1,3}=|=>|\?\?=|[?+.]=|={1,2}|\|\||:)[ \t]{0,5}(?:\\?[\r\n]{1,2}[ \t]{1,20})?(?:[a-zA-Z]{1,2}(?=["']))?(\\{0,2}["'`])?/y;
const LISTED = /["']\s{0,3},\s{0,3}(["'`])/y;
const IN_ELEMENT = />\s{0,40}()(?=[^<>]{1,2000}<\/)/y;
const IN_ATTRIBUTE = /["']\s{1,10}value\s{0,3}=\s{0,3}(["'])/y;
const ON_NEXT_LINE = /["']?[ \t]{0,5},?[\r\n]{1,2}[ \t-]{0,20}["']?value["']?:[ \t]{0,5}(["'])?/y;
const AFTER_BLANK = /[ \t]{1,5}(["'])?/y;
const IN_PROSE = /[ \t]{1,3}(?:is|ist|lautet|est|was)[ \t]{1,3}:?(["'`])?/y;

/** A name that something is given to again is judged alone, so that nothing is looked at often; all that stands there goes. */
const UNQUOTED = /(?![A-Za-z_.-]{1,60}=(?!=|$|\s))[^\s"'`<>;&,\\]{1,600}|[A-Za-z_.-]{1,60}/y;
const WHOLE = /[^\s"'`<>;&,\\]{1,600}/y;
const QUOTED: Readonly<Record<string, RegExp>> = {
  '"': /[^"\r\n]{1,5000}/y,
  "'": /[^'\r\n]{1,5000}/y,
  '`': /[^`\r\n]{1,5000}/y,
};

interface Value {
  readonly from: number;
  readonly text: string;
  readonly isQuoted: boolean;
  /** How sure the place is that a value stands there. */
  readonly way: 'assigned' | 'option' | 'prose';
  /** Nothing stands between name and value but the sign. */
  readonly isTight: boolean;
}

export function scanAssignments(text: string): readonly Finding[] {
  const found: Finding[] = [];
  NAMES.lastIndex = 0;
  for (let match = NAMES.exec(text); match !== null; match = NAMES.exec(text)) {
    const place = namedPlace(text, match);
    const value = place === undefined ? undefined : valueAfter(text, match.index, place);
    if (place === undefined || value === undefined || !isSecret(place, value)) continue;
    const to = endOf(text, value);
    found.push({ from: value.from, to, kind: kindOf(place.name) });
    NAMES.lastIndex = Math.max(NAMES.lastIndex, to);
  }
  return found;
}

function endOf(text: string, { from, text: value, isQuoted }: Value): number {
  WHOLE.lastIndex = from + value.length;
  const goesOn = !isQuoted && /[^.,:)\]}]/.test(text[from + value.length] ?? ' ');
  return from + value.length + (goesOn ? (WHOLE.exec(text)?.[0].length ?? 0) : 0);
}

function kindOf(name: string): string {
  if (/aws|secret_?access_?key/i.test(name)) return 'aws';
  return 'assignment';
}

function valueAfter(text: string, start: number, { end, name }: NamedPlace): Value | undefined {
  const isElement = text[end - name.length - 1] === '<';
  const ways = [LISTED, IN_ATTRIBUTE, ON_NEXT_LINE, ASSIGNED, ...(isElement ? [IN_ELEMENT] : [])];
  for (const pattern of ways) {
    const opened = matchAt(pattern, text, end);
    if (opened !== undefined) return valueAt(text, opened, 'assigned', end);
  }
  const prose = matchAt(IN_PROSE, text, end);
  if (prose !== undefined) return valueAt(text, prose, 'prose', end);
  if (!isOption(text, start, name)) return undefined;
  const blank = matchAt(AFTER_BLANK, text, end);
  return blank === undefined ? undefined : valueAt(text, blank, 'option', end);
}

/** `--password x`, `ENV DB_PASSWORD x`, `login shop password x`, `:_authToken x`. */
function isOption(text: string, start: number, name: string): boolean {
  const before = text.slice(Math.max(0, start - 80), start);
  return (
    /(?:^|[\s"'])--?[a-z-]{0,40}$/i.test(before) ||
    /\b(?:ENV|setx|set)[ \t]{1,3}\w{0,40}$/.test(before) ||
    /\blogin[ \t]{1,3}\S{1,40}\s{1,3}$/.test(before) ||
    name.includes(':_')
  );
}

interface Opened {
  readonly at: number;
  readonly quote: string;
}

function matchAt(pattern: RegExp, text: string, at: number): Opened | undefined {
  pattern.lastIndex = at;
  const match = pattern.exec(text);
  return match === null ? undefined : { at: pattern.lastIndex, quote: match[1] ?? '' };
}

function valueAt(text: string, { at, quote }: Opened, way: Value['way'], end: number): Value | undefined {
  const sign = quote.at(-1) ?? '';
  const pattern = QUOTED[sign] ?? UNQUOTED;
  pattern.lastIndex = at;
  const run = pattern.exec(text)?.[0] ?? '';
  const isQuoted = sign !== '' && text[at + run.length] === sign;
  // Cut short by whoever shows it.
  if (!isQuoted && /(?:\.{3}|…)$/.test(run)) return undefined;
  // Inside of a text in quotes a quote has a backslash before it; a line may end as `\n`.
  const plain = isQuoted ? run.replace(/\\+$/, '') : run.replace(/\\.*$/s, '').replace(/[.,:)\]}]+$/, '');
  const isTight = at - end <= 1 + quote.length;
  return plain === '' ? undefined : { from: at, text: plain, isQuoted, way, isTight };
}

function isSecret(place: NamedPlace, { text: value, isQuoted, way, isTight }: Value): boolean {
  if (isPlaceholder(value) || value.startsWith('[redacted')) return false;
  const least = place.isVague ? 16 : way === 'prose' ? 12 : 10;
  if (place.isPassword && !place.isVague)
    return isPasswordHere(place.name, value, { isQuoted, way, isTight });
  if (!isQuoted && isCode(value)) return false;
  if (/\s/.test(value)) return false;
  if (isRandom(value, least)) return true;
  if (place.isService) return false;
  // Numbers alone, and the short ones that a person made up: only where nothing else can be meant.
  if (/^[0-9]{15,40}$/.test(value)) return /(?:token|secret|key)$/i.test(place.name);
  const isNamedSurely = /secret|[_-]token|token$/i.test(place.name) && isTight;
  return (
    isNamedSurely && !place.isVague && !isWordy(value) && /[0-9]/.test(value) && isPassword(value, false)
  );
}

function isPasswordHere(
  name: string,
  value: string,
  { isQuoted, way, isTight }: Pick<Value, 'isQuoted' | 'way' | 'isTight'>,
): boolean {
  if (way === 'prose') return isRandom(value) || (/[!@#$%^&*+?~]./.test(value) && isPassword(value, false));
  if (/\s/.test(value))
    return isQuoted && /[0-9]/.test(value) && /[!@#$%^&*+?~-]/.test(value) && isPassword(value, false);
  if (!isQuoted && isCode(value) && !/[0-9!@#$%^&*]/.test(value)) return false;
  if (!isQuoted && /^[A-Za-z_$][\w$]*[([.][\w$.("'\])]*[\])"']?$/.test(value)) return false;
  const isSetting = /^[A-Z0-9_]+$/.test(name) || name.includes('.') || /^(?:pwd|password)$/i.test(name);
  return isPassword(
    value,
    isTight &&
      isSetting &&
      way === 'assigned' &&
      /^(?:[a-z]{6,}|[A-Za-z]{12,})$/.test(value) &&
      !isTypeWord(value),
  );
}

/** Words that stand after `password:` and say how it is treated. */
function isTypeWord(value: string): boolean {
  return /ed$|able$|ing$|ion$|^(?:always|never|prompt|plain|clear|bcrypt|argon|scrypt|input|reset|field|label|forgotten|visible)/i.test(
    value,
  );
}
