/** How agents' transcripts reveal what they did. Adding an agent takes a line here if its transcripts do. */

import type { ActivityFormat } from '../activity/activity.ts';
import { claudeCodeActivity } from './claude-code/activity.ts';
import { claudeCode } from './claude-code/agent.ts';
import { clineActivity } from './cline/activity.ts';
import { cline } from './cline/agent.ts';
import { taskHistoryActivity } from './cline/task-history.ts';
import { codexActivity } from './codex/activity.ts';
import { codex } from './codex/agent.ts';
import { copilotCliActivity } from './copilot-cli/activity.ts';
import { copilotCli } from './copilot-cli/agent.ts';
import { droidActivity } from './droid/activity.ts';
import { droid } from './droid/agent.ts';
import { geminiActivity } from './gemini/activity.ts';
import { gemini } from './gemini/agent.ts';
import { kilo } from './kilo/agent.ts';
import { kiloCode } from './kilo-code/agent.ts';
import { kimiCodeActivity } from './kimi-code/activity.ts';
import { kimiCode } from './kimi-code/agent.ts';
import { openCodeActivity } from './opencode/activity.ts';
import { openCode } from './opencode/agent.ts';
import { piActivity } from './pi/activity.ts';
import { pi } from './pi/agent.ts';
import { qwenCodeActivity } from './qwen-code/activity.ts';
import { qwenCode } from './qwen-code/agent.ts';
import { rooCode } from './roo-code/agent.ts';

/** By the agent's id. Not in `Agent` or `MeteredAgent`, because metering needs none of it. */
export const ACTIVITY_FORMATS: ReadonlyMap<string, ActivityFormat> = new Map([
  [claudeCode.id, claudeCodeActivity],
  [cline.id, clineActivity],
  [codex.id, codexActivity],
  [copilotCli.id, copilotCliActivity],
  [droid.id, droidActivity],
  [gemini.id, geminiActivity],
  [kilo.id, openCodeActivity],
  [kiloCode.id, taskHistoryActivity],
  [kimiCode.id, kimiCodeActivity],
  [openCode.id, openCodeActivity],
  [pi.id, piActivity],
  [qwenCode.id, qwenCodeActivity],
  [rooCode.id, taskHistoryActivity],
]);
