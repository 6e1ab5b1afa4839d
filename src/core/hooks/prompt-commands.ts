/** Finds the source documents' commands in what a person typed to the agent. */

type PromptCommandKind = 'handoff' | 'save' | 'persist' | 'resume';

export interface PromptCommand {
  readonly kind: PromptCommandKind;
  /** The named workflow; null for the active one. */
  readonly workflow: string | null;
  /** The phase named in a resume, such as `5` or `5b`; null if there is none. */
  readonly phase: string | null;
  /** Whether the prompt is the sentence that opens a session, not a command for an open one. */
  readonly isOpening: boolean;
}

const KINDS: Readonly<Record<string, PromptCommandKind>> = {
  'workflow:handoff': 'handoff',
  'session:save': 'save',
  'context:persist': 'persist',
  'workflow:resume': 'resume',
};

/** Number of characters to search: a command is at the beginning of a possibly very long text. */
const LOOKED_AT = 4000;
const ID = '[A-Za-z0-9][A-Za-z0-9._-]{0,63}';
/**
 * On its own line, followed at most by a workflow id, also as a slash command or as code. A mention in prose doesn't
 * count.
 */
const COMMAND = new RegExp(
  `^[\`"'/]*(workflow:handoff|session:save|context:persist|workflow:resume)(?:[\`"']*\\s+(${ID}))?[\`"'.!]*$`,
  'i',
);
const RESUME = new RegExp(
  `^[\`"'>\\s]*resume workflow (${ID})(?:\\s+from\\s+phase\\s+(5[abc]|[1-9])\\b)?`,
  'i',
);

/**
 * Returns the first command in a prompt; null if there is none.
 *
 * @example promptCommandIn('workflow:handoff') // { kind: 'handoff', workflow: null, phase: null, isOpening: false }
 * @example promptCommandIn('Resume workflow wf-001 from Phase 5: read …') // { kind: 'resume', workflow: 'wf-001',
 *   phase: '5', isOpening: true }
 */
export function promptCommandIn(prompt: string): PromptCommand | null {
  for (const raw of prompt.slice(0, LOOKED_AT).split(/\r\n|\r|\n/)) {
    const line = raw.trim();
    const [, name, workflow] = COMMAND.exec(line) ?? [];
    const kind = name === undefined ? undefined : KINDS[name.toLowerCase()];
    if (kind !== undefined) return { kind, workflow: withoutDots(workflow), phase: null, isOpening: false };
    const [resume, id, phase] = RESUME.exec(line) ?? [];
    if (resume !== undefined) {
      const named = phase?.toLowerCase() ?? null;
      return { kind: 'resume', workflow: withoutDots(id), phase: named, isOpening: true };
    }
  }
  return null;
}

/** A period after an id ends the sentence. */
function withoutDots(id: string | undefined): string | null {
  return id?.replace(/\.+$/, '') ?? null;
}
