/** Rollouts of Codex and chats of Gemini CLI made by chance: the same number makes the same one. */

import { person } from '../meter/gemini-lines.ts';
import { sameChance } from '../tokens/sample-texts.ts';
import { CodexSession, ended } from './codex-session.ts';
import { geminiCall, geminiDid } from './gemini-calls.ts';

type Chance = (below: number) => number;
type Fields = Readonly<Record<string, unknown>>;

const STATUSES = ['pending', 'in_progress', 'completed'];
const PATHS = ['src/a.ts', 'src/b.ts', 'ü/漢.md'];

function pick<T>(list: readonly T[], chance: Chance): T {
  return list[chance(list.length)] as T;
}

export function generatedRollout(seed: number): string {
  const chance = sameChance(seed);
  const session = new CodexSession();
  for (let turn = 3 + chance(40); turn > 0; turn -= 1) {
    const act = chance(10);
    if (act < 1) session.prompt(pick(['add a cart', ' go on\n', '漢字👩‍👩‍👧'.repeat(50)], chance));
    else if (act < 5) {
      const input = {
        cmd: pick(['npm test', 'npm test | tail', 'echo "call_id"'], chance),
        workdir: '/home/me/shop',
      };
      const refusal = 'exec_command failed: rejected by user';
      session.did(
        'exec_command',
        input,
        pick([ended(0), ended(1), ended(0, 'exited with code 9'), refusal], chance),
      );
    } else if (act < 7) {
      const headers = Array.from(
        { length: 1 + chance(2) },
        () => `*** ${pick(['Add', 'Update', 'Delete'], chance)} File: ${pick(PATHS, chance)}`,
      );
      const patch = ['*** Begin Patch', ...headers, '*** End Patch'].join('\n');
      session.patched(
        patch,
        pick(['Success. Updated the following files:\nM a', 'apply_patch verification failed: x'], chance),
      );
    } else if (act < 8) {
      const plan = Array.from({ length: chance(4) }, (_, at) => ({
        step: `step ${at}`,
        status: pick(STATUSES, chance),
      }));
      session.did('update_plan', { plan }, pick(['Plan updated', 'failed to parse'], chance));
    } else if (act < 9) session.lines.push(pick(['', '{', 'null', '{"type":"response_item"}'], chance));
    else repeatCalls(session, chance);
  }
  return session.text;
}

/** What a fork copies, stamped as it was; a prompt may be typed twice, so it isn't repeated here. */
function repeatCalls(session: CodexSession, chance: Chance): void {
  const calls = session.lines.filter((line) => line.includes('"call_id"'));
  session.lines.push(...calls.slice(chance(calls.length + 1)).slice(0, 6));
}

/** Messages as they stand in a chat, line by line: an id may come again, with more in it. */
export function generatedChat(seed: number): readonly Fields[] {
  const chance = sameChance(seed);
  const messages: Fields[] = [];
  for (let turn = 3 + chance(30); turn > 0; turn -= 1) {
    const id = `m${turn}`;
    const typed = ['add a page', '/compress', '<state_snapshot>x</state_snapshot>', ' go on '];
    if (chance(4) === 0) messages.push(person(id, pick(typed, chance)));
    else {
      const calls = Array.from({ length: 1 + chance(3) }, () => someCall(chance));
      messages.push(
        geminiDid(id, ...calls.map((call) => ({ ...call, status: 'executing' }))),
        geminiDid(id, ...calls),
      );
    }
    if (chance(6) === 0 && messages.length > 0) messages.push(pick(messages, chance));
  }
  return messages;
}

function someCall(chance: Chance): Fields {
  const status = pick(['success', 'success', 'success', 'error', 'cancelled'], chance);
  const kind = chance(4);
  if (kind === 0)
    return geminiCall(
      pick(['write_file', 'replace'], chance),
      { file_path: pick(PATHS, chance) },
      { status },
    );
  if (kind === 1) {
    const todos = Array.from({ length: chance(3) }, (_, at) => ({
      description: `to do ${at}`,
      status: pick(STATUSES, chance),
    }));
    return geminiCall('write_todos', { todos }, { status });
  }
  const output = pick(
    [
      'Output: ok\nProcess Group PGID: 1',
      'Output: no\nExit Code: 3\nProcess Group PGID: 1',
      'Command: c\nDirectory: (root)\nOutput: x\nError: (none)\nExit Code: 0\nSignal: 0\nBackground PIDs: (none)\nProcess Group PGID: 1',
      'Command was cancelled by user before it could complete.',
    ],
    chance,
  );
  return geminiCall('run_shell_command', { command: pick(['ls', 'npm test'], chance) }, { status, output });
}
