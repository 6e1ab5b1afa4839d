/** Finds secrets by their own shape: tokens, JSON Web Tokens, private keys. */

import type { Finding } from './finding.ts';
import { isRandom } from './plausible.ts';
import { OTHER_SHAPES, TOKEN_SHAPES } from './token-shapes.ts';

/** All shapes in one pass; the group tells which one matched. `_` and `-` may precede one, as in Markdown. */
const SHAPES = new RegExp(
  `(?<![A-Za-z0-9])(?:${TOKEN_SHAPES.map(([, beginning, rest]) => `(${beginning}${rest})`).join('|')})`,
  'g',
);
const REST = /[A-Za-z0-9]*/y;

export function scanTokens(text: string): readonly Finding[] {
  return [
    ...scanKeys(text),
    ...scanEncodedKeys(text),
    ...scanWebTokens(text),
    ...scanShapes(text),
    ...scanOthers(text),
  ];
}

function scanShapes(text: string): readonly Finding[] {
  const found: Finding[] = [];
  SHAPES.lastIndex = 0;
  for (let match = SHAPES.exec(text); match !== null; match = SHAPES.exec(text)) {
    const group = match.findIndex((part, index) => index > 0 && Boolean(part));
    // Longer than documented: remove the rest too.
    REST.lastIndex = match.index + match[0].length;
    const to = REST.lastIndex + (REST.exec(text)?.[0].length ?? 0);
    const kind = TOKEN_SHAPES[group - 1]?.[0] ?? 'token';
    const isWords = kind === 'huggingface' && !isRandom(match[0].slice(3), 16);
    if (!isWords && !isPlaceholderToken(match[0])) found.push({ from: match.index, to, kind });
    SHAPES.lastIndex = to;
  }
  return found;
}

/** Tests whether a token is a document's example: `sk-xxxxxxxx`, `AKIAIOSFODNN7EXAMPLE`. */
export function isPlaceholderToken(token: string): boolean {
  return /([xX*.0_-])\1{7}|EXAMPLE|YOUR|_HERE/.test(token);
}

function scanOthers(text: string): readonly Finding[] {
  return OTHER_SHAPES.flatMap(([kind, pattern]) =>
    [...text.matchAll(pattern)]
      .filter(([match]) => !isPlaceholderToken(match))
      .map(({ 0: match, index }) => ({ from: index, to: index + match.length, kind })),
  );
}

const WEB_PART = /[A-Za-z0-9_-]{0,8192}/y;

/** A signed JSON Web Token: header and claims are JSON objects in base64, RFC 7519. */
function scanWebTokens(text: string): readonly Finding[] {
  const found: Finding[] = [];
  const part = (at: number): number => {
    WEB_PART.lastIndex = at;
    return at + (WEB_PART.exec(text)?.[0].length ?? 0);
  };
  for (let at = text.indexOf('ey'); at >= 0; at = text.indexOf('ey', at)) {
    const isInside = /[A-Za-z0-9]/.test(text[at - 1] ?? '');
    const first = isInside ? at : part(at);
    const isHeader = first - at >= 13 && text.startsWith('.ey', first);
    const second = isHeader ? part(first + 1) : first;
    if (isHeader && second - first >= 13 && text[second] === '.') {
      const to = part(second + 1);
      found.push({ from: at, to, kind: 'jwt' });
      at = to;
      // No other token begins within the scanned part, except at its second segment.
    } else at = isInside ? at + 2 : Math.max(first, at + 2);
  }
  return found;
}

const BEGIN = /-----BEGIN[ A-Z0-9_-]{0,60}PRIVATE[ -]KEY(?: BLOCK)?-----/g;
/** Possible content of a key body without an end marker; `\n` may be escaped. */
const BODY = /(?:[A-Za-z0-9+/=\s:,]|\\[nr"]|-(?!-----)){0,16384}/y;
const OTHER_KEYS: readonly RegExp[] = [
  /Private-Lines: [0-9]{1,3}\s{1,2}[A-Za-z0-9+/=\s]{16,8192}/g,
  /"d"\s{0,3}:\s{0,3}"[A-Za-z0-9_-]{20,800}"(?<="kty".{1,2000})/gs,
];

function scanKeys(text: string): readonly Finding[] {
  const found: Finding[] = [];
  BEGIN.lastIndex = 0;
  for (let match = BEGIN.exec(text); match !== null; match = BEGIN.exec(text)) {
    BODY.lastIndex = BEGIN.lastIndex;
    const end = BODY.lastIndex + (BODY.exec(text)?.[0].length ?? 0);
    const close = /^-----END[ A-Z0-9_-]{0,60}-----/.exec(text.slice(end, end + 100))?.[0].length ?? 0;
    const hasBody = end - BEGIN.lastIndex >= 16;
    if (hasBody) found.push({ from: match.index, to: end + close, kind: 'privatekey' });
    BEGIN.lastIndex = Math.max(BEGIN.lastIndex, end);
  }
  for (const pattern of OTHER_KEYS) {
    for (const { 0: match, index } of text.matchAll(pattern))
      found.push({ from: index, to: index + match.length, kind: 'privatekey' });
  }
  return found;
}

/** How a base64-encoded PEM block begins. */
const ENCODED_PEM = /(?<![A-Za-z0-9+/])LS0tLS1CRUdJTi[A-Za-z0-9+/]{40,16384}={0,2}/g;

/** A private key encoded whole in base64, as in a cluster's settings. */
function scanEncodedKeys(text: string): readonly Finding[] {
  return [...text.matchAll(ENCODED_PEM)]
    .filter(([match]) => atob(match.slice(0, 52)).includes('PRIVATE KEY'))
    .map(({ 0: match, index }) => ({ from: index, to: index + match.length, kind: 'privatekey' }));
}
