/** The engine (`dist/engine.js`): loaded when it is first needed, which is after activation. */

import type * as Engine from '../node/engine.ts';

export type EngineModule = typeof Engine;

let loaded: Promise<EngineModule> | undefined;

/** The engine, loaded once. */
export function loadEngine(): Promise<EngineModule> {
  // A variable keeps the bundler from taking it in.
  const bundle = './engine.js';
  loaded ??= import(bundle) as Promise<EngineModule>;
  return loaded;
}
