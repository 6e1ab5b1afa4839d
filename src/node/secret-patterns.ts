/**
 * Shapes of secrets that secretlint's recommended rules leave out. Each has a beginning of its own and a least length, so that
 * neither prose nor a hash is taken for one.
 */

/** What may not stand before or after a key: it would be a part of a longer word. `_` and `-` may, as in Markdown's emphasis. */
const BEFORE = '(?<![A-Za-z0-9])';
const AFTER = '(?![A-Za-z0-9])';

function key(shape: string): RegExp {
  return new RegExp(`${BEFORE}${shape}${AFTER}`, 'g');
}

const DATABASES =
  'postgres(?:ql)?|mysql|mariadb|mssql|sqlserver|oracle|cockroachdb|clickhouse|mongodb|rediss?|valkeys?|amqps?';

/** By the kind that a handoff counts it as. */
export const SECRET_PATTERNS: Readonly<Record<string, RegExp>> = {
  /** API, OAuth and admin keys of Anthropic, https://docs.anthropic.com/en/api/overview. */
  anthropic: key('sk-ant-[A-Za-z0-9_-]{24,}'),
  /** Access key ids, of a user and for a while, but for the documentation's own, https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_identifiers.html. */
  aws: key('(?:AKIA|ASIA)(?![A-Z0-9]{9}EXAMPLE)[A-Z0-9]{16}'),
  /** API keys of Google Cloud, https://cloud.google.com/docs/authentication/api-keys. */
  google: key('AIza[A-Za-z0-9_-]{35}'),
  /** Personal access tokens, the routable ones too, https://docs.gitlab.com/security/tokens/. */
  gitlab: key(String.raw`glpat-[A-Za-z0-9_-]{20,}(?:\.[0-9a-z]{2}\.[0-9a-z]{9,})?`),
  /** Secret and restricted keys that move money; test keys don't, https://docs.stripe.com/keys. */
  stripe: key('[sr]k_live_[A-Za-z0-9]{16,}'),
  /** User access tokens, https://huggingface.co/docs/hub/security-tokens. */
  huggingface: key('hf_[A-Za-z0-9]{30,}'),
  /** A connection with its password, unless a variable or a blank stands in its place. */
  database: new RegExp(
    String.raw`(?<![A-Za-z0-9])(?:${DATABASES})(?:\+[a-z0-9]{1,20})?://[^\s:/@"'${'`'}]{0,256}:(?![<{*]|\$[{(A-Z])[^\s/@"'${'`'}]{1,256}@[^\s"'${'`'})>]{1,1024}`,
    'gi',
  ),
  /** A signed JSON Web Token: header and claims are JSON objects, RFC 7519. */
  jwt: key(String.raw`eyJ[A-Za-z0-9_-]{10,}\.eyJ[A-Za-z0-9_-]{10,}\.[A-Za-z0-9_-]{16,}`),
};
