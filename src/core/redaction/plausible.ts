/**
 * Decides whether a value in a secret's place is one: random or invented by a person, and not a placeholder, code, or
 * path.
 */

/** Placeholders in documents; anywhere in the value. */
const PLACEHOLDERS =
  /your|replace|change.?me|change.?it|placeholder|example|dummy|insert|redacted|x{4}|\*{3}|\.{3}|…|<[^<>]{1,80}>|\$\{|\{\{|\$\(|\(\(|#\{|%\(|\[redacted|\[[A-Z][A-Z_ -]{2,30}\]/i;
/** Words that describe the value; matched as a whole. */
const KIND_WORDS =
  /^(?:null|nil|none|undefined|true|false|yes|no|on|off|string|str|text|number|boolean|bool|bytes|object|any|unknown|never|void|required|optional|hidden|masked|default|test|testing|todo|tbd|n\/a|empty|missing|invalid|(?:the|my|an?|some|any|new|old|user|db|database|root|admin|api|access|auth|client|secret|private|public|bearer|basic)?[-_ ]?(?:password|passwd|passwort|pass|pwd|secret|token|key|api[-_]?key|user|username|credentials?))s?$/i;
const VARIABLE =
  /^(?:\$[A-Za-z_]\w{0,60}|%[A-Za-z_]\w{0,60}%|\$env:\w{1,60}|\{[\w.]{1,60}\}|![a-z]\w{0,40}|:[a-z_]\w{0,40})$/;
const CODE =
  /[([{]|=>|^(?:process|os|import|config|settings|this|self|env|vars?|secrets?|data|local|module|options?|params?|request|req|res|ctx|context|args)\.|^[A-Za-z_$][\w$]*(?:\.[A-Za-z_$][\w$]*)+$|^[!&*|>]/;
const PATH =
  /^(?:[A-Za-z]:\\|(?:~|\.{1,2})?\/(?:[A-Za-z._-]+\d{0,3}\/)+[\w.-]*$|file:)|^[\w.-]+\.(?:pem|key|crt|cer|p12|json|ya?ml|txt|env|ts|js|py|md|properties)$/;
const ADDRESS = /^[a-z][a-z0-9+.-]{1,20}:\/\//i;

/** Tests whether a value only says that a secret goes there, or where it comes from. */
export function isPlaceholder(value: string): boolean {
  return (
    PLACEHOLDERS.test(value) ||
    KIND_WORDS.test(value.replace(/[!?]$/, '')) ||
    VARIABLE.test(value) ||
    PATH.test(value) ||
    ADDRESS.test(value) ||
    /^(.)\1*$/.test(value)
  );
}

/** Tests whether a value is an expression in a program. Don't ask for quoted values. */
export function isCode(value: string): boolean {
  return CODE.test(value);
}

const WORDS = /^(?:[A-Za-z]{2,}[0-9]{0,4}|[0-9]{1,10}|v[0-9]{1,4}|[A-Za-z])$/;

/** Tests whether a value consists of words and numbers with separators, such as a name with a version. */
export function isWordy(value: string): boolean {
  const parts = value.split(/[-_.:/ ]+/).filter((part) => part !== '');
  return parts.every((part) => WORDS.test(part) && !isLetterSalad(part));
}

/** Shannon entropy of a text, in bits per character. */
function entropy(text: string): number {
  const counts = new Map<string, number>();
  for (const sign of text) counts.set(sign, (counts.get(sign) ?? 0) + 1);
  let bits = 0;
  for (const count of counts.values()) bits -= (count / text.length) * Math.log2(count / text.length);
  return bits;
}

/** Tests whether letters alone aren't a word: case keeps changing, or there are hardly any vowels. */
function isLetterSalad(value: string): boolean {
  if (!/^[A-Za-z]{14,}$/.test(value)) return false;
  const flips = value.match(/[a-z](?=[A-Z])|[A-Z](?=[A-Z][a-z])/g)?.length ?? 0;
  if (/[a-z]/.test(value) && /[A-Z]/.test(value)) return flips / value.length > 0.16 && entropy(value) > 3.2;
  return /[bcdfghjklmnpqrstvwxz]{5}/i.test(value) && entropy(value) > 3;
}

const UUID = /^[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}$/i;

/** Tests whether a value is random: letters and digits alternate, and few characters repeat. */
export function isRandom(value: string, least = 10): boolean {
  const text = value.replace(/=+$/, '').replaceAll(/%[0-9A-F]{2}/g, '+');
  if (text.length < least || !/^[\x21-\x7e]+$/.test(text)) return false;
  if (/^[0-9]+$/.test(text)) return false;
  if (isLetterSalad(text)) return true;
  if (!/[0-9]/.test(text) || !/[A-Za-z]/.test(text)) return isPunctuated(text);
  if (UUID.test(text)) return true;
  if (isWordy(text)) return false;
  if (text.split(/[^A-Za-z]+/).some(isLetterSalad)) return true;
  const turns = text.match(/[0-9](?=[A-Za-z])|[A-Za-z](?=[0-9])/g)?.length ?? 0;
  return turns >= 2 && entropy(text) >= (text.length < 16 ? 2.4 : 2.8);
}

/** Base64 without digits, split by its punctuation. */
function isPunctuated(text: string): boolean {
  return text.split(/[^A-Za-z]+/).some(isLetterSalad);
}

/** Tests whether a person may have invented a value as a password: letters, digits, and symbols alternate. */
export function isPassword(value: string): boolean {
  if (value.length < 4 || value.length > 256 || isPlaceholder(value)) return false;
  if (/[0-9]/.test(value) && /[\p{L}!@#$%^&*+?~]/u.test(value)) return true;
  if (/^[A-Za-z_-]+$/.test(value)) return false;
  return /[!@#$%^&*+?~]/.test(value) && /[A-Za-z0-9]/.test(value);
}

/** Tests whether letters, digits, and all kinds of symbols alternate, as in the salts of a web site's settings. */
export function isSalt(value: string): boolean {
  if (value.length < 20 || /[a-z]{6}/i.test(value) || entropy(value) < 4.2) return false;
  const signs = new Set(value.match(/[!@#$%^&*(){}<>?|~+=]/g));
  return signs.size >= 3 && /[a-z]/.test(value) && /[0-9]/.test(value);
}
