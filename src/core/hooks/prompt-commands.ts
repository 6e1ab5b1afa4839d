/** The phrases of the source documents that ask for something, found in what a person wrote to the agent. */

type PromptCommandKind = 'handoff' | 'save' | 'persist' | 'resume';

export interface PromptCommand {
  readonly kind: PromptCommandKind;
  /** The workflow it names; null for the active one. */
  readonly workflow: string | null;
  /** The phase that a resume names, such as `5` or `5b`; null where it names none. */
  readonly phase: string | null;
}

const KINDS: Readonly<Record<string, PromptCommandKind>> = {
  'workflow:handoff': 'handoff',
  'session:save': 'save',
  'context:persist': 'persist',
  'workflow:resume': 'resume',
};

/** Whoever asks does so at the beginning of what may be a very long text. */
const LOOKED_AT = 4000;
const ID = '[A-Za-z0-9][A-Za-z0-9._-]{0,63}';
/** A line of its own, with a workflow's id at most, as a slash command or as code too. A mention in prose is none. */
const COMMAND = new RegExp(
  `^[\`"'/]*(workflow:handoff|session:save|context:persist|workflow:resume)(?:[\`"']*\\s+(${ID}))?[\`"'.!]*$`,
  'i',
);
const RESUME = new RegExp(
  `^[\`"'>\\s]*resume workflow (${ID})(?:\\s+from\\s+phase\\s+(5[abc]|[1-9])\\b)?`,
  'i',
);

/**
 * The first phrase of a prompt; null where it has none.
 *
 * @example promptCommandIn('workflow:handoff') // { kind: 'handoff', workflow: null, phase: null }
 * @example promptCommandIn('Resume workflow wf-001 from Phase 5: read …') // { kind: 'resume', workflow: 'wf-001', phase: '5' }
 */
export function promptCommandIn(prompt: string): PromptCommand | null {
  for (const raw of prompt.slice(0, LOOKED_AT).split(/\r\n|\r|\n/)) {
    const line = raw.trim();
    const [, name, workflow] = COMMAND.exec(line) ?? [];
    const kind = name === undefined ? undefined : KINDS[name.toLowerCase()];
    if (kind !== undefined) return { kind, workflow: withoutDots(workflow), phase: null };
    const [resume, id, phase] = RESUME.exec(line) ?? [];
    if (resume !== undefined)
      return { kind: 'resume', workflow: withoutDots(id), phase: phase?.toLowerCase() ?? null };
  }
  return null;
}

/** A full stop behind an id ends the sentence. */
function withoutDots(id: string | undefined): string | null {
  return id?.replace(/\.+$/, '') ?? null;
}
