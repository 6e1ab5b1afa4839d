import { deepStrictEqual, strictEqual } from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { closeSync, constants, openSync, readSync, writeFileSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { PassThrough } from 'node:stream';

import { inputAtOnce } from '../../../src/cli/hooks/input-at-once.ts';
import { readInput, textOf } from '../../../src/cli/hooks/read-input.ts';
import { newFolder, removeFolders } from '../support/folders.ts';

const LIMIT = 16 * 1024 * 1024;
const INPUT = JSON.stringify({ session_id: 'a', prompt: 'ü'.repeat(100_000) });

describe('the input of a hook, without the stream', () => {
  const opened: number[] = [];
  afterEach(() => {
    for (const descriptor of opened.splice(0)) closeSync(descriptor);
    removeFolders();
  });

  function opening(path: string, flags: number): number {
    const descriptor = openSync(path, flags);
    opened.push(descriptor);
    return descriptor;
  }

  function fileWith(content: string | Buffer): number {
    const path = join(newFolder(), 'input.json');
    writeFileSync(path, content);
    return opening(path, constants.O_RDONLY);
  }

  /** A pipe that stays open: this process has both ends. */
  function pipe(): number {
    const path = join(newFolder(), 'pipe');
    execFileSync('mkfifo', [path]);
    return opening(path, constants.O_RDWR);
  }

  it('is read whole from a file, from where it stands', () => {
    for (const text of [INPUT, '', 'not JSON', '{"a":1}\n']) {
      const begun = inputAtOnce(fileWith(`12345${text}`));
      deepStrictEqual([begun?.isOpen, textOf(begun?.parts ?? [])], [false, `12345${text}`]);
    }
    const descriptor = fileWith('12345{"a":1}');
    readSync(descriptor, Buffer.alloc(5));
    strictEqual(textOf(inputAtOnce(descriptor)?.parts ?? []), '{"a":1}');
  });

  it('is nothing from a file above the limit, of which no more is read', () => {
    const begun = inputAtOnce(fileWith(Buffer.alloc(LIMIT + 1024 * 1024, 0x20)));
    const bytes = begun?.parts.reduce((sum, { length }) => sum + length, 0) ?? 0;
    deepStrictEqual(
      [textOf(begun?.parts ?? []), bytes > LIMIT, bytes <= LIMIT + 64 * 1024],
      ['', true, true],
    );
  });

  it('is left to the stream from a device, and if there is none', () => {
    strictEqual(
      inputAtOnce(opening(process.platform === 'win32' ? '\\\\.\\NUL' : '/dev/null', constants.O_RDONLY)),
      null,
    );
    strictEqual(inputAtOnce(999_999), null);
  });

  // Only there can it be opened again without waiting; elsewhere the stream reads it.
  if (process.platform === 'linux')
    describe('from a pipe', () => {
      it('is whole with the JSON, although nobody closes it', () => {
        const descriptor = pipe();
        writeSync(descriptor, '{"session_id":"a"}\n');
        const begun = inputAtOnce(descriptor);
        deepStrictEqual([begun?.isOpen, textOf(begun?.parts ?? [])], [false, '{"session_id":"a"}\n']);
      });

      it('is begun with what is there, without waiting for the rest, which the stream reads', async () => {
        const descriptor = pipe();
        deepStrictEqual(inputAtOnce(descriptor), { parts: [], isOpen: true });
        const text = '{"prompt":"grün"}';
        const bytes = Buffer.from(text);
        const within = bytes.indexOf('ü') + 1;
        writeSync(descriptor, bytes.subarray(0, within));
        const begun = inputAtOnce(descriptor);
        strictEqual(begun?.isOpen, true);
        const rest = new PassThrough();
        rest.write(bytes.subarray(within));
        strictEqual(await readInput(rest, 60_000, begun.parts), text);
      });

      it('leaves the other end as it was: a later read waits', () => {
        const descriptor = pipe();
        inputAtOnce(descriptor);
        // In the flags of a descriptor, as Linux shows them.
        const flags = execFileSync('sh', ['-c', 'sed -n "s/flags:[[:space:]]*//p" /proc/self/fdinfo/0'], {
          stdio: [descriptor, 'pipe', 'inherit'],
          encoding: 'utf8',
        });
        strictEqual(parseInt(flags, 8) & constants.O_NONBLOCK, 0);
      });
    });
});
