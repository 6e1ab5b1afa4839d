/** How the encodings cut a text into pieces, which are encoded separately. Source: OpenAI's tiktoken. */

export const ENCODINGS = ['o200k', 'cl100k'] as const;
export type Encoding = (typeof ENCODINGS)[number];

/** `'s` and the like, in any case. The original uses Unicode case folding, by which `ſ` (U+017F) is an s. */
const CONTRACTION = "'(?:[sSſtTmMdD]|[rR][eE]|[vV][eE]|[lL][lL])";
const UPPER = '\\p{Lu}\\p{Lt}\\p{Lm}\\p{Lo}\\p{M}';
const LOWER = '\\p{Ll}\\p{Lm}\\p{Lo}\\p{M}';
/** Optional character before a word. */
const LEAD = '[^\\r\\n\\p{L}\\p{N}]?';
// JavaScript's \s includes U+FEFF, which isn't Unicode white space, and lacks U+0085.
const SPACE = '\\p{White_Space}';
const NO_SPACE = '\\P{White_Space}';

/** Sources of regular expressions for the flag `u`; together, the pieces cover every text. */
export const PATTERNS: Readonly<Record<Encoding, string>> = {
  o200k: [
    `${LEAD}[${UPPER}]*[${LOWER}]+(?:${CONTRACTION})?`,
    `${LEAD}[${UPPER}]+[${LOWER}]*(?:${CONTRACTION})?`,
    '\\p{N}{1,3}',
    ` ?[^${SPACE}\\p{L}\\p{N}]+[\\r\\n/]*`,
    `${SPACE}*[\\r\\n]+`,
    `${SPACE}+(?!${NO_SPACE})`,
    `${SPACE}+`,
  ].join('|'),
  cl100k: [
    CONTRACTION,
    `${LEAD}\\p{L}+`,
    '\\p{N}{1,3}',
    ` ?[^${SPACE}\\p{L}\\p{N}]+[\\r\\n]*`,
    `${SPACE}*[\\r\\n]+`,
    `${SPACE}+(?!${NO_SPACE})`,
    `${SPACE}+`,
  ].join('|'),
};
