/** Finds credentials in the headers of a request and in the options of programs. */

import type { Finding } from './finding.ts';
import { isRandom, isPlaceholder } from './plausible.ts';

/** By kind; the last group is what is secret, the one before it a scheme where there is one. */
const PLACES: readonly (readonly [kind: string, pattern: RegExp, isOne: (secret: string) => boolean])[] = [
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
  [
    'password',
    /\b(?:mysql|mysqldump|mysqladmin|mariadb)\b[^\n]{0,200}?[ \t]-p([^\s"'`;|&-][^\s"'`;|&]{2,100})/g,
    isGiven,
  ],
  ['password', /\bsshpass\b[ \t]{1,3}-p[ \t]{0,3}["']?([^\s"'`]{3,100})/g, isGiven],
  ['password', /\bredis-cli\b[^\n]{0,200}?[ \t]-a[ \t]{1,3}["']?([^\s"'`]{3,100})/g, isGiven],
  [
    'password',
    /\b(?:docker|podman|az|helm|oc|buildah|skopeo|cf|heroku)\b[^\n]{0,60}?\blogin\b[^\n]{0,200}?[ \t]-p[ \t]{1,3}["']?([^\s"'`]{3,200})/g,
    isGiven,
  ],
  [
    'password',
    /\b(?:ldapsearch|ldapadd|ldapmodify)\b[^\n]{0,200}?[ \t]-w[ \t]{1,3}["']?([^\s"'`]{3,100})/g,
    isGiven,
  ],
  ['password', /\b--with-token[ \t]{1,3}["']?([^\s"'`]{8,300})/g, (secret) => isRandom(secret, 12)],
  [
    'composer',
    /"(?:github|gitlab|bitbucket)-(?:oauth|token)"[^{}]{0,10}\{[^{}]{0,80}?:\s{0,3}"([^"\s]{10,200})"/g,
    isGiven,
  ],
];

export function scanHeaders(text: string): readonly Finding[] {
  const found: Finding[] = [];
  for (const [kind, pattern, isOne] of PLACES) {
    for (const match of text.matchAll(pattern)) {
      const secret = match.slice(1).findLast(Boolean) ?? '';
      if (secret === '' || isPlaceholder(secret) || !isOne(secret)) continue;
      const to = match.index + match[0].lastIndexOf(secret) + secret.length;
      const from = to - secret.length;
      found.push({ from, to, kind });
    }
  }
  return found;
}

function isGiven(secret: string): boolean {
  return !isPlaceholder(secret) && !/^[-$]/.test(secret) && !/^[0-9]{1,5}(?::[0-9]{1,5})?$/.test(secret);
}

/** `user:password`, and neither is a stand-in. */
function isPair(secret: string): boolean {
  const colon = secret.indexOf(':');
  const [user, password] = [secret.slice(0, colon), secret.slice(colon + 1)];
  if (colon < 0 || user.startsWith('$') || password.startsWith('//')) return false;
  if (password === '') return isRandom(user, 12);
  return !isPlaceholder(password) && !password.startsWith('$') && password.length >= 3;
}

/** `user:password` in base64, RFC 7617. */
function isEncodedPair(secret: string): boolean {
  if (!/^[A-Za-z0-9+/_-]{6,1024}={0,2}$/.test(secret)) return false;
  const plain = atob(secret.replaceAll('-', '+').replaceAll('_', '/').replace(/=+$/, ''));
  return /^[\x20-\x7e]{3,}$/.test(plain) && plain.includes(':') && !isPlaceholder(plain);
}

function hasSession(cookies: string): boolean {
  return cookies.split(';').some((cookie) => isRandom(cookie.slice(cookie.indexOf('=') + 1).trim(), 12));
}
