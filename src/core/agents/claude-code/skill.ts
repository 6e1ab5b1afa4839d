/** Holds the skill that `connect` can add for Claude Code: when to use which tool. A test limits its tokens. */

export const SKILL = `---
name: ninefold
description: Keeps a long coding workflow across sessions. Use when the user mentions phases, handoffs, or saving or resuming a workflow, and when work on a workflow is done or decided.
---

# Ninefold

The workflow's state is stored outside this conversation. Change it with the tools of the \`ninefold\` MCP server, never by editing files in \`.claude/\`.

| when | call |
|---|---|
| a session begins, or you need the current state | \`get_workflow\` |
| you wrote a file of the phase | \`add_deliverable\` |
| a decision was made that later work must follow | \`record_decision\`, with the reason |
| you want to run tests, a build, or a linter | \`ninefold check COMMAND\` in the shell; it prints a summary and records the result |
| a check ran another way | \`record_evidence\`, with command and exit code |
| the user states a rule for all later work | \`add_constraint\` |
| an approach failed | \`record_attempt\`, with the reason |
| work remains, is blocked, or needs a person | \`add_next_step\`; \`complete_next_step\` when it is done |
| the phase is done | \`submit_phase\`; a person approves it |
| the context window fills up, or the user asks for a handoff | \`create_handoff\`, then say that a new session can continue |
| "Resume workflow …" | \`resume_workflow\`; check the drift before you continue |

Report only what is true; a claim without evidence is marked unverified. Work on the current phase only; later phases wait for its approval.
`;
