import type { Phrase } from '../meter/meter-words.ts';

/** A row of the agent tasks view. */
export interface TaskRow {
  readonly kind: 'task' | 'taskFile' | 'taskText' | 'taskFolder';
  readonly id: string;
  readonly parent: string | null;
  /** Key of the folder. */
  readonly folder: string;
  /** Id of the task; null for a folder's row. */
  readonly task: string | null;
  /** Relative to the workspace folder for a task's file; absolute for its text, log or report. */
  readonly path: string | null;
  /** Available actions, for menus. */
  readonly can: readonly string[];
  readonly label: string | Phrase;
  readonly description: readonly Phrase[];
  readonly spoken: readonly Phrase[];
  readonly tooltip: readonly Phrase[];
  /** Ids of a VS Code codicon and theme color. */
  readonly icon: string;
  readonly color: string | null;
  readonly children: readonly TaskRow[];
}
