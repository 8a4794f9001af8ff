const GROUP = 1000;

/** `000` to `999`. */
const GROUPS = Array.from({ length: GROUP }, (_, number) => String(number).padStart(3, '0'));

/**
 * The decimal digits of an integer, as `String` writes them. V8 remembers the text that `String` makes of a number: in a report,
 * which has a different number in every row, that text outlives what is young and makes half of what must be collected later.
 */
export function digits(integer: number | bigint): string {
  if (typeof integer === 'bigint' || !Number.isSafeInteger(integer)) return String(integer);
  if (integer < 0) return `-${digits(-integer)}`;
  if (integer < GROUP) return String(integer);
  return digits(Math.floor(integer / GROUP)) + GROUPS[integer % GROUP];
}
