/** A tool: its name and schemas, and one call of the service. */

import type { CallToolResult, McpServer, ToolAnnotations } from '@modelcontextprotocol/server';
import type * as z from 'zod';

import { NinefoldError } from '../core/errors.ts';
import { exitCodeOf } from '../core/failures/failures.ts';
import { takeInProposals } from '../core/service/proposal-service.ts';
import type { ProposalReport } from '../core/service/proposal-service.ts';
import { block } from '../core/text/foreign-text.ts';
import { mapTexts, wellFormedValue } from '../core/text/well-formed.ts';
import type { WorkflowState } from '../core/workflow/state.ts';
import { lazyRedactor } from '../node/folder/open-folder.ts';
import type { ServerContext } from './context.ts';
import { toolFailure } from './mcp-messages.ts';

/** What a tool gives: a sentence for the model, and the same as data. */
export interface ToolResult {
  readonly text: string;
  readonly data: Readonly<Record<string, unknown>>;
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

/** Makes what registers a tool. An expected failure becomes an answer that says what to do next. */
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
        const { text, data } = await context.noting(saved, () =>
          run(context, wellFormedValue(given) as z.infer<Input>),
        );
        const told = [...edits, text].join(' ');
        return { content: [{ type: 'text', text: block(told) }], structuredContent: shownData(data) };
      } catch (error) {
        if (saved.length > 0) return await answerAfter(saved, error);
        if (!NinefoldError.is(error)) throw error;
        return { content: [{ type: 'text', text: toolFailure(error) }], isError: true };
      }
    };
    // The server has checked what it hands over against the schema.
    server.registerTool(name, { title, description, inputSchema, annotations }, answer);
  };
}

/** The answer of a call whose change is saved though something after it failed: an agent that tries again would double it. */
async function answerAfter(saved: readonly WorkflowState[], error: unknown): Promise<CallToolResult> {
  const { id, revision } = saved.at(-1) ?? { id: '', revision: 0 };
  const said = await failureBeside(error);
  const text = `The change is saved: ${id} is at revision ${revision}. Don't repeat it. What followed failed: ${said}`;
  return { content: [{ type: 'text', text: block(text) }], structuredContent: { id, revision } };
}

/** A failure in an answer that isn't one, which the transport leaves as it is: without the secrets that it quotes. */
async function failureBeside(error: unknown): Promise<string> {
  const text = NinefoldError.is(error) ? toolFailure(error) : `a fault of Ninefold itself: ${String(error)}`;
  return (await lazyRedactor.redact(text)).text;
}

/** Data for a model: what an agent prints of it steers no terminal. */
function shownData(data: ToolResult['data']): Record<string, unknown> {
  return mapTexts({ ...data }, block) as Record<string, unknown>;
}

/**
 * A parameter that isn't known is refused: with `id` for `workflow` the active one would be changed in another's place. A
 * tool without parameters takes whatever comes, as some clients send a made-up one.
 */
function strictly(input: z.ZodObject): z.ZodObject {
  return Object.keys(input.shape).length === 0 ? input : input.strict();
}

/** What somebody edited goes before a tool's own change. A state that can't be read is told by the tool itself. */
async function takeInEdits(context: ServerContext): Promise<readonly string[]> {
  try {
    return (await takeInProposals(await context.service())).map(editText);
  } catch (error) {
    if (!NinefoldError.is(error)) throw error;
    return exitCodeOf(error) === 1 ? [await failureBeside(error)] : [];
  }
}

/** What became of an export that somebody edited. */
function editText({ path, taken, kept }: ProposalReport): string {
  const added = taken.length === 0 ? '' : ` ${taken.length} of its additions were taken in.`;
  const rest = kept === null ? '' : ` What was edited beyond that is kept in ${kept}.`;
  return `${path} had been edited by hand.${added}${rest}`;
}

/** For a tool that changes nothing. */
export const READS: ToolAnnotations = { readOnlyHint: true, destructiveHint: false, idempotentHint: true };

/** For a tool whose change can be taken back, and that may be called twice. */
export const ADDS: ToolAnnotations = { readOnlyHint: false, destructiveHint: false };
