/** The English words of the list of agent tasks, keyed; `{name}` is a parameter. The host translates them. */

import type { MessageParameters } from '../messages.ts';
import type { Phrase } from '../meter/meter-words.ts';

export const TASK_WORDS = {
  open: 'open',
  running: 'running',
  finished: 'finished',
  failed: 'failed',
  merged: 'merged',
  discarded: 'discarded',
  seconds: '{count} s',
  minutes: '{count} min',
  hours: '{hours} h {minutes} min',
  tokens: '{tokens} tokens',
  file: '1 file',
  files: '{count} files',
  agent: 'Agent: {agent}',
  'in-worktree': 'In a git worktree of its own',
  'in-workspace': 'In the workspace folder, its output apart',
  'base-commit': 'Begun from commit {commit}',
  'may-write': 'May write: {files}',
  failure: 'It failed: {reason}',
  'cut-off': 'A merge of it was cut off; the next one finishes it or takes it back',
  'task-file': 'Task',
  log: 'Log',
  report: 'Report',
  'file-clean': 'ready',
  'file-same': 'as in the workspace',
  'file-conflict': 'conflict',
  'file-refused': 'refused',
  'file-written': 'written',
  'file-landed': 'merged',
  'file-rejected': 'rejected',
  added: 'new',
  deleted: 'deleted',
  undeclared: 'not declared',
  'put-together': 'put together with what changed meanwhile',
  why: '{reason}',
  'task-spoken': 'Agent task {title}',
  'file-spoken': 'File {file}',
  'folder-spoken': 'Folder {name}',
} as const;

export type TaskWord = keyof typeof TASK_WORDS;

export function taskPhrase(word: TaskWord, parameters: MessageParameters = {}): Phrase {
  return { template: TASK_WORDS[word], parameters };
}
