import { code } from './markdown.ts';

/** Returns the line that names the folder in a document outside of it. */
export function folderLine(folder: string): string {
  return `- **Folder:** ${code(folder)}`;
}
