/** Finds secrets by the name before them, however a file, program, or sentence connects the two. */

import type { Finding } from './finding.ts';
import { isAbout, isMadeUpWord, isPhrase, isWordWithNumber } from './made-up.ts';
import { isCode, isPassword, isRandom, isSalt, isPlaceholder, isWordy } from './plausible.ts';
import { NAMES, namedPlace } from './secret-names.ts';
import type { NamedPlace } from './secret-names.ts';

/** How a value is assigned to a name; the group is the opening quote. No part is longer than in a line of code. */
const ASSIGNED = new RegExp(
  [
    '(?:\\\\{0,2}["\'`\\]*]{1,3}){0,2}[ \\t]{0,5}',
    String.raw`(?::?[ \t]{0,3}(?:string|String|str|&str|const char ?\*|char\[\])[ \t]{0,3}(?==))?`,
    String.raw`(?::{1,3}=|=>|\?\?=|[?+.]=|={1,2}|\|\||:|%3[Dd])(?:\*{1,2}(?=[ \t]))?[ \t]{0,5}`,
    // YAML tags and anchors, and a block that begins on the next line.
    String.raw`(?:!!?(?:str|binary)[ \t]{1,3}|&[\w-]{1,40}[ \t]{1,3}|[|>][-+]?(?=[ \t]{0,3}[\r\n]))?`,
    String.raw`(?:[ \t]{0,3}\\?[\r\n]{1,2}[ \t]{1,20})?`,
    String.raw`(?:(?:new )?(?:Secret)?(?:String|Str|Buffer|bytes|str)(?:::(?:from|new)|\.from)?\()?`,
    '(?:[a-zA-Z]{1,2}(?=["\']))?(\\\\{0,2}(?:"""|\'\'\'|["\'`]))?',
  ].join(''),
  'y',
);
const LISTED = /["']\s{0,3},\s{0,3}(["'`])/y;
const IN_CELL = /[*`]{0,2}[ \t]{0,20}\|[ \t]{0,20}(`)/y;
const IN_PART = /"(?:\r?\n){2}()/y;
const IN_CALL = /\([ \t]{0,2}(["'])/y;
const IN_ELEMENT = />\s{0,40}()(?=[^<>]{1,2000}<\/)/y;
const IN_ATTRIBUTE = /["']\s{1,10}value\s{0,3}=\s{0,3}(["'])/y;
const IN_DICTIONARY = /<\/key>\s{0,20}<string>()(?=[^<>]{1,2000}<\/)/y;
const AS_DEFAULT = /"[ \t]{0,3}\{[^{}"]{0,200}?\bdefault[ \t]{0,3}=[ \t]{0,3}(")/y;
const ON_NEXT_LINE = /["']?[ \t]{0,5},?[\r\n]{1,2}[ \t-]{0,20}["']?value["']?:[ \t]{0,5}(["'])?/y;
const AFTER_BLANK = /[ \t]{1,5}(["'])?/y;
const IN_PROSE =
  /(?:[ \t]{1,3}(?:for|of|on)[ \t]{1,3}\S{1,40})?[ \t]{1,3}(?:is|ist|lautet|est|was):?[ \t]{1,3}:?(["'`])?/y;

/**
 * Stops before another assignment, which is judged separately so that nothing is scanned often; everything else in
 * the place is removed.
 */
const UNQUOTED = /(?![A-Za-z_.-]{1,60}=(?!=|$|\s))[^\s"'`<>;&,\\]{1,240}|[A-Za-z_.-]{1,60}/y;
const WHOLE = /[^\s"'`<>;&,\\]{1,4000}/y;
/** A variable on its own line of an environment file: only a blank ends it. */
const LINE_OF_ENVIRONMENT = /[^\s"'`<>]{1,4000}/y;
const QUOTED: Readonly<Record<string, RegExp>> = {
  '"': /[^"\r\n]{1,5000}/y,
  "'": /[^'\r\n]{1,5000}/y,
  '`': /[^`\r\n]{1,5000}/y,
};

interface Value {
  readonly from: number;
  readonly text: string;
  readonly isQuoted: boolean;
  /** How the value is connected to the name, which tells how certain it is. */
  readonly way: 'assigned' | 'listed' | 'option' | 'prose';
  /** Only the sign separates name and value. */
  readonly isTight: boolean;
  /** Nothing else is on the line, as in a settings file. */
  readonly isAlone: boolean;
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

/** The ways to give a value, with how certain each is. */
const WAYS: readonly (readonly [
  way: 'assigned' | 'listed',
  pattern: RegExp,
  isOf?: (name: string) => boolean,
])[] = [
  ['listed', LISTED],
  ['listed', IN_CELL],
  ['listed', IN_PART],
  ['assigned', IN_ATTRIBUTE],
  ['assigned', ON_NEXT_LINE],
  ['assigned', AS_DEFAULT],
  ['assigned', ASSIGNED],
  ['assigned', IN_CALL, (name) => /(?:^|\.)(?:set|with)(?:[A-Z]\w{0,40}|_\w{1,40})$/.test(name)],
];

function valueAfter(text: string, start: number, { end, name }: NamedPlace): Value | undefined {
  const place = { text, end, name };
  for (const [way, pattern, isOf] of WAYS) {
    const opened = isOf?.(name) === false ? undefined : matchAt(pattern, text, end);
    if (opened !== undefined) return valueAt(place, opened, way);
  }
  const element = text[end - name.length - 1] === '<' ? matchAt(IN_ELEMENT, text, end) : undefined;
  const given = element ?? matchAt(IN_DICTIONARY, text, end);
  if (given !== undefined) return valueAt(place, given, 'assigned');
  const prose = matchAt(IN_PROSE, text, end);
  if (prose !== undefined) return valueAt(place, prose, 'prose');
  const blank = isOption(text, start, name) ? matchAt(AFTER_BLANK, text, end) : undefined;
  return blank === undefined ? undefined : valueAt(place, blank, 'option');
}

/** `--password x`, `ENV DB_PASSWORD x`, `login shop password x`, `:_authToken x`, `storePassword 'x'`. */
function isOption(text: string, start: number, name: string): boolean {
  const before = text.slice(Math.max(0, start - 80), start);
  return (
    /(?:^|[\s"'])--?[a-z-]{0,40}$/i.test(before) ||
    /\b(?:ENV|setx|setenv|set)(?:[ \t]{1,3}-[a-zA-Z]{1,3})?[ \t]{1,3}\w{0,40}$/.test(before) ||
    /\blogin[ \t]{1,3}\S{1,40}\s{1,3}$/.test(before) ||
    /(?:store|key)Password$/.test(name) ||
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

function valueAt(
  { text, end, name }: { readonly text: string; readonly end: number; readonly name: string },
  { at, quote }: Opened,
  way: Value['way'],
): Value | undefined {
  const sign = quote.at(-1) ?? '';
  const isVariable = quote === '' && at - end === 1 && text[end] === '=' && isVariableOfLine(text, end, name);
  const pattern = QUOTED[sign] ?? (isVariable ? LINE_OF_ENVIRONMENT : UNQUOTED);
  pattern.lastIndex = at;
  const run = pattern.exec(text)?.[0] ?? '';
  const isQuoted = sign === '' ? text.startsWith('</', at + run.length) : text[at + run.length] === sign;
  // Truncated by whatever shows it.
  if (!isQuoted && /(?:\.{3}|…)$/.test(run)) return undefined;
  // In a quoted text, a backslash precedes a quote; a line may end with `\n`.
  const plain = isQuoted ? run.replace(/\\+$/, '') : run.replace(/\\.*$/s, '').replace(/[.,:)\]}]+$/, '');
  const isTight = at - end <= 1 + quote.length;
  const isAlone = !isQuoted && isAloneOnLine(text, end - name.length, end, at + plain.length);
  return plain === '' ? undefined : { from: at, text: plain, isQuoted, way, isTight, isAlone };
}

function lineBefore(text: string, at: number): string {
  const near = text.slice(Math.max(0, at - 40), at);
  return near.slice(near.search(/[^\r\n]*$/));
}

/** `DB_PASSWORD=` preceded on its line at most by `export`. */
function isVariableOfLine(text: string, end: number, name: string): boolean {
  return /^[A-Z0-9_]+$/.test(name) && /^[ \t]*(?:export[ \t]+)?$/.test(lineBefore(text, end - name.length));
}

/**
 * Nothing but `name: value` or `name = value`, as in YAML, INI, and properties files; code has a declaration and an
 * end of line.
 */
function isAloneOnLine(text: string, start: number, end: number, to: number): boolean {
  return (
    /^[ \t]*(?:-[ \t]+)?["']?$/.test(lineBefore(text, start)) &&
    !/^(?:this|self)\./.test(text.slice(start, start + 5)) &&
    /^["']?[ \t]*[:=](?![:=>])/.test(text.slice(end, end + 8)) &&
    /^[ \t]*(?:#|[\r\n]|$)/.test(text.slice(to, to + 20))
  );
}

function isSecret(place: NamedPlace, value: Value): boolean {
  const { text, isQuoted, way, isTight } = value;
  if (isPlaceholder(text) || text.startsWith('[redacted')) return false;
  const least = place.isVague ? 16 : way === 'prose' ? 12 : 10;
  if (place.isPassword && !place.isVague) return isPasswordHere(place.name, value);
  if (isSecretOfWords(place.name, value) || ((isQuoted || value.isAlone) && isSalt(text))) return true;
  if (!isQuoted && isCode(text)) return false;
  if (/\s/.test(text)) return false;
  if (isRandom(text, least)) return true;
  if (place.isService) return false;
  // Only digits, and short invented values: only if nothing else can be meant.
  if (/^[0-9]{15,40}$/.test(text)) return /(?:token|secret|key)$/i.test(place.name);
  const isNamedSurely = /secret|[_-]token|token$/i.test(place.name) && isTight;
  return isNamedSurely && !place.isVague && !isWordy(text) && /[0-9]/.test(text) && isPassword(text);
}

/** `SESSION_SECRET=keyboardcat`: an environment variable, whatever its words. */
function isSecretOfWords(name: string, { text, isQuoted, isAlone, isTight }: Value): boolean {
  if (!/^[A-Z0-9_]*SECRET(?:_KEY)?$/.test(name)) return false;
  if (isQuoted) return isPhrase(text);
  const isWords = /^[A-Za-z][A-Za-z0-9]{2,}(?:[_.-][A-Za-z0-9]+)*$/.test(text) && !isAbout(text);
  return (isAlone || isTight) && isWords && text.length >= 8;
}

function isPasswordHere(name: string, value: Value): boolean {
  const { text, isQuoted, way } = value;
  if (way === 'prose') return isPasswordInProse(text, isQuoted);
  if (/\s/.test(text)) {
    const isMixed = /[0-9]/.test(text) && /[!@#$%^&*+?~-]/.test(text) && isPassword(text);
    return isQuoted && (isMixed || isPhrase(text));
  }
  if (!isQuoted && isCode(text) && !/[0-9!@#$%^&*]/.test(text)) return false;
  if (!isQuoted && /^[A-Za-z_$][\w$]*[([.][\w$.("'\])]*[\])"']?$/.test(text)) return false;
  if (isAbout(text)) return false;
  if (isPassword(text)) return true;
  return isSetting(name, value) && (isMadeUpWord(text) || isPhrase(text) || /^[0-9]{6,20}$/.test(text));
}

function isPasswordInProse(text: string, isQuoted: boolean): boolean {
  const isSigned = /[!@#$%^&*+?~]./.test(text) && isPassword(text);
  return isRandom(text) || isSigned || isWordWithNumber(text) || (isQuoted && isMadeUpWord(text));
}

/** Tests whether a place can only set a password, so that letters or digits alone are one. */
function isSetting(name: string, { way, isQuoted, isTight, isAlone }: Value): boolean {
  const isVariable = /^(?:TF_VAR_\w+|[A-Z0-9_]+)$/.test(name);
  if (way === 'listed') return isVariable;
  if (way === 'option' || isQuoted || isAlone) return true;
  return isTight && (isVariable || name.includes('.') || /(?:^|-)(?:pwd|passwo?r?d|pass)$/i.test(name));
}
