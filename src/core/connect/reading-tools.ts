/** The MCP tools that only read, which an agent may call without asking. */

export const READING_TOOLS: readonly string[] = [
  'get_workflow',
  'list_workflows',
  'get_meter',
  'list_agent_tasks',
];
