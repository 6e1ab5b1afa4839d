/** Shows a log while it is written. */

import { openToRead } from '../node/files/own-file.ts';

const POLL_MS = 200;
const PIECE = 64 * 1024;

/** Hands over what is appended from now on. @returns what shows the rest and stops */
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
