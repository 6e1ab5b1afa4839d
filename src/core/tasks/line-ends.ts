/** Line ends and binary files, for a merge by lines. */

export type LineEnd = 'lf' | 'crlf' | 'mixed' | 'none';

const LF = 10;
const CR = 13;
/** Number of bytes searched for a NUL, as in git. */
const LOOKED_AT = 8000;

/** Tests whether git would treat it as binary. */
export function isBinary(bytes: Uint8Array): boolean {
  return bytes.subarray(0, LOOKED_AT).includes(0);
}

/** Returns the kind of line ends in a text. */
export function lineEndOf(bytes: Uint8Array): LineEnd {
  let lf = 0;
  let crlf = 0;
  for (let at = bytes.indexOf(LF); at >= 0; at = bytes.indexOf(LF, at + 1)) {
    if (at > 0 && bytes[at - 1] === CR) crlf++;
    else lf++;
  }
  if (lf > 0 && crlf > 0) return 'mixed';
  return lf > 0 ? 'lf' : crlf > 0 ? 'crlf' : 'none';
}

/** Converts the line ends; binary and mixed files are returned unchanged. */
export function withLineEnd(bytes: Uint8Array, end: 'lf' | 'crlf'): Uint8Array {
  const has = lineEndOf(bytes);
  if (has === end || has === 'mixed' || has === 'none' || isBinary(bytes)) return bytes;
  const result: number[] = [];
  bytes.forEach((byte, at) => {
    if (byte === CR && bytes[at + 1] === LF) return;
    if (byte === LF && end === 'crlf') result.push(CR);
    result.push(byte);
  });
  return Uint8Array.from(result);
}
