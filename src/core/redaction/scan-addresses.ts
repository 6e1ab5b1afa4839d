/** Finds passwords in URLs and connection strings. */

import type { Finding } from './finding.ts';
import { isMadeUpWord } from './made-up.ts';
import { isGiven, scanPlaces } from './places.ts';
import type { Place } from './places.ts';
import { isPassword, isRandom, isPlaceholder } from './plausible.ts';

const DATABASES =
  /(?<![A-Za-z0-9])(?:postgres(?:ql)?|mysql|mariadb|mssql|sqlserver|oracle|cockroachdb|clickhouse|mongodb|rediss?|valkeys?|amqps?)(?:\+[a-z0-9]{1,20})?$/i;
const SCHEME = /[A-Za-z][A-Za-z0-9+.-]{0,30}$/;
const AUTHORITY = /[^\s/"'`<>\\]{1,600}/y;
const REST = /[^\s"'`)>]{0,1024}/y;
const LOCAL =
  /^(?:localhost|127\.0\.0\.1|\[::1\]|host|db|database|example\.(?:com|org|net)|.{1,80}\.example(?:\.com)?)(?=[:/?]|$)/i;
const ANYBODY = /^(?:user|username|usr|me|my_?user|name|login|admin|root|postgres|guest|test|foo)$/i;
const ANYTHING =
  /^(?:password|passwd|pass|pwd|secret|token|admin|root|postgres|guest|test|bar|p|pw|mypassword|mysecretpassword)$/i;

/**
 * Finds every `scheme://user:password@host`. A database URL is removed whole, otherwise only what precedes the host.
 */
export function scanAddresses(text: string): readonly Finding[] {
  const found: Finding[] = [];
  for (let at = text.indexOf('://'); at >= 0; at = text.indexOf('://', at + 3)) {
    AUTHORITY.lastIndex = at + 3;
    const authority = AUTHORITY.exec(text)?.[0] ?? '';
    const end = authority.lastIndexOf('@');
    if (end <= 0) continue;
    const scheme = SCHEME.exec(text.slice(Math.max(0, at - 31), at))?.[0] ?? '';
    const credentials = authority.slice(0, end);
    if (!isSecretPart(credentials, authority.slice(end + 1))) continue;
    const database = DATABASES.exec(scheme)?.[0];
    if (database !== undefined) {
      REST.lastIndex = at + 3 + end;
      const to = REST.lastIndex + (REST.exec(text)?.[0].length ?? 0);
      found.push({ from: at - database.length, to, kind: 'database' });
    } else found.push({ from: at + 3, to: at + 3 + end, kind: 'basicauth' });
  }
  return [...found, ...scanPlaces(text, CONNECTIONS)];
}

function isSecretPart(credentials: string, host: string): boolean {
  const colon = credentials.indexOf(':');
  const user = colon < 0 ? credentials : credentials.slice(0, colon);
  const password = colon < 0 ? '' : credentials.slice(colon + 1);
  if (password === '' || password === 'x-oauth-basic') return !isPlaceholder(user) && isRandom(user, 16);
  const isVariable = /^(?:[<{*[]|\$[{(A-Z])/.test(password);
  if (isVariable || isPlaceholder(password))
    return ANYTHING.test(password) && !isExample(user, password, host);
  return !isExample(user, password, host);
}

/** `user:password@localhost`, as in every manual. */
function isExample(user: string, password: string, host: string): boolean {
  return ANYTHING.test(password) && (ANYBODY.test(user) || user === password || LOCAL.test(host));
}

/** In URLs and connection strings, without the name of a secret before it. */
const CONNECTIONS: readonly Place[] = [
  ['oracle', /jdbc:oracle:[a-z]{1,8}:\w{1,60}\/([^@\s"'/]{3,80})@/gi, () => true],
  [
    'query',
    /[?&](?:key|sig|signature|code|X-Amz-Signature|X-Goog-Signature|hmac|st)=([^\s&#"'`<>\\]{16,1024})/gi,
    (secret) => isRandom(secret, 16),
  ],
  ['telegram', /api\.telegram\.org\/bot([0-9]{6,12}:[A-Za-z0-9_-]{30,50})/g, () => true],
  [
    'path',
    /(?:\.infura\.io\/v3|\.alchemy\.com\/v2|\.(?:feishu\.cn|larksuite\.com)\/open-apis\/bot\/v2\/hook|\/\/conda\.anaconda\.org\/t|\.quiknode\.pro)\/([A-Za-z0-9_-]{20,80})/g,
    (secret) => isRandom(secret, 16),
  ],
  ['basicauth', /(?<![\w.-])[\w.-]{1,60}:([^\s:@/"'`<>]{3,100})@(?:tcp|unix)\(/g, isGiven],
  [
    'pgpass',
    /^[\w.*-]{1,120}:(?:[0-9]{2,5}|\*):[\w*.-]{1,80}:[\w*.-]{1,80}:(\S{4,200})$/gm,
    (secret) => isPassword(secret) || isMadeUpWord(secret),
  ],
  [
    'crypt',
    /(?<![\w.-])[\w.-]{1,60}:(\$(?:apr1|1|2[aby]|5|6|y|argon2\w{0,3})\$[A-Za-z0-9./$,=+]{20,300})/g,
    () => true,
  ],
  ['crypt', /(?<![A-Za-z0-9])(SCRAM-SHA-256\$[0-9]{3,7}:[A-Za-z0-9+/=$:]{60,200})/g, () => true],
];
