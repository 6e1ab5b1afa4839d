/**
 * Remembers which window a version of an agent last reported for a model and the host that serves it: the settings that
 * decide it are those of the agent's own process, which nobody else sees. In the user's cache folder.
 */

import { join } from 'node:path';

import { NinefoldError } from '../../core/errors.ts';
import { asFields, asTokens, parseObject } from '../../core/json-fields.ts';
import { bareModel } from '../../core/meter/status-line.ts';
import { replaceFile } from '../files/atomic-file.ts';
import { tryReadText } from '../files/safe-read.ts';
import { cacheFolder } from '../machine/cache-folder.ts';
import type { MeterEnvironment } from '../machine/environment.ts';

const SCHEMA = 'ninefold/windows/1';
/** The oldest are dropped. */
const MAX_KEPT = 200;

/** A model, as an agent runs it. */
export interface RunModel {
  readonly agent: string;
  /** Versions give the same model different windows. Null if the agent doesn't tell. */
  readonly version: string | null;
  /** Identifies the API's host; empty if the agent has only one. */
  readonly host: string;
  readonly model: string;
}

/** Returns the window that was reported last; null if none was. */
export async function recallWindow(environment: MeterEnvironment, run: RunModel): Promise<number | null> {
  return asTokens((await readWindows(environment))[keyOf(run)]) || null;
}

/** Stores a reported window if it differs; a machine that refuses costs only the memory. */
export async function rememberWindow(
  environment: MeterEnvironment,
  run: RunModel,
  window: number,
): Promise<void> {
  if (environment.isTrusted?.() === false) return;
  const { [keyOf(run)]: known, ...others } = await readWindows(environment);
  if (known === window) return;
  const kept = Object.entries(others).slice(1 - MAX_KEPT);
  const windows = { ...Object.fromEntries(kept), [keyOf(run)]: window };
  try {
    await replaceFile(
      pathIn(environment),
      `${JSON.stringify({ schema: SCHEMA, windows })}\n`,
      undefined,
      0o600,
    );
  } catch (error) {
    if (!NinefoldError.is(error, 'file-unwritable')) throw error;
  }
}

function keyOf({ agent, version, host, model }: RunModel): string {
  return [agent, version ?? '', host, bareModel(model)].join(' ');
}

async function readWindows(environment: MeterEnvironment): Promise<Readonly<Record<string, unknown>>> {
  const text = await tryReadText({ path: pathIn(environment), kind: 'registration' });
  const fields = parseObject(text ?? '');
  return fields?.schema === SCHEMA ? (asFields(fields.windows) ?? {}) : {};
}

function pathIn(environment: MeterEnvironment): string {
  return join(cacheFolder(environment), 'windows.json');
}
