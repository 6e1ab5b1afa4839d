/**
 * Reads what agents did the slow way: whole transcripts, every line parsed, each result looked up among all previous
 * lines. Based only on the formats, without sharing code with the readers it is compared with.
 */

export interface SlowActivity {
  readonly files: readonly { readonly path: string; readonly edits: number; readonly at: string | null }[];
  readonly commands: readonly {
    readonly command: string;
    readonly exitCode: number | null;
    readonly cwd?: string;
    readonly at: string | null;
  }[];
  readonly todos: readonly { readonly text: string; readonly status: string }[];
  readonly prompts: readonly { readonly text: string; readonly at: string | null }[];
}

type Json = Readonly<Record<string, unknown>>;

function objectsIn(text: string): readonly Json[] {
  return text.split('\n').flatMap((line) => {
    try {
      const value: unknown = JSON.parse(line, (_, inner: unknown) =>
        typeof inner === 'string' ? inner.toWellFormed() : inner,
      );
      return typeof value === 'object' && value !== null && !Array.isArray(value)
        ? [Object.fromEntries(Object.entries(value))]
        : [];
    } catch {
      return [];
    }
  });
}

function at(value: unknown): string | null {
  return typeof value === 'string' && value !== '' ? value : null;
}

function parts(content: unknown): readonly Json[] {
  if (typeof content === 'string') return [{ type: 'text', text: content }];
  if (!Array.isArray(content)) return [];
  return content.filter((part): part is Json => typeof part === 'object' && part !== null);
}

function wordsOf(content: unknown): string {
  return parts(content)
    .filter(({ type, text }) => type === 'text' && typeof text === 'string')
    .map(({ text }) => text as string)
    .join('\n');
}

const isTagged = (text: string): boolean => /^<[A-Za-z][A-Za-z0-9_-]*[ \t\n>/]/.test(text);
const cut = (text: string): string => Array.from(text.trim()).slice(0, 200).join('');

/** Claude Code's. */
export function slowClaudeCode(text: string): SlowActivity {
  const lines = objectsIn(text).filter(
    ({ isSidechain, message, type }) =>
      isSidechain !== true && (type === 'user' || type === 'assistant') && typeof message === 'object',
  );
  const blocks = lines.flatMap((line, number) =>
    parts((line.message as Json | null)?.content).map((block) => ({ line, number, block })),
  );
  const files: { path: string; edits: number; at: string | null }[] = [];
  const commands: { command: string; exitCode: number; cwd?: string; at: string | null }[] = [];
  let todos: SlowActivity['todos'] = [];
  const tasks: { id: string; text: string; status: string }[] = [];
  const answered: unknown[] = [];
  for (const { line, number, block } of blocks) {
    if (line.type !== 'user' || block.type !== 'tool_result' || answered.includes(block.tool_use_id))
      continue;
    const calls = blocks.filter(
      (other) =>
        other.number < number &&
        other.line.type === 'assistant' &&
        other.block.type === 'tool_use' &&
        other.block.id === block.tool_use_id,
    );
    const call = calls.at(-1);
    if (call === undefined) continue;
    answered.push(block.tool_use_id);
    const input = (call.block.input ?? {}) as Json;
    const told = (typeof line.toolUseResult === 'object' ? (line.toolUseResult ?? {}) : {}) as Json;
    const failed = block.is_error === true;
    const words = wordsOf(block.content);
    switch (call.block.name) {
      case 'Write':
      case 'Edit':
      case 'MultiEdit':
      case 'NotebookEdit': {
        const path = call.block.name === 'NotebookEdit' ? input.notebook_path : input.file_path;
        if (failed || typeof path !== 'string' || path === '') break;
        const known = files.find((file) => file.path === path);
        if (known === undefined) files.push({ path, edits: 1, at: at(line.timestamp) });
        else Object.assign(known, { edits: known.edits + 1, at: at(line.timestamp) ?? known.at });
        break;
      }
      case 'Bash': {
        if (typeof input.command !== 'string' || input.command === '') break;
        if (told.interrupted === true || typeof told.backgroundTaskId === 'string') break;
        if (failed && !/^Exit code -?[0-9]/.test(words)) break;
        const exitCode = failed ? parseInt(words.slice('Exit code '.length), 10) : 0;
        const { cwd } = call.line;
        const ran = { command: input.command, exitCode, at: at(line.timestamp) };
        commands.push(typeof cwd === 'string' ? { ...ran, cwd } : ran);
        break;
      }
      case 'TodoWrite': {
        if (failed || !Array.isArray(input.todos)) break;
        todos = parts(input.todos).flatMap(({ content, status }) =>
          typeof content === 'string' && content !== '' ? [{ text: content, status: String(status) }] : [],
        );
        break;
      }
      case 'TaskCreate':
      case 'TaskUpdate': {
        if (failed || told.success === false) break;
        if (call.block.name === 'TaskCreate') {
          const id = (told.task as Json | undefined)?.id ?? /Task #([^ ]+) created/.exec(words)?.[1];
          if (typeof id !== 'string' || typeof input.subject !== 'string') break;
          tasks.push({ id, text: input.subject, status: 'pending' });
        } else {
          const place = tasks.findIndex(({ id }) => id === input.taskId);
          const task = tasks[place];
          if (input.status === 'deleted') tasks.splice(place, place < 0 ? 0 : 1);
          else if (task === undefined) break;
          else {
            if (typeof input.status === 'string') task.status = input.status;
            if (typeof input.subject === 'string') task.text = input.subject;
          }
        }
        todos = tasks.map(({ text: what, status }) => ({ text: what, status }));
        break;
      }
    }
  }
  return { files, commands, todos, prompts: slowPrompts(lines) };
}

function slowPrompts(lines: readonly Json[]): SlowActivity['prompts'] {
  const seen: unknown[] = [];
  return lines.flatMap((line) => {
    const content = (line.message as Json | null)?.content;
    if (line.type !== 'user' || line.isMeta === true || line.isCompactSummary === true) return [];
    if (parts(content).some(({ type }) => type === 'tool_result')) return [];
    const typed = parts(content)
      .filter(({ type, text }) => type === 'text' && typeof text === 'string')
      .map(({ text }) => (text as string).trim())
      .filter((text) => !isTagged(text) && !text.startsWith('[Request interrupted'));
    const text = cut(typed.join('\n'));
    if (text === '' || (line.uuid !== undefined && seen.includes(line.uuid))) return [];
    seen.push(line.uuid);
    return [{ text, at: at(line.timestamp) }];
  });
}

/** For Gemini CLI's chats in a single document, and for the messages in those with lines. */
export function slowGemini(messages: readonly Json[]): SlowActivity {
  const calls = new Map<unknown, Json>();
  for (const message of messages)
    for (const call of parts(message.toolCalls))
      if (['success', 'error'].includes(String(call.status)) && !calls.has(call.id)) calls.set(call.id, call);
  const done = [...calls.values()];
  const files: { path: string; edits: number; at: string | null }[] = [];
  for (const { name, status, args, timestamp } of done) {
    if (status !== 'success' || !['write_file', 'replace'].includes(String(name))) continue;
    const path = String((args as Json).file_path);
    const known = files.find((file) => file.path === path);
    if (known === undefined) files.push({ path, edits: 1, at: at(timestamp) });
    else Object.assign(known, { edits: known.edits + 1, at: at(timestamp) });
  }
  const commands = done.flatMap(({ name, args, result, timestamp }) => {
    const [first] = parts(result);
    const { output } = ((first?.functionResponse as Json | undefined)?.response ?? {}) as Json;
    const exitCode = typeof output === 'string' ? slowGeminiExit(output) : null;
    const command = String((args as Json).command);
    return name === 'run_shell_command' && exitCode !== null
      ? [{ command, exitCode, at: at(timestamp) }]
      : [];
  });
  const last = done.findLast(({ name, status }) => name === 'write_todos' && status === 'success');
  const todos = parts((last?.args as Json | undefined)?.todos).map(({ description, status }) => ({
    text: String(description),
    status: String(status),
  }));
  const prompts = new Map<unknown, SlowActivity['prompts'][number]>();
  for (const { id, type, content, displayContent, timestamp } of messages) {
    const text = cut(typeof content === 'string' ? content : textsOf(displayContent ?? content));
    const isTyped = type === 'user' && text !== '' && !/^[/?]/.test(text) && !isTagged(text);
    if (isTyped && !prompts.has(id)) prompts.set(id, { text, at: at(timestamp) });
  }
  return { files, commands, todos, prompts: [...prompts.values()] };
}

function textsOf(content: unknown): string {
  return parts(content)
    .map(({ text }) => (typeof text === 'string' ? text : ''))
    .join('\n');
}

function slowGeminiExit(output: string): number | null {
  const lines = output.replace(/^<untrusted_context>\n/, '').split('\n');
  if (!/^(Command|Output):/.test(lines[0] ?? '')) return null;
  const code = lines.findLast((line) => line.startsWith('Exit Code: '))?.slice('Exit Code: '.length);
  if (code === undefined) return lines.some((line) => line.startsWith('Signal: ')) ? null : 0;
  return /^-?[0-9]+$/.test(code) ? Number(code) : null;
}

/** Codex's. */
export function slowCodex(text: string): SlowActivity {
  const lines = objectsIn(text);
  const items = lines
    .filter(({ type }) => type === 'response_item')
    .map(({ payload, timestamp }) => ({
      item: (payload ?? {}) as Json,
      time: at(timestamp),
    }));
  const files: { path: string; edits: number; at: string | null }[] = [];
  const commands: { command: string; exitCode: number; cwd?: string; at: string | null }[] = [];
  let todos: SlowActivity['todos'] = [];
  const done = new Set<unknown>();
  for (const [place, { item, time }] of items.entries()) {
    if (typeof item.output !== 'string' || done.has(item.call_id)) continue;
    const call = items.slice(0, place).find((other) => other.item.call_id === item.call_id)?.item;
    if (call === undefined) continue;
    done.add(item.call_id);
    const input = (call.type === 'function_call' ? JSON.parse(String(call.arguments)) : {}) as Json;
    if (call.name === 'exec_command') {
      const code = /exited with code (\d+)/.exec(item.output.split('\nOutput:')[0] ?? '')?.[1];
      const ran = {
        command: String(input.cmd),
        exitCode: Number(code),
        cwd: String(input.workdir),
        at: time,
      };
      if (code !== undefined) commands.push(ran);
    }
    if (call.name === 'apply_patch' && item.output.includes('Success')) {
      for (const row of String(call.input).split('\n')) {
        const path = /^\*\*\* (?:Add|Update) File: (.*)$/.exec(row)?.[1];
        if (path === undefined) continue;
        const known = files.find((file) => file.path === path);
        if (known === undefined) files.push({ path, edits: 1, at: time });
        else Object.assign(known, { edits: known.edits + 1, at: time });
      }
    }
    if (call.name === 'update_plan' && item.output === 'Plan updated')
      todos = parts(input.plan).map(({ step, status }) => ({ text: String(step), status: String(status) }));
  }
  const prompts = lines.flatMap(({ type, payload, timestamp }) => {
    const { type: kind, message } = (payload ?? {}) as Json;
    const isPrompt = type === 'event_msg' && kind === 'user_message' && typeof message === 'string';
    return isPrompt ? [{ text: cut(message), at: at(timestamp) }] : [];
  });
  return { files, commands, todos, prompts };
}
