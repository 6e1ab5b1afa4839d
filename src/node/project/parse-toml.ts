/** Parses a TOML manifest. Loaded on first use: few projects have one. */

import { TomlError, parse } from 'smol-toml';

/** Returns the content; undefined if it is invalid, since someone may be editing it. */
export function parseToml(text: string): unknown {
  try {
    return parse(text);
  } catch (error) {
    if (error instanceof TomlError) return undefined;
    throw error;
  }
}
