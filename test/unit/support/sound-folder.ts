/** A folder with one of each file that Ninefold stores, made like a person would. */

export const PERSON_STARTS: readonly (readonly string[])[] = [
  ['init', 'wf-001', 'Feature'],
  ['next', 'add', 'one'],
  ['handoff', 'create'],
];
