/** Names that precede a secret: `DB_PASSWORD`, `clientSecret`, `x-api-key`. */

/** The kinds of names: for a person's password, or a machine's token. */
const PASSWORDS =
  'pass(?:word|wd|phrase|wort|code)|pwd|kennwort|mot[ _]de[ _]passe|contrase(?:ñ|n)a|senha|wachtwoord|psk|(?<![A-Za-z])pw(?![A-Za-z])|(?:(?<![A-Za-z])|db|user|root|admin|mysql|smtp|ftp|mail)pass(?![A-Za-z])';
const TOKENS =
  'token|secret|(?<![A-Za-z])pat(?=[ \\t]{0,2}[=:])|credentials?|creds?|auth(?![a-z])|apikey|jwt|otp|sonar[_.-]?login|client-key-data|app[_-]?certificate|lookup[-_]?key|pass[-_]?key';
const KEYS =
  '(?:api|access|secret|private|priv|auth|master|signing|sign|encrypt(?:ion)?|crypto|account|shared|deploy|admin|client|app|application|consumer|session|webhook|licen[cs]e|write|read|jwt|hmac|aes|rsa|security|service|project|storage|subscription|functions?|host|integration|ingest|license|instrumentation|sas|shared[-_ ]?access)[-_. ]?key';
/** Services whose keys have no prefix of their own, so that only an adjacent name identifies them. */
const SERVICES =
  'adafruit|adobe|airtable|algolia|alibaba|asana|beamer|bitbucket|bittrex|clickup|cloudflare|codecov|cohere|coinbase|confluent|datadog|deepgram|discord|drone_?ci|dropbox|elastic|etsy|facebook|fastly|finicity|finnhub|firebase|flickr|freshbooks|gitter|heroku|hubspot|intercom|kraken|kucoin|launchdarkly|linked[_-]?in|looker|mailchimp|mailgun|mapbox|mattermost|meraki|message[_-]?bird|mistral|new[_-]?relic|nytimes|okta|pagerduty|plaid|rapidapi|sendbird|sendgrid|sentry|sidekiq|snyk|splunk|squarespace|sumologic|telegram|travis|trello|twilio|twitch|twitter|vultr|yandex|zendesk|CONTRIBSYS__COM';

/** Groups: the name of a password, a token, a service. */
export const NAMES = new RegExp(
  `(${PASSWORDS})|(${TOKENS}|${KEYS}|(?<=[A-Z0-9]_)KEY(?![A-Za-z]))|((?<![A-Za-z])(?:${SERVICES}))`,
  'gi',
);

/** A suffix after which it is still the name of a secret: `_prod`, `2`, `String`. */
const STILL =
  /^(?:[-_.]?(?:\d{1,6}|value|string|prod(?:uction)?|dev(?:elopment)?|stag(?:e|ing)|live|base|current|primary|secondary|key|token|secret|password|pass|data|raw|plain|text|hex|b64|base64|enc|prd|stg|qa|main|admin|user|root|db|default|env|do|not|commit|api|access|client|app|bot|auth|ro|rw))*$/i;
/** A suffix that makes it the name of something else: `_id`, `Url`, `_file`, `s`. */
const OTHERWISE =
  /^(?:s|s?[-_.]?(?:ids?|names?|types?|ur[li]s?|endpoints?|files?|paths?|dirs?|folder|size|length|len|count|limits?|max|min|budget|policy|field|input|hash(?:es|ed|ing)?|digest|expir\w*|ttl|days|kinds?|labels?|prefix|header|style|colou?r|version|alias|alg\w*|index|usage|fingerprint|thumbprint|ref|scopes?|counts?|managers?|providers?|refresh|rotation|scanning|reset|strength|hint|store|ring|board|word|pair|code|frame|press\w*|up|down|selector|vault\w*|stone|mesh\w*|signature|enable[ds]?|required|authentication|or|ors|ority|enticat\w*|oriz\w*|ized?|iz\w*|ary|ly|graph\w*|entials?[-_.]?ids?))(?![a-z])/i;
/** A prefix that makes it public: `public_key`, `maxTokens`. */
const PUBLIC = new Set(
  'pub public csrf xsrf primary foreign cache sort partition hash range idempotency max min num number total next page continuation sync cursor bucket natural schema sequence issuer css color design without'.split(
    ' ',
  ),
);

export interface NamedPlace {
  readonly isPassword: boolean;
  /** Only the service is named, or the name has an unknown suffix: only a random value counts. */
  readonly isVague: boolean;
  readonly isService: boolean;
  /** Index after the name. */
  readonly end: number;
  readonly name: string;
}

const NAME_BEFORE = /[A-Za-z0-9_.$:-]{0,40}$/;
const NAME_AFTER = /[A-Za-z0-9_-]{0,40}/y;

/** Tests the two words before the last one, in whatever case they are joined. */
function isPublic(before: string): boolean {
  const words = before.match(/[A-Z]?[a-z]+|[A-Z]+|[0-9]+/g) ?? [];
  return words.slice(-2).some((word, index, last) => {
    const isNear = index === last.length - 1 || /^key$/i.test(last.at(-1) ?? '');
    return isNear && PUBLIC.has(word.toLowerCase());
  });
}

/** Returns the name around a match of {@link NAMES}; undefined if it isn't that of a secret. */
export function namedPlace(text: string, match: RegExpExecArray): NamedPlace | undefined {
  const after = match.index + match[0].length;
  NAME_AFTER.lastIndex = after;
  const rest = NAME_AFTER.exec(text)?.[0] ?? '';
  const before = NAME_BEFORE.exec(text.slice(Math.max(0, match.index - 40), match.index))?.[0] ?? '';
  if (OTHERWISE.test(rest) || isPublic(before)) return undefined;
  const isService = match[3] !== undefined;
  return {
    isPassword: match[1] !== undefined,
    isService,
    isVague: isService || !STILL.test(rest),
    end: after + rest.length,
    name: before + match[0] + rest,
  };
}
