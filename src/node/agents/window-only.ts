/** The windowing of agents whose window is in their transcripts or the settings, and whose compaction point isn't known. */

import { windowOfAnyModel } from '../../core/meter/window.ts';
import type { MeteredAgent } from './agent.ts';

export const windowOnly: MeteredAgent['readWindowing'] = () =>
  Promise.resolve((state, given) => ({ window: windowOfAnyModel(state, given), compactsAt: null }));
