/** Tests cheaply whether a text can contain a secret at all, so that most texts never load the redactor. */

const NAMES =
  /pass|pwd|pw|pat|kennwort|senha|contrase|wachtwoord|psk|secret|token|cred|auth|key|cookie|bearer|basic|jwt|sig|sid|login|ident|mnemonic|phrase|wifi/i;
const LONG_RUN = /[A-Za-z0-9_+/=.~:$%-]{15}/;
const MANY_LETTERS = /[A-Z]{16}|[A-Za-z]{30}/;
const OPTIONS = /\s-[aupkNPU]/;
/** A secret follows these without any separator. */
const SIGNLESS =
  /--[a-z-]{0,30}pass|\b(?:requirepass|masterauth|bindpw|rootpw|machine|setx?|setenv|ENV|passin|passout)\s/;

/** Returns false only if the redactor would find nothing: it applies the same test first. */
export function mayHoldSecret(text: string): boolean {
  if (text.includes('@') && (text.includes('://') || text.includes('@tcp('))) return true;
  if (NAMES.test(text) && /[0-9:=>!@#$%^&*,"']/.test(text)) return true;
  if (OPTIONS.test(text) || SIGNLESS.test(text)) return true;
  return LONG_RUN.test(text) && (/[0-9]/.test(text) || MANY_LETTERS.test(text));
}
