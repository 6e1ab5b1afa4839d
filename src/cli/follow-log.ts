/** Follows a log while it is written. */

import { openToRead } from '../node/files/own-file.ts';

const POLL_MS = 200;
const PIECE = 64 * 1024;

/** Passes on appended text from now on. @returns a function that passes on the rest and stops */
export function followLog(path: string, write: (text: string) => void): () => Promise<void> {
  const decoder = new TextDecoder();
  let position = 0;
  const state = { isOver: false };
  const look = async (): Promise<void> => {
    const handle = await openToRead(path);
    try {
      for (;;) {
        const { bytesRead, buffer } = await handle.read(Buffer.alloc(PIECE), 0, PIECE, position);
        if (bytesRead === 0) return;
        position += bytesRead;
        write(decoder.decode(buffer.subarray(0, bytesRead), { stream: true }));
      }
    } finally {
      await handle.close();
    }
  };
  const following = (async () => {
    while (!state.isOver) {
      await look();
      await new Promise((done) => setTimeout(done, POLL_MS));
    }
    await look();
  })();
  return async () => {
    state.isOver = true;
    await following;
  };
}

/** Maximum length that is read for the last lines. */
const END_BYTES = 64 * 1024;

/** Reads the end of a file, starting with a whole line. @throws the system's error */
export async function readEnd(path: string): Promise<string> {
  const handle = await openToRead(path);
  try {
    const { size } = await handle.stat();
    const from = Math.max(0, size - END_BYTES);
    const { bytesRead, buffer } = await handle.read(Buffer.alloc(END_BYTES), 0, END_BYTES, from);
    const text = buffer.toString('utf8', 0, bytesRead);
    return from === 0 ? text : text.slice(text.indexOf('\n') + 1);
  } finally {
    await handle.close();
  }
}
