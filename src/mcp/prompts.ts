/** Prompts that a person calls by name in the agent: what to do, in one message each. */

import type { McpServer } from '@modelcontextprotocol/server';
import * as z from 'zod';

import { readLine } from '../core/workflow/names.ts';

const PROMPTS = [
  {
    name: 'handoff',
    title: 'Hand Over',
    description: 'Hand over to the next session.',
    text: 'Record open decisions (record_decision) and what is still to do (add_next_step) of {workflow}, then call create_handoff and give me its resume prompt.',
  },
  {
    name: 'resume',
    title: 'Resume',
    description: 'Go on where the last session stopped.',
    text: 'Call resume_workflow for {workflow}, read the documents it names, tell me in three sentences where it stands and what changed since, and go on with the next step.',
  },
  {
    name: 'status',
    title: 'Status',
    description: 'Where the workflow stands.',
    text: 'Call get_workflow for {workflow} and get_meter, and tell me phase, open steps and used context in a few lines.',
  },
  {
    name: 'save',
    title: 'Save',
    description: 'Bring the state up to date and write it.',
    text: 'Bring {workflow} up to date: deliverables (add_deliverable), decisions (record_decision), checks (record_evidence), next steps. Then call export_state and create_handoff.',
  },
  {
    name: 'persist',
    title: 'Persist Context',
    description: 'Write the context for the next session.',
    text: 'Record the decisions of this session for {workflow} with record_decision, then call export_state.',
  },
] as const;

export function registerPrompts(server: McpServer): void {
  for (const { name, title, description, text } of PROMPTS) {
    const argsSchema = z.object({
      workflow: z.string().optional().describe('Id; the active one where it is left out.'),
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
