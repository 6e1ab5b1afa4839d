/** A handwritten `task-*.md`: title, files, and declared outputs. */

export interface TaskDocument {
  readonly title: string | null;
  readonly files: readonly string[];
  /** As written, unchecked. */
  readonly outputs: readonly string[];
}

const TITLE = /^#\s+(?:Background Task:\s*)?(.+?)\s*$/;
const FILES = /^\s*[-*]?\s*Files?:\s*(.+)$/i;
const WRITE_TO = /^\s*[-*]?\s*(?:Write|Output|Save)(?: to)?:\s*(.*)$/i;
const ITEM = /^\s*[-*]\s+(\S.*)$/;
const NONE = /^(none|-|–)$/i;

/** Reads a task's document by its sections Context, Task, Output. Never throws. */
export function readTaskDocument(text: string): TaskDocument {
  let section = '';
  let title: string | null = null;
  const files: string[] = [];
  const outputs: string[] = [];
  for (const line of text.split(/\r?\n/)) {
    const heading = /^##\s+(.+?)\s*$/.exec(line)?.[1];
    if (heading !== undefined) {
      section = heading.toLowerCase();
      continue;
    }
    title ??= TITLE.exec(line)?.[1] ?? null;
    if (section === 'context') files.push(...pathsIn(FILES.exec(line)?.[1]));
    if (section === 'output') outputs.push(...pathsIn(WRITE_TO.exec(line)?.[1] ?? ITEM.exec(line)?.[1]));
  }
  return { title, files: unique(files), outputs: unique(outputs) };
}

function pathsIn(text: string | undefined): readonly string[] {
  const parts = (text ?? '').split(',').map((part) => part.trim().replace(/^[`"']|[`"']$/g, ''));
  return parts.filter((part) => part !== '' && !NONE.test(part));
}

function unique(paths: readonly string[]): readonly string[] {
  return [...new Set(paths)];
}
