/** The skill that `connect` can add for Claude Code: when to call what. A test limits its tokens. */

export const SKILL = `---
name: ninefold
description: Carries a long coding workflow across sessions. Use when the user speaks of phases, handoffs, resuming or saving a workflow, or when work on one is done or decided.
---

# Ninefold

The workflow's state lives outside this conversation and outlasts it. Change it by the tools of the \`ninefold\` MCP server, never by editing files under \`.claude/\`.

| when | call |
|---|---|
| a session begins, or you don't know where things stand | \`get_workflow\` |
| a file of the phase is written | \`add_deliverable\` |
| something is decided that others must keep to | \`record_decision\`, with the reason |
| tests, a build or a linter are to run | \`ninefold check COMMAND\` in the shell; it answers with a summary and records it |
| a check ran without it | \`record_evidence\`, with command and exit code |
| work is left over, blocked or needs a person | \`add_next_step\`; \`complete_next_step\` when it is done |
| the phase is done | \`submit_phase\`: a person approves it |
| the window fills up, or the user asks to hand over | \`create_handoff\`, then say that a new session can go on |
| "Resume workflow …" | \`resume_workflow\`: look at the drift before you go on |

Report only what is true: a claim without evidence is marked unverified. Work on the current phase; later ones wait for its approval.
`;
