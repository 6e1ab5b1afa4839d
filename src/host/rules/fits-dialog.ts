const MAX_LINES = 12;
const MAX_CHARACTERS = 1500;

/** Returns whether a modal dialog shows all of a list. */
export function fitsDialog(list: string): boolean {
  return list.length <= MAX_CHARACTERS && list.split('\n').length <= MAX_LINES;
}
