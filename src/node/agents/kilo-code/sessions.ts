/** Meters the tasks of Kilo Code's extension, from before it shared the command line's sessions. */

import { kiloCode } from '../../../core/agents/kilo-code/agent.ts';
import { taskAgent } from '../cline/task-agent.ts';
import { EXTENSION_ID } from './folders.ts';

export const kiloCodeAgent = taskAgent(kiloCode.id, EXTENSION_ID);
