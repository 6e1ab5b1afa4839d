/** Rows for files written by an agent task. */

import type { Phrase } from '../meter/meter-words.ts';
import type { TaskFileDiff } from '../service/task-diff.ts';
import type { TaskOutput } from '../service/task-view.ts';
import { FILE_REFUSAL_WORDS } from '../tasks/task-paths.ts';
import type { RefusalReason } from '../tasks/task-paths.ts';
import type { TaskRow } from './task-row.ts';
import { taskPhrase } from './task-words.ts';
import type { TaskWord } from './task-words.ts';

export interface FilePlace {
  readonly folder: string;
  readonly parent: string;
  readonly task: string;
}

/** Compared with the workspace, or only listed while its task runs. */
export type ShownFile = TaskFileDiff | (TaskOutput & { readonly state: 'written' });

interface Look {
  readonly word: TaskWord;
  readonly icon: string;
  readonly color: string | null;
}

const LOOKS: Readonly<Record<ShownFile['state'] | 'landed' | 'rejected', Look>> = {
  clean: { word: 'file-clean', icon: 'diff-added', color: 'gitDecoration.addedResourceForeground' },
  same: { word: 'file-same', icon: 'check', color: 'descriptionForeground' },
  conflict: { word: 'file-conflict', icon: 'warning', color: 'list.warningForeground' },
  refused: { word: 'file-refused', icon: 'circle-slash', color: 'list.errorForeground' },
  written: { word: 'file-written', icon: 'file', color: null },
  landed: { word: 'file-landed', icon: 'git-merge', color: 'descriptionForeground' },
  rejected: { word: 'file-rejected', icon: 'close', color: 'descriptionForeground' },
};

export function fileRow({ folder, parent, task }: FilePlace, file: ShownFile): TaskRow {
  const { word, icon, color } = LOOKS[lookOf(file)];
  const notes = notesOf(file);
  const label = file.path;
  return {
    kind: 'taskFile',
    id: `${parent} file ${file.path}`,
    parent,
    folder,
    task,
    path: file.path,
    can: actionsOf(file),
    label,
    description: [taskPhrase(word), ...notes],
    spoken: [taskPhrase('file-spoken', { file: file.path }), taskPhrase(word), ...notes],
    tooltip: [],
    icon,
    color,
    children: [],
  };
}

function lookOf(file: ShownFile): keyof typeof LOOKS {
  if (file.state === 'written' || file.state === 'refused') return file.state;
  if (file.isLanded) return 'landed';
  return file.isRejected ? 'rejected' : file.state;
}

function actionsOf(file: ShownFile): readonly string[] {
  if (file.state === 'written' || file.state === 'refused' || file.isLanded) return [];
  const isOpen = file.state !== 'same';
  return ['compare', ...(isOpen ? ['accept'] : []), ...(isOpen && !file.isRejected ? ['reject'] : [])];
}

function notesOf(file: ShownFile): readonly Phrase[] {
  const undeclared = file.isDeclared ? [] : [taskPhrase('undeclared')];
  if (file.state === 'written') {
    const refusal = file.refusal === null ? [] : [refusalPhrase(file.refusal)];
    return [...(file.isDeleted ? [taskPhrase('deleted')] : []), ...undeclared, ...refusal];
  }
  if (file.state === 'refused') {
    return [...undeclared, refusalPhrase(file.reason as RefusalReason)];
  }
  return [
    ...(file.change === 'changed' || file.isLanded ? [] : [taskPhrase(file.change)]),
    ...undeclared,
    ...(file.isMerged ? [taskPhrase('put-together')] : []),
  ];
}

function refusalPhrase(reason: RefusalReason): Phrase {
  return { template: FILE_REFUSAL_WORDS[reason], parameters: {} };
}
