import type { Activity, ActivityFormat, ActivityReader } from '../../../src/core/activity/activity.ts';
import { LineFeeder } from '../../../src/node/meter/line-feeder.ts';

/** A transcript of lines as its reader sees it in a file, in pieces that end anywhere. */
export function fed({ lines }: ActivityFormat, text: string, ends: readonly number[] = []): Activity {
  if (lines === undefined) throw new Error('no lines');
  const bytes = Buffer.from(text);
  const reader = lines();
  const feeder = new LineFeeder<ActivityReader>(
    {
      markers: [],
      concerns: (_, line) => reader.concerns(line),
      feed: (_, line) => {
        reader.feed(line);
        return reader;
      },
    },
    reader,
  );
  let from = 0;
  for (const end of [...ends, bytes.length]) {
    feeder.feed(bytes.subarray(from, end));
    from = end;
  }
  return reader.read();
}
