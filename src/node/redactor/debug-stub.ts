/**
 * Stands in for the package `debug` in secretlint: that one would write what is looked through for secrets to the error
 * output, where the variable DEBUG asks for it.
 */
const makeSilentLog = () => (): void => undefined;

export { makeSilentLog as default };
