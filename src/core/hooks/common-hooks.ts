/**
 * The format of hooks that most agents share: `session_id`, `transcript_path`, `cwd`, and `hook_event_name` come with
 * every event; `source`, `trigger`, `reason`, `model`, and `prompt` with some. Each agent adds what is its own.
 */

import { asText, type Fields } from '../json-fields.ts';
import { block, oneLine } from '../text/foreign-text.ts';
import { jsonText } from '../text/json-text.ts';
import type { HookAnswer, HookEvent, HookInput, HookVocabulary } from './hook-vocabulary.ts';

/** Becomes part of file names and of the journal. */
const SESSION_ID = /^[A-Za-z0-9][A-Za-z0-9_-]{0,127}$/;

/** Events whose context reaches the model; the one after tools does within the turn. */
const TAKES_CONTEXT: ReadonlySet<HookEvent> = new Set(['SessionStart', 'UserPromptSubmit', 'PostToolBatch']);

/** Kinds of notifications at which an agent waits for a permission or an answer; after a turn, it only idles. */
const WAITS: ReadonlySet<unknown> = new Set(['permission_prompt', 'elicitation_dialog', 'ToolPermission']);

/** What is an agent's own. */
type Traits = Pick<HookVocabulary, 'events' | 'isFrom'> & Partial<HookVocabulary>;

/** Makes a vocabulary of the common format. */
export function commonHooks(traits: Traits): HookVocabulary {
  return {
    showsLines: true,
    tellsCompactions: true,
    read: readCommon,
    answerText: answerCommon,
    projectFolder: () => null,
    budgetOf: () => null,
    ...traits,
  };
}

export function readCommon(fields: Fields, event: HookEvent, name: string): HookInput {
  const { trigger, prompt, reason } = fields;
  return {
    event,
    name,
    session: sessionIdIn(fields.session_id),
    transcript: asText(fields.transcript_path),
    cwd: asText(fields.cwd),
    model: asText(fields.model),
    trigger: trigger === 'manual' || trigger === 'auto' ? trigger : null,
    isCompacting: true,
    isReplaced: reason === 'clear' || reason === 'resume',
    prompt: typeof prompt === 'string' ? prompt : '',
    isWaiting: event === 'Notification' && WAITS.has(fields.notification_type),
    isSubagent: asText(fields.agent_id) !== null,
    commands: [],
    hasEdits: false,
  };
}

/** Returns the id of a session; null if it can't be one. */
export function sessionIdIn(value: unknown): string | null {
  const id = asText(value);
  return id !== null && SESSION_ID.test(id) ? id : null;
}

/**
 * Some events accept `additionalContext`, inside `hookSpecificOutput` with the event's name. Output of others may
 * only contain `systemMessage`; otherwise, it is rejected visibly. Nothing here can block: no `decision`, no
 * `continue`.
 */
export function answerCommon(
  { event, name }: Pick<HookInput, 'event' | 'name'>,
  { context, message }: HookAnswer,
): string {
  return lineOf({
    ...messageOf(message),
    ...(context === null || !TAKES_CONTEXT.has(event)
      ? {}
      : { hookSpecificOutput: { hookEventName: name, additionalContext: block(context) } }),
  });
}

/** Finds the project's folder in a variable. */
export function folderIn(variable: string): HookVocabulary['projectFolder'] {
  return (environment) => asText(environment[variable]);
}

/** Says a message with its origin, as a hook's `systemMessage`. */
function messageOf(message: string | null): { readonly systemMessage?: string } {
  if (message === null) return {};
  const between = message.includes('\n') ? '\n' : ' ';
  return { systemMessage: block(`Ninefold:${between}${message}`) };
}

/** Returns an answer as one line; empty if it says nothing. */
export function lineOf(answer: Fields): string {
  return Object.keys(answer).length === 0 ? '' : `${jsonText(answer)}\n`;
}

/** Returns what there is to say as one sentence, for agents that take all output as text. */
export function sentenceOf({ context, message }: HookAnswer): string {
  const sentence = context ?? message;
  return sentence === null ? '' : `${oneLine(sentence)}\n`;
}
