/**
 * Replaces the package `debug` in secretlint, which would print the text being searched for secrets to stderr if the
 * variable DEBUG asks for it.
 */
const makeSilentLog = () => (): void => undefined;

export { makeSilentLog as default };
