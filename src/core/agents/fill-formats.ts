/** How agents' transcripts reveal what fills the window. Adding an agent takes a line here if its transcripts do. */

import type { FillFormat } from '../meter/window-fill.ts';
import { claudeCode } from './claude-code/agent.ts';
import { claudeCodeFill } from './claude-code/fill.ts';

/** By the agent's id; for others, what fills the window is unknown. */
export const FILL_FORMATS: ReadonlyMap<string, FillFormat> = new Map([[claudeCode.id, claudeCodeFill]]);
