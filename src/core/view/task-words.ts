/** English texts of the agent tasks view by key; `{name}` is a parameter. The host translates them. */

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
  'in-worktree': 'In its own git worktree',
  'in-workspace': 'In the workspace folder, with separate output',
  'base-commit': 'Started from commit {commit}',
  'may-write': 'Can write: {files}',
  failure: 'Failed: {reason}',
  'cut-off': 'A merge was interrupted; the next one completes or reverts it',
  'task-file': 'Task',
  log: 'Log',
  report: 'Report',
  'file-clean': 'ready',
  'file-same': 'same as workspace',
  'file-conflict': 'conflict',
  'file-refused': 'refused',
  'file-written': 'written',
  'file-landed': 'merged',
  'file-rejected': 'rejected',
  added: 'new',
  deleted: 'deleted',
  undeclared: 'undeclared',
  'put-together': 'combined with workspace changes',
  why: '{reason}',
  'task-spoken': 'Agent task {title}',
  'file-spoken': 'File {file}',
  'folder-spoken': 'Folder {name}',
} as const;

export type TaskWord = keyof typeof TASK_WORDS;

export function taskPhrase(word: TaskWord, parameters: MessageParameters = {}): Phrase {
  return { template: TASK_WORDS[word], parameters };
}
