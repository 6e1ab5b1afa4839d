/** Why part of an edit is refused, in English; `{name}` is a parameter. The host translates them. */

export const REFUSAL_WORDS = {
  unreadable: 'line {line}: {reason}',
  'other-revision': 'it was made on revision {revision}, and the workflow is at {current}',
  'other-workflow': "it is about workflow '{id}', and '{current}' is the active one",
  removed: "'{what}' was taken out of '{key}'; an edit only adds, take it out with a command",
  changed: "'{key}' was changed; an edit only adds, change it with a command",
  'row-changed': "'{what}' of '{key}' was changed; an edit only adds, change it with a command",
  'phases-changed': 'phases were changed otherwise than the current one moved on; use the gates',
  redacted: "'{key}' would hold a secret, or the mark that stands for one ([redacted: …]); write it without",
  'from-git': 'git wrote it, by a checkout or a merge',
  declined: '{reason}',
} as const;

export type RefusalCode = keyof typeof REFUSAL_WORDS;
