/** Sessions of Claude Code made by chance, with every shape that is known: the same number makes the same session. */

import { boundaryLine, line } from '../meter/transcript-lines.ts';
import { sameChance } from '../tokens/sample-texts.ts';
import { ClaudeCodeSession } from './claude-code-session.ts';
import type { Ending } from './claude-code-session.ts';

type Chance = (below: number) => number;

const ENDINGS: readonly Ending[] = [
  'done',
  'done',
  'done',
  'failed',
  'failed',
  'refused',
  'denied',
  'interrupted',
  'background',
  'timed-out',
  'untold',
];
const COMMANDS = [
  'npm test',
  'npm test 2>&1 | tail -5',
  'npm run lint && npm run build',
  'cat <<EOF\n"tool_use" "user"\nEOF',
  'echo "Exit code 3"; true',
  'git commit -m "漢字 \ud83d"',
];
const PATHS = [
  '/home/me/shop/a.ts',
  '/home/me/shop/b.ts',
  'c.ts',
  'C:\\shop\\d.ts',
  '/home/me/shop/ü \u2028.ts',
];
const WRITERS = ['Write', 'Edit', 'MultiEdit', 'NotebookEdit'];
const PROMPTS = [
  'add a cart',
  '  trimmed \n',
  '漢字👩‍👩‍👧'.repeat(40),
  '<command-name>/clear</command-name>',
  '<local-command-stdout>x</local-command-stdout>',
  '<ide_selection>x</ide_selection>',
  '[Request interrupted by user]',
  'a "tool_use_id" and "Bash"',
  'half \udc00 of it',
];
const STATUSES = ['pending', 'in_progress', 'completed'];
/** Lines that are none, or are none of a conversation. */
const HOSTILE = [
  '',
  '{',
  'null',
  '[]',
  '7',
  '{"type":"user","message":null}',
  '{"type":"assistant","message":{"content":[null,7,{"type":"tool_use","id":{},"name":"Bash"}]}}',
  '{"type":"user","message":{"content":[{"type":"tool_result","tool_use_id":7}]}}',
  '{"type":"user","isSidechain":false,"message":{"content":"lone \\ud800 half"}}',
  '{"type":"file-history-snapshot","snapshot":{"type":"user"}}',
  '{"type":"system","subtype":"turn_duration","content":"\\"user\\""}',
  `{"type":"attachment","x":"${'y'.repeat(70_000)}"}`,
];

export function generatedSession(seed: number): string {
  const chance = sameChance(seed);
  const session = new ClaudeCodeSession(chance(4) === 0 ? { uuid: undefined } : {});
  const waiting: string[] = [];
  let task = 0;
  for (let turn = 3 + chance(60); turn > 0; turn -= 1) {
    const act = chance(14);
    if (act < 2) session.prompt(promptOf(chance), chance(12) === 0 ? { isMeta: true } : {});
    else if (act < 5) bash(session, waiting, chance);
    else if (act < 7) write(session, chance);
    else if (act < 8) session.did('TodoWrite', { todos: listOf(chance) }, pick(ENDINGS, chance));
    else if (act < 9) {
      task += 1;
      const told = chance(2) === 0 ? { task: { id: String(task) } } : {};
      const id = session.call('TaskCreate', { subject: `task ${task}`, activeForm: '' });
      session.result(id, `Task #${task} created successfully`, {
        isError: chance(6) === 0,
        toolUseResult: told,
      });
    } else if (act < 10) {
      const status = pick([...STATUSES, 'deleted'], chance);
      const told = chance(8) === 0 ? { success: false } : {};
      session.did('TaskUpdate', { taskId: String(1 + chance(task + 1)), status }, 'done', told);
    } else if (act < 11) session.did('Read', { file_path: pick(PATHS, chance) });
    else if (act < 12) aside(session, chance);
    else if (act < 13) session.lines.push(pick(HOSTILE, chance));
    else again(session, chance);
    if (waiting.length > 0 && chance(3) === 0)
      session.end(waiting.splice(chance(waiting.length), 1)[0] ?? '', 'done');
    if (chance(25) === 0) compacted(session);
  }
  return chance(3) === 0 ? session.text.slice(0, -1) : session.text;
}

function pick<T>(list: readonly T[], chance: Chance): T {
  return list[chance(list.length)] as T;
}

function promptOf(chance: Chance): unknown {
  const texts = Array.from({ length: 1 + chance(2) }, () => ({ type: 'text', text: pick(PROMPTS, chance) }));
  return chance(2) === 0 ? pick(PROMPTS, chance) : [...texts, { type: 'image', source: {} }];
}

/** Several calls may wait for their results, which then come in another order. */
function bash(session: ClaudeCodeSession, waiting: string[], chance: Chance): void {
  session.cwd = pick(['/home/me/shop', '/home/me/shop/web'], chance);
  const input = { command: pick(COMMANDS, chance) };
  if (chance(3) === 0) waiting.push(session.call('Bash', input));
  else session.did('Bash', input, pick(ENDINGS, chance));
}

function write(session: ClaudeCodeSession, chance: Chance): void {
  const tool = pick(WRITERS, chance);
  const field = tool === 'NotebookEdit' ? 'notebook_path' : 'file_path';
  const large = { originalFile: 'x'.repeat(chance(3) * 3000) };
  session.did(tool, { [field]: pick(PATHS, chance) }, pick(ENDINGS, chance), large);
}

function listOf(chance: Chance): unknown {
  return Array.from({ length: chance(4) }, (_, at) => ({
    content: `to do ${at}`,
    status: pick(STATUSES, chance),
  }));
}

/** A sub-agent's lines, in the file itself or repeated as progress. */
function aside(session: ClaudeCodeSession, chance: Chance): void {
  const other = new ClaudeCodeSession({ isSidechain: true });
  other.prompt('of a sub-agent');
  other.did('Bash', { command: 'aside' });
  other.did('Write', { file_path: 'aside.ts' });
  const isProgress = chance(2) === 0;
  for (const one of other.lines) {
    const repeated = line({
      type: 'progress',
      data: { message: { ...(JSON.parse(one) as object), isSidechain: false } },
    });
    session.lines.push(isProgress ? repeated : one);
  }
}

/** A stretch of lines stands in the file once more, as after a resume, or a call as it is streamed. */
function again(session: ClaudeCodeSession, chance: Chance): void {
  const from = chance(session.lines.length + 1);
  session.lines.push(...session.lines.slice(from, from + 1 + chance(10)));
}

function compacted(session: ClaudeCodeSession): void {
  session.lines.push(boundaryLine('auto', 150_000));
  session.prompt('This session is being continued from a previous conversation', { isCompactSummary: true });
}
