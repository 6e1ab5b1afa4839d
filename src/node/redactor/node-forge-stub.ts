/**
 * Stands in for node-forge, three quarters of what secretlint would be in a bundle: its one rule that loads it opens PKCS #12
 * files (`.p12`), which a text never is, and takes what this makes it throw for "not such a file".
 */
export const i = {};
