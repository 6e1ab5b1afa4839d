const SESSION_HANDOFF = /^session-[a-z][a-z-]*-[0-9a-f]{8}$/;
const HANDOFF_FILE = /^handoff-(.+)\.md$/;

/** Tests for the id that Ninefold gives a session's handoff: `session-{agent}-{8 digits}`. */
export function isSessionHandoffId(id: string): boolean {
  return SESSION_HANDOFF.test(id);
}

/** Returns the id in the name of a session's handoff, `handoff-{id}.md`; null for any other file. */
export function sessionHandoffIn(name: string): string | null {
  const id = HANDOFF_FILE.exec(name)?.[1] ?? '';
  return isSessionHandoffId(id) ? id : null;
}
