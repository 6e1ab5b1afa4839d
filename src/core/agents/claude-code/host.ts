/** Which API a Claude Code session talks to, by the variables that choose it: models have other windows elsewhere. */

const BASE_URL = 'ANTHROPIC_BASE_URL';
const IS_FIRST_PARTY = '_CLAUDE_CODE_ASSUME_FIRST_PARTY_BASE_URL';
const CLOUDS: Readonly<Record<string, string>> = {
  CLAUDE_CODE_USE_BEDROCK: 'bedrock',
  CLAUDE_CODE_USE_VERTEX: 'vertex',
  CLAUDE_CODE_USE_FOUNDRY: 'foundry',
};
const OWN_HOST = 'api.anthropic.com';

/** Every variable that is read. */
export const HOST_VARIABLES: readonly string[] = [BASE_URL, IS_FIRST_PARTY, ...Object.keys(CLOUDS)];

export interface ApiHost {
  /** `anthropic`: Anthropic's own API. `cloud`: Bedrock, Vertex, or Foundry. `gateway`: any other address. */
  readonly kind: 'anthropic' | 'cloud' | 'gateway';
  /** Identifies the host, without path or credentials. */
  readonly name: string;
}

/**
 * Returns the host that the variables choose. Never throws.
 *
 * @example hostOf({ ANTHROPIC_BASE_URL: 'http://127.0.0.1:8080/v1' }) // { kind: 'gateway', name: '127.0.0.1:8080' }
 */
export function hostOf(env: Readonly<Record<string, string | undefined>>): ApiHost {
  const cloud = Object.entries(CLOUDS).find(([variable]) => isOn(env[variable]))?.[1];
  if (cloud !== undefined) return { kind: 'cloud', name: cloud };
  const url = env[BASE_URL]?.trim() ?? '';
  if (url === '' || isOn(env[IS_FIRST_PARTY])) return { kind: 'anthropic', name: OWN_HOST };
  const name = /^[a-z][a-z0-9+.-]*:\/\/(?:[^/?#]*@)?([^/?#]+)/i.exec(url)?.[1]?.toLowerCase() ?? '';
  if (name === OWN_HOST || name === `${OWN_HOST}:443`) return { kind: 'anthropic', name: OWN_HOST };
  return { kind: 'gateway', name };
}

/** Interprets a boolean environment variable like Claude Code. */
export function isOn(text: string | undefined): boolean {
  return ['1', 'true', 'yes', 'on'].includes(text?.trim().toLowerCase() ?? '');
}
