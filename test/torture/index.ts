/** `npm run torture`: what takes minutes and must not break. Ends with 1 where something did. */

import { tortureToon } from './toon.ts';

const MUTATIONS = 100_000;

const { failures, ...figures } = tortureToon(MUTATIONS, 20260105);
console.log(`toon: ${JSON.stringify(figures)}`);
for (const failure of failures) console.error(failure);
if (failures.length > 0) process.exitCode = 1;
