/** The engine (`dist/engine.js`), loaded on first use, after activation. */

import type * as Engine from '../node/engine.ts';

export type EngineModule = typeof Engine;

let loaded: Promise<EngineModule> | undefined;
let engine: EngineModule | undefined;

/** Loads the engine once. */
export function loadEngine(): Promise<EngineModule> {
  // A variable specifier keeps the bundler from inlining the module.
  const bundle = './engine.js';
  loaded ??= (import(bundle) as Promise<EngineModule>).then((module) => (engine = module));
  return loaded;
}

/** Returns the engine if something has loaded it, as the first reading of a folder does. */
export function engineIfLoaded(): EngineModule | undefined {
  return engine;
}
