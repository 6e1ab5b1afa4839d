const SESSION_HANDOFF = /^session-[a-z][a-z-]*-[0-9a-f]{8}$/;

/** Tests for the id that Ninefold gives a session's handoff: `session-{agent}-{8 digits}`. */
export function isSessionHandoffId(id: string): boolean {
  return SESSION_HANDOFF.test(id);
}
