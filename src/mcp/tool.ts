/** Definition and registration of a tool. */

import type { CallToolResult, McpServer, ToolAnnotations } from '@modelcontextprotocol/server';
import type * as z from 'zod';

import { NinefoldError } from '../core/errors.ts';
import { exitCodeOf } from '../core/failures/failures.ts';
import { takeInProposals } from '../core/service/proposal-service.ts';
import type { ProposalReport } from '../core/service/take-in-edits.ts';
import { block } from '../core/text/foreign-text.ts';
import { mapTexts, wellFormedValue } from '../core/text/well-formed.ts';
import type { WorkflowState } from '../core/workflow/state.ts';
import { lazyRedactor } from '../node/folder/open-folder.ts';
import type { ServerContext } from './context.ts';
import { toolFailure } from './mcp-messages.ts';

/** Result of a tool: a text for the model, and the same as data. */
export interface ToolResult {
  readonly text: string;
  readonly data: Readonly<Record<string, unknown>>;
  /** Whether the text and the data each hold everything already. */
  readonly isWhole?: boolean;
}

interface ToolDefinition<Input extends z.ZodObject> {
  readonly name: string;
  readonly title: string;
  readonly description: string;
  readonly input: Input;
  readonly annotations?: ToolAnnotations;
  readonly run: (context: ServerContext, input: z.infer<Input>) => Promise<ToolResult>;
}

export type RegisterTool = (server: McpServer, context: ServerContext) => void;

/** Makes the function that registers a tool. An expected failure becomes an answer that says what to do next. */
export function tool<Input extends z.ZodObject>(definition: ToolDefinition<Input>): RegisterTool {
  const { name, title, description, run } = definition;
  const inputSchema = strictly(definition.input);
  const annotations = { openWorldHint: false, ...definition.annotations };
  return (server, context) => {
    const answer = async (given: unknown): Promise<CallToolResult> => {
      const saved: WorkflowState[] = [];
      try {
        const isReading = annotations.readOnlyHint === true;
        const edits = isReading ? [] : await takeInEdits(context);
        const { text, data, isWhole } = await context.noting(saved, () =>
          run(context, wellFormedValue(given) as z.infer<Input>),
        );
        const told = [...edits, text].join(' ');
        return isWhole === true && edits.length === 0 ? inShort(told, data) : inFull(told, data);
      } catch (error) {
        if (saved.length > 0) return await answerAfter(saved, error);
        if (!NinefoldError.is(error)) throw error;
        return { content: [{ type: 'text', text: toolFailure(error) }], isError: true };
      }
    };
    // The server has validated the input against the schema.
    server.registerTool(name, { title, description, inputSchema, annotations }, answer);
  };
}

function inShort(text: string, data: ToolResult['data']): CallToolResult {
  return { content: [{ type: 'text', text: block(text) }], structuredContent: shownData(data) };
}

/** Puts both into each: some agents give their model only the data, others only the text. */
function inFull(text: string, data: ToolResult['data']): CallToolResult {
  const shown = shownData({ message: text, ...data });
  return {
    content: [
      { type: 'text', text: block(text) },
      { type: 'text', text: JSON.stringify(shownData(data)) },
    ],
    structuredContent: shown,
  };
}

/** Makes the answer for a change that is saved although a later step failed; an agent that tries again would repeat it. */
async function answerAfter(saved: readonly WorkflowState[], error: unknown): Promise<CallToolResult> {
  const { id, revision } = saved.at(-1) ?? { id: '', revision: 0 };
  const said = await failureBeside(error);
  const text = `The change is saved: ${id} is at revision ${revision}. Don't repeat it. A later step failed: ${said}`;
  return inFull(text, { id, revision });
}

/** Returns a redacted failure for an answer that the transport doesn't redact, because it isn't an error. */
async function failureBeside(error: unknown): Promise<string> {
  const text = NinefoldError.is(error) ? toolFailure(error) : `internal error: ${String(error)}`;
  return (await lazyRedactor.redact(text)).text;
}

/** Escapes terminal control sequences in data, because an agent may print it. */
function shownData(data: ToolResult['data']): Record<string, unknown> {
  return mapTexts({ ...data }, block) as Record<string, unknown>;
}

/**
 * Makes a schema refuse unknown parameters: `id` instead of `workflow` would change the active workflow instead. A tool
 * without parameters accepts anything, because some clients send a made-up one.
 */
function strictly(input: z.ZodObject): z.ZodObject {
  return Object.keys(input.shape).length === 0 ? input : input.strict();
}

/** Takes in edited exports before a tool's own change. The tool itself reports unreadable state. */
async function takeInEdits(context: ServerContext): Promise<readonly string[]> {
  try {
    return (await takeInProposals(await context.service())).map(editText);
  } catch (error) {
    if (!NinefoldError.is(error)) throw error;
    return exitCodeOf(error) === 1 ? [await failureBeside(error)] : [];
  }
}

/** Reports what was taken in from an edited export. */
function editText({ path, taken, kept }: ProposalReport): string {
  const added = taken.length === 0 ? '' : ` Additions applied: ${taken.length}.`;
  const rest = kept === null ? '' : ` The edited file is kept in ${kept}.`;
  return `${path} was edited by hand.${added}${rest}`;
}

/** Annotations of a tool that changes nothing. */
export const READS: ToolAnnotations = { readOnlyHint: true, destructiveHint: false, idempotentHint: true };

/** Annotations of a tool whose change can be undone. */
export const ADDS: ToolAnnotations = { readOnlyHint: false, destructiveHint: false };
