/** Why part of an edit is refused, in English; `{name}` is a parameter. The host translates them. */

export const REFUSAL_WORDS = {
  unreadable: 'line {line}: {reason}',
  'other-revision': "it's based on revision {revision}, but the workflow is at {current}",
  'other-events': "it's based on other events than the workflow has now, such as those of another branch",
  'other-workflow': "it's for workflow '{id}', but '{current}' is active",
  removed: "'{what}' was removed from '{key}'; edits can only add, so remove it with a command",
  changed: "'{key}' was changed; edits can only add, so change it with a command",
  'row-changed': "'{what}' in '{key}' was changed; edits can only add, so change it with a command",
  'phases-changed': 'edits can only complete the current phase; make other changes to phases with a command',
  redacted: "'{key}' would contain a secret or a redaction marker ([redacted: …]); remove it",
  'from-git': 'git wrote it, in a checkout or merge',
  declined: '{reason}',
} as const;

export type RefusalCode = keyof typeof REFUSAL_WORDS;
