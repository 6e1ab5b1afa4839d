/** Meters Kilo CLI: its sessions, in a database of the layout from which it descends. */

import { join } from 'node:path';
import { kilo } from '../../../core/agents/kilo/agent.ts';
import type { MeteredAgent } from '../agent.ts';
import { databaseAgent } from '../opencode/database-agent.ts';
import { openCodeFolder } from '../opencode/folder.ts';

const { id: ID } = kilo;

export const kiloAgent: MeteredAgent = databaseAgent(ID, (environment) =>
  join(openCodeFolder(environment, ID), 'kilo.db'),
);
