/** A folder with one of each file that Ninefold keeps, as a person would come by it. */

export const PERSON_STARTS: readonly (readonly string[])[] = [
  ['init', 'wf-001', 'Feature'],
  ['next', 'add', 'one'],
  ['handoff', 'create'],
];
