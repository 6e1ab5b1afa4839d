/** Meters Roo Code's tasks. */

import { rooCode } from '../../../core/agents/roo-code/agent.ts';
import { taskAgent } from '../cline/task-agent.ts';
import { EXTENSION_ID } from './folders.ts';

export const rooCodeAgent = taskAgent(rooCode.id, EXTENSION_ID);
