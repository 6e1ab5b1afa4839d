/** Whether a text can hold a secret at all. Cheap and small, so that most texts never wake the redactor. */

const NAMES =
  /pass|pwd|pw|pat|kennwort|senha|contrase|wachtwoord|psk|secret|token|cred|auth|key|cookie|bearer|basic|jwt|sig|sid/i;
const LONG_RUN = /[A-Za-z0-9_+/=.~:$%-]{15}/;
const MANY_LETTERS = /[A-Z]{16}|[A-Za-z]{30}/;
const OPTIONS = /\s-[aup]/;

/** False only where the redactor would find nothing: it asks the same question first. */
export function mayHoldSecret(text: string): boolean {
  if (text.includes('://') && text.includes('@')) return true;
  if (NAMES.test(text) && /[0-9:=>!@#$%^&*,"']/.test(text)) return true;
  if (OPTIONS.test(text)) return true;
  return LONG_RUN.test(text) && (/[0-9]/.test(text) || MANY_LETTERS.test(text));
}
