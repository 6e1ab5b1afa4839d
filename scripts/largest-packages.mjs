/**
 * How large each package may be, in bytes. Half of it are the tokenizer's ranks; what is larger took something in that
 * doesn't belong there.
 */

const MB = 1024 * 1024;

/** `ninefold.vsix` */
export const LARGEST_VSIX = 2.75 * MB;
/** The npm package and the plugin. */
export const LARGEST_TARBALL = 2.25 * MB;
