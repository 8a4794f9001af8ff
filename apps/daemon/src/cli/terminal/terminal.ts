import colours from 'picocolors';

const DEFAULT_WIDTH = 80;

/**
 * How many columns output must fit: those of the terminal, else those that COLUMNS names (`watch` sets it); undefined
 * where a program reads, which gets every row on one line.
 */
export function outputWidth(): number | undefined {
  const { isTTY, columns } = process.stdout;
  if (isTTY && columns > 0) return columns;
  const named = Number(process.env.COLUMNS);
  if (Number.isSafeInteger(named) && named > 0) return named;
  return isTTY ? DEFAULT_WIDTH : undefined;
}

/** Colours for standard output: on a terminal, unless NO_COLOR is set; FORCE_COLOR wins over a missing terminal. */
const { NO_COLOR, FORCE_COLOR, TERM } = process.env;
const isColoured =
  !NO_COLOR && (FORCE_COLOR ? FORCE_COLOR !== '0' : process.stdout.isTTY === true && TERM !== 'dumb');
const { red, yellow, green, bold, dim } = colours.createColors(isColoured);

/** The meaning of a colour. It never carries information that the words lack. */
export type Tint = 'critical' | 'warning' | 'good' | 'heading' | 'faint';

const TINTS: Readonly<Record<Tint, (text: string) => string>> = {
  critical: (text) => bold(red(text)),
  warning: yellow,
  good: green,
  heading: bold,
  faint: dim,
};

export function tinted(text: string, tint: Tint | null): string {
  return tint === null || text === '' ? text : TINTS[tint](text);
}

/** The tint of a line of `details` that may be a warning. */
export function warningIf(isWarning: boolean): readonly [Tint?] {
  return isWarning ? ['warning'] : [];
}
