import { DAY, HOUR, MINUTE, type Seconds } from './instant.js';

const UNITS = [
  ['d', 'd', DAY],
  ['h', 'h', HOUR],
  ['m', 'min', MINUTE],
  ['s', 's', 1],
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

/** The two largest units of a length of time, rounded down: "2 d 4 h", "5 min", "7 d". */
export function formatDuration(seconds: Seconds): string {
  if (seconds < 0) return `-${formatDuration(-seconds)}`;
  const first = UNITS.findIndex(([, , length]) => seconds >= length);
  if (first === -1) return '0 s';
  let rest = Math.floor(seconds);
  const words: string[] = [];
  for (const [, name, length] of UNITS.slice(first, first + 2)) {
    const count = Math.floor(rest / length);
    rest -= count * length;
    if (count > 0) words.push(`${count} ${name}`);
  }
  return words.join(' ');
}
