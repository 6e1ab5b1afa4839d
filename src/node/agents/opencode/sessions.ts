/** Meters OpenCode: its sessions, in one database. */

import { join } from 'node:path';
import { openCode } from '../../../core/agents/opencode/agent.ts';
import type { MeteredAgent } from '../agent.ts';
import { databaseAgent } from './database-agent.ts';
import { openCodeFolder } from './folder.ts';

export const openCodeAgent: MeteredAgent = databaseAgent(openCode.id, (environment) =>
  join(openCodeFolder(environment), 'opencode.db'),
);
