const MAX_LINES = 12;
const MAX_CHARACTERS = 1500;

/** Whether a dialog shows all of a list. */
export function fitsDialog(list: string): boolean {
  return list.length <= MAX_CHARACTERS && list.split('\n').length <= MAX_LINES;
}
