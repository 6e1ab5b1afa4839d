/** Prompts that a person calls by name in the agent, one message each. */

import type { McpServer } from '@modelcontextprotocol/server';
import * as z from 'zod';

import { readLine } from '../core/workflow/names.ts';

const PROMPTS = [
  {
    name: 'handoff',
    title: 'Hand Over',
    description: 'Hand over to the next session.',
    text: 'Record open decisions (record_decision) and remaining work (add_next_step) of {workflow}, then call create_handoff and give me its resume prompt.',
  },
  {
    name: 'resume',
    title: 'Resume',
    description: 'Continue where the last session stopped.',
    text: 'Call resume_workflow for {workflow}, read the documents it names, summarize its status and what has changed in three sentences, and continue with the next step.',
  },
  {
    name: 'status',
    title: 'Status',
    description: 'Show the status of the workflow.',
    text: 'Call get_workflow for {workflow} and get_meter, and summarize the phase, open steps, and context usage in a few lines.',
  },
  {
    name: 'save',
    title: 'Save',
    description: 'Update and save the state.',
    text: 'Update {workflow}: deliverables (add_deliverable), decisions (record_decision), checks (record_evidence), and next steps (add_next_step). Then call export_state and create_handoff.',
  },
  {
    name: 'persist',
    title: 'Persist Context',
    description: 'Save the context for the next session.',
    text: 'Record the decisions of this session for {workflow} with record_decision, then call export_state.',
  },
] as const;

export function registerPrompts(server: McpServer): void {
  for (const { name, title, description, text } of PROMPTS) {
    const argsSchema = z.object({
      workflow: z.string().optional().describe('Workflow id. Default: the active workflow.'),
    });
    server.registerPrompt(name, { title, description, argsSchema }, ({ workflow }) => {
      const subject =
        workflow === undefined || workflow === '' ? 'the active workflow' : `workflow ${readLine(workflow)}`;
      return {
        messages: [
          { role: 'user', content: { type: 'text', text: text.replace('{workflow}', () => subject) } },
        ],
      };
    });
  }
}
