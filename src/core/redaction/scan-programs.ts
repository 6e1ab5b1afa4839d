/** Finds passwords in program options, in statements, and in files without a separator between name and value. */

import type { Finding } from './finding.ts';
import { isMadeUpWord } from './made-up.ts';
import { isGiven, scanPlaces } from './places.ts';
import type { Place } from './places.ts';
import { isPassword, isRandom } from './plausible.ts';

const OPTIONS: readonly Place[] = [
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
  ['password', /\bmongo(?:sh|dump|restore)?\b[^\n]{0,200}?[ \t]-p[ \t]{1,3}["']?([^\s"'`]{3,100})/g, isGiven],
  ['password', /[ \t]-pass(?:in|out|wd)?[ \t]{1,3}["']?pass:([^\s"'`]{3,100})/g, isGiven],
  ['password', /\bopenssl[ \t]{1,3}enc\b[^\n]{0,200}?[ \t]-k[ \t]{1,3}["']?([^\s"'`]{3,100})/g, isGiven],
  ['password', /\b(?:zip|unzip)\b[^\n]{0,100}?[ \t]-P[ \t]{1,3}["']?([^\s"'`]{3,100})/g, isGiven],
  ['password', /\b7z[arz]?[ \t][^\n]{0,100}?[ \t]-p([^\s"'`-][^\s"'`]{2,100})/g, isGiven],
  ['password', /\blftp\b[^\n]{0,100}?[ \t]-u[ \t]{1,3}["']?[^\s,"']{1,60},([^\s"'`]{3,100})/g, isGiven],
  ['password', /[ \t]-U[ \t]{1,3}["']?[\w.\\-]{1,60}%([^\s"'`]{3,100})/g, isGiven],
  ['password', /\bssh-keygen\b[^\n]{0,200}?[ \t]-[NP][ \t]{1,3}["']?([^\s"'`]{3,100})/g, isGiven],
  [
    'password',
    /\b(?:gh|glab)[ \t]{1,3}(?:secret|variable)[ \t]{1,3}set\b[^\n]{0,200}?[ \t](?:--body|-b|--value|-v)[ \t=]{0,3}["']?([^\s"'`]{3,300})/g,
    isGiven,
  ],
  [
    'password',
    /(?:\bput-parameter\b|\b(?:create|put)-secret(?:-value)?\b)[^\n]{0,300}?[ \t]--(?:value|secret-string)[ \t=]{1,3}["']?([^\s"'`]{3,300})/g,
    isGiven,
  ],
];

const STATEMENTS: readonly Place[] = [
  [
    'password',
    /\b(?:WITH|SET|ENCRYPTED|USER[ \t]{1,3}\S{1,60})[ \t]{1,3}PASSWORD[ \t]{0,3}=?[ \t]{0,3}'([^'\n]{3,200})'/gi,
    isGiven,
  ],
  [
    'password',
    /\bIDENTIFIED(?:[ \t]{1,3}WITH[ \t]{1,3}\S{1,40})?[ \t]{1,3}BY[ \t]{1,3}'([^'\n]{3,200})'/gi,
    isGiven,
  ],
  ['password', /\bConvertTo-SecureString[ \t]{1,3}(?:-String[ \t]{1,3})?["']([^"'\n]{3,200})["']/gi, isGiven],
  [
    'password',
    /\bNetworkCredential\(\s{0,3}["'][^"'\n]{1,100}["']\s{0,3},\s{0,3}["']([^"'\n]{3,200})["']/g,
    isGiven,
  ],
  [
    'basicauth',
    /\bauth(?:=|\()\s{0,3}\(?\s{0,3}["'][^"'\n]{1,100}["']\s{0,3},\s{0,3}["']([^"'\n]{3,200})["']/gi,
    isTold,
  ],
  [
    'password',
    /^[ \t]{0,20}(?:bindpw|rootpw|requirepass|masterauth)[ \t]{1,20}["']?([^\s"'`]{3,200})/gm,
    isGiven,
  ],
  ['wifi', /\bWIFI:(?:[A-Z]:[^;\s]{0,60};){1,4}P:([^;:\s]{3,100});/g, isGiven],
  [
    'composer',
    /"(?:github|gitlab|bitbucket)-(?:oauth|token)"[^{}]{0,10}\{[^{}]{0,80}?:\s{0,3}"([^"\s]{10,200})"/g,
    isGiven,
  ],
  [
    'cookie',
    /^[^\s#]{1,100}\t(?:TRUE|FALSE)\t\S{1,200}\t(?:TRUE|FALSE)\t[0-9]{1,15}\t[^\t\n]{1,100}\t(\S{8,4096})/gm,
    (secret) => isRandom(secret, 12),
  ],
  ['vault', /\bUnseal Key [0-9]{1,2}: ([A-Za-z0-9+/=]{40,70})/g, (secret) => isRandom(secret)],
  [
    'vault',
    /(?<![A-Za-z])secret[_-]id["']?[ \t]{0,3}[:=][ \t]{0,3}["']?([0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12})/gi,
    () => true,
  ],
  [
    'wallet',
    /(?:mnemonic|(?:seed|recovery)[-_ ]?phrase)["']?[ \t]{0,3}[:=][ \t]{0,3}["']?((?:[a-z]{3,8} ){11,23}[a-z]{3,8})/gi,
    () => true,
  ],
];

/** `BASIC_AUTH=user:password` and similar names. */
const PAIR =
  /(?:auth|creds?|credentials?|login|basic|user-?pass|user_?pwd|ident)["']?[ \t]{0,3}[:=][ \t]{0,3}["']?([\w.@+-]{1,60}:[^\s"'`<>/:,;{}]{3,200})(?=["'\s,;}]|$)/gi;
const SETTING_BEFORE = /(?<![A-Za-z0-9_.-])[A-Z0-9_]{0,40}$/;
/** Words before a colon that aren't a user. */
const NOBODY =
  /^(?:sha\d{0,3}|md5|base64|oauth2?|bearer|basic|digest|arn|urn|https?|port|host|localhost|type|scheme)$/i;

export function scanPrograms(text: string): readonly Finding[] {
  return [...scanPlaces(text, OPTIONS), ...scanPlaces(text, STATEMENTS), ...scanPairs(text)];
}

function isTold(secret: string): boolean {
  return isPassword(secret);
}

function scanPairs(text: string): readonly Finding[] {
  const found: Finding[] = [];
  for (const { 0: match, 1: pair = '', index } of text.matchAll(PAIR)) {
    const [user = '', password = ''] = pair.split(':');
    const isSetting =
      /^[A-Z_]+=/.test(match) && SETTING_BEFORE.test(text.slice(Math.max(0, index - 41), index));
    const isOne = isPassword(password) || (isSetting && isMadeUpWord(password));
    if (NOBODY.test(user) || !isOne) continue;
    const to = index + match.length;
    found.push({ from: to - pair.length, to, kind: 'basicauth' });
  }
  return found;
}
