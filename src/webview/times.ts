import type { Times } from '../core/picture/picture-words.ts';

const DAY_MS = 24 * 3600 * 1000;

/** Returns time formats of the user's clock: the page runs on the user's machine, wherever the files are. */
export function timesIn(language: string): Times {
  const format = (options: Intl.DateTimeFormatOptions): ((at: number) => string) => {
    const formatter = new Intl.DateTimeFormat(language, options);
    return (at) => formatter.format(at);
  };
  const time = format({ hour: '2-digit', minute: '2-digit', hourCycle: 'h23' });
  const toSecond = format({ hour: '2-digit', minute: '2-digit', second: '2-digit', hourCycle: 'h23' });
  const day = format({ day: 'numeric', month: 'short' });
  const dayAndTime = (at: number): string => `${day(at)}, ${time(at)}`;
  const full = format({
    day: 'numeric',
    month: 'short',
    hour: '2-digit',
    minute: '2-digit',
    second: '2-digit',
    hourCycle: 'h23',
  });
  return {
    short: (at, stretch) => {
      if (stretch > 3 * DAY_MS) return day(at);
      if (stretch > DAY_MS) return dayAndTime(at);
      return stretch < 5 * 60_000 ? toSecond(at) : time(at);
    },
    full,
    offset: (at) => -new Date(at).getTimezoneOffset(),
  };
}
