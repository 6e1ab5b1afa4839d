/** Whether a text can hold a secret at all. Cheap and small, so that most texts never wake the redactor. */

const NAMES =
  /pass|pwd|pw|pat|kennwort|senha|contrase|wachtwoord|psk|secret|token|cred|auth|key|cookie|bearer|basic|jwt|sig|sid|login|ident|mnemonic|phrase|wifi/i;
const LONG_RUN = /[A-Za-z0-9_+/=.~:$%-]{15}/;
const MANY_LETTERS = /[A-Z]{16}|[A-Za-z]{30}/;
const OPTIONS = /\s-[aupkNPU]/;
/** After which a secret stands without any sign. */
const SIGNLESS =
  /--[a-z-]{0,30}pass|\b(?:requirepass|masterauth|bindpw|rootpw|machine|setx?|setenv|ENV|passin|passout)\s/;

/** False only where the redactor would find nothing: it asks the same question first. */
export function mayHoldSecret(text: string): boolean {
  if (text.includes('@') && (text.includes('://') || text.includes('@tcp('))) return true;
  if (NAMES.test(text) && /[0-9:=>!@#$%^&*,"']/.test(text)) return true;
  if (OPTIONS.test(text) || SIGNLESS.test(text)) return true;
  return LONG_RUN.test(text) && (/[0-9]/.test(text) || MANY_LETTERS.test(text));
}
