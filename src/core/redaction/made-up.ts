/** Words that a person may have invented as a password, and those that only describe one. */

const ABOUT: ReadonlySet<string> = new Set(
  `a about account admin after all always an and any are argon as at based be before blank by can cannot change character
characters check choose clear client config confirm confirmation contrasena correctly create current custom data database
default digits does email empty enter env environment expected expires external eight false field fields file first for forgot
forgotten from generate given has hash hidden if in incorrect input into invalid is it its keychain keyring least length less
letters load local login long managed manual masked match mandatory max maximum may mean min minimum missing more must name
need never new no none not null number numbers of off old on one only optional or other our output own payload plain please
policy postgres private prompt provided public random raw redacted remote repeat request required reset response retype same sample
server set shared short should show signs simple special static store string strong symbols system temporary text than that the
their then this to too true twelve twice type typed under unique unknown until use used user username valid value values
varchar vault vergessen via visible was we weak when where which will with without word words wrong yes you your`.split(
    /\s+/,
  ),
);
const SPEAKS_OF_IT =
  /password|passwd|passwort|passphrase|kennwort|secret|token|credential|mot de passe|contraseña|senha/i;

/** Precedes a number in the name of a kind, such as `sha256`. */
const KIND_WITH_NUMBER =
  /^(?:sha|md|base|utf|argon|bcrypt|pbkdf|scrypt|aes|rsa|ed|hs|rs|es|oauth|ipv|iso|rfc|latin|version|phase|step|line|issue|port)[0-9]/i;

/** Tests whether a word describes a password or how it is handled. */
export function isAbout(word: string): boolean {
  const lower = word.toLowerCase();
  return (
    ABOUT.has(lower) ||
    /^(?:bcrypt|argon|scrypt|pbkdf|[a-z]+(?:ed|able|ing|ion|ly)$)/.test(lower) ||
    KIND_WITH_NUMBER.test(word)
  );
}

/** Tests whether letters alone can be a password, if the place holds nothing else. */
export function isMadeUpWord(value: string): boolean {
  return /^(?:[a-z]{6,64}|[A-Za-z]{10,64})$/.test(value) && !isAbout(value) && !SPEAKS_OF_IT.test(value);
}

/** Tests whether a value is a phrase of at least three words that no one would write about a password. */
export function isPhrase(value: string): boolean {
  if (!/^[A-Za-z0-9]{2,20}(?:[ _.-][A-Za-z0-9]{2,20}){2,11}$/.test(value)) return false;
  const words = value.split(/[ _.-]/);
  const isEven =
    words.every((word) => /^[a-z0-9]+$/.test(word)) || words.every((word) => /^[A-Z]/.test(word));
  return isEven && !words.some(isAbout) && !SPEAKS_OF_IT.test(value);
}

/** Tests whether a sentence calls this word, with digits at its end, a password. */
export function isWordWithNumber(value: string): boolean {
  return /^[A-Za-z]{3,20}[0-9]{1,6}$/.test(value) && value.length >= 6 && !isAbout(value);
}
