import { DAY, HOUR, MINUTE, type Seconds } from './instant.js';

const UNITS = [
  ['d', 'day', DAY],
  ['h', 'hour', HOUR],
  ['m', 'minute', MINUTE],
  ['s', 'second', 1],
] as const;

/**
 * Reads "7d", "24h", "30m" or "90s".
 *
 * @throws RangeError with a sentence for the operator.
 */
export function parseDuration(text: string): Seconds {
  const [, figure, letter] = /^\s*(\d{1,9})\s*([dhms])\s*$/i.exec(text) ?? [];
  const unit = UNITS.find(([name]) => name === letter?.toLowerCase());
  if (!figure || !unit) {
    throw new RangeError(
      `"${text}" is not a duration: write a whole number and d, h, m or s, such as 7d, 24h or 30m.`,
    );
  }
  return Number(figure) * unit[2];
}

/** The two largest units of a length of time, rounded down: "2 days 4 hours", "1 minute", "7 days". */
export function formatDuration(seconds: Seconds): string {
  if (seconds < 0) return `-${formatDuration(-seconds)}`;
  const first = UNITS.findIndex(([, , length]) => seconds >= length);
  if (first === -1) return '0 seconds';
  let rest = Math.floor(seconds);
  const words: string[] = [];
  for (const [, name, length] of UNITS.slice(first, first + 2)) {
    const count = Math.floor(rest / length);
    rest -= count * length;
    if (count > 0) words.push(`${count} ${name}${count === 1 ? '' : 's'}`);
  }
  return words.join(' ');
}
