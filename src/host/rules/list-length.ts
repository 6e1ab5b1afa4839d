const MOST_LINES = 12;
const MOST_CHARACTERS = 1500;

/** Whether a dialog shows all of a list. */
export function isShort(list: string): boolean {
  return list.length <= MOST_CHARACTERS && list.split('\n').length <= MOST_LINES;
}
