/** Finds credentials in request headers, and `user:password` passed to a program. */

import type { Finding } from './finding.ts';
import { scanPlaces } from './places.ts';
import type { Place } from './places.ts';
import { isRandom, isPlaceholder } from './plausible.ts';

const HEADERS: readonly Place[] = [
  [
    'authorization',
    /authorization\\?["']?[ \t]{0,3}[:=,][ \t]{0,3}\\?["'`]?(?:[a-z][a-z0-9-]{1,20}[ \t]{1,3})?([^\s"'`<>\\,;]{8,4096})/gi,
    (secret) => isRandom(secret, 8) || isEncodedPair(secret),
  ],
  [
    'authorization',
    /(?<![A-Za-z])bearer[ \t]{1,3}([A-Za-z0-9_.~+/=-]{12,4096})/gi,
    (secret) => isRandom(secret, 12),
  ],
  ['authorization', /(?<![A-Za-z])basic[ \t]{1,3}([A-Za-z0-9+/]{8,1024}={0,2})/gi, isEncodedPair],
  [
    'cookie',
    /(?<![A-Za-z])cookie\\?["']?[ \t]{0,3}[:=][ \t]{0,3}\\?["'`]?([^\r\n"'`\\]{8,4096})/gi,
    hasSession,
  ],
  ['cookie', /\bcurl\b[^\n]{0,300}?[ \t](?:-b|--cookie)[ \t=]{1,3}["']?([^\s"'`\\]{8,4096})/g, hasSession],
  [
    'basicauth',
    /\b(?:curl|wget|http|https|httpie|xh)\b(?:[^\n\\]|\\[^]){0,500}?[ \t](?:-u|--user|-a|--auth)(?:=|[ \t]{0,4})(?:([^\s"':]{1,100}:(?:"[^"\n]{3,300}"|'[^'\n]{3,300}'))|"([^"\n]{3,300})"|'([^'\n]{3,300})'|([^\s"']{3,300}))/g,
    isPair,
  ],
];

export function scanHeaders(text: string): readonly Finding[] {
  return scanPlaces(text, HEADERS);
}

/** `user:password`, neither being a placeholder. */
function isPair(secret: string): boolean {
  const colon = secret.indexOf(':');
  const [user, password] = [secret.slice(0, colon), secret.slice(colon + 1)];
  if (colon < 0 || user.startsWith('$') || password.startsWith('//')) return false;
  if (password === '') return isRandom(user, 12);
  return !isPlaceholder(password) && !password.startsWith('$') && password.length >= 3;
}

/** `user:password` in base64, RFC 7617. */
function isEncodedPair(secret: string): boolean {
  const signs = secret.replaceAll('-', '+').replaceAll('_', '/').replace(/=+$/, '');
  // Base64 never has a length of 4n + 1, unlike `Basic documentation`.
  if (!/^[A-Za-z0-9+/]{6,1024}$/.test(signs) || signs.length % 4 === 1) return false;
  const plain = atob(signs);
  return /^[\x20-\x7e]{3,}$/.test(plain) && plain.includes(':') && !isPlaceholder(plain);
}

function hasSession(cookies: string): boolean {
  return cookies.split(';').some((cookie) => isRandom(cookie.slice(cookie.indexOf('=') + 1).trim(), 12));
}
