import { scaleDecimal } from './decimal.js';
import { type DataUnit, UNIT_BYTES } from './unit.js';

const STEPS = [
  ['GB', UNIT_BYTES.GB],
  ['MB', UNIT_BYTES.MB],
  ['KB', UNIT_BYTES.KB],
] as const;

/** Longer figures are no sizes; the bound keeps hostile text cheap. */
const SIZE = /^\s*(\d{1,20}(?:\.\d{1,20})?)\s*(B|KB|MB|GB)\s*$/i;

/**
 * Reads "100MB", "1.5 GB", "512KB" or "12B" as bytes; 1 GB = 1024 MB.
 *
 * @throws RangeError with a sentence for the operator.
 */
export function parseSize(text: string): number {
  const [, figure, unit] = SIZE.exec(text) ?? [];
  const bytes = figure && unit ? scaleDecimal(figure, UNIT_BYTES[unit.toUpperCase() as DataUnit]) : null;
  if (bytes === null) {
    throw new RangeError(
      `"${text}" is not a size: write a number and B, KB, MB or GB, such as 100MB or 1.5 GB.`,
    );
  }
  return bytes;
}

/**
 * Reads "25%" as 25.
 *
 * @throws RangeError with a sentence for the operator.
 */
export function parsePercent(text: string): number {
  const [, figure] = /^\s*(\d{1,3}(?:\.\d{1,9})?)\s*%\s*$/.exec(text) ?? [];
  const percent = Number(figure);
  if (!(percent <= 100)) {
    throw new RangeError(`"${text}" is not a percentage: write a number from 0 to 100 and %, such as 25%.`);
  }
  return percent;
}

/**
 * A wire figure in bytes, exact: fractions are rounded half up in decimal, never in binary. Null for what is
 * negative, not finite, or beyond the safe integers.
 */
export function toBytes(figure: number, unit: DataUnit): number | null {
  const bytes = figure * UNIT_BYTES[unit];
  if (!(figure >= 0) || bytes > Number.MAX_SAFE_INTEGER) return null;
  return Number.isInteger(figure) ? bytes : scaleDecimal(String(figure), UNIT_BYTES[unit]);
}

/** The decimal separator of a language. */
export type DecimalMark = '.' | ',';

/** The same for a figure that may be negative. */
export function toSignedBytes(figure: number, unit: DataUnit): number | null {
  if (!(figure < 0)) return toBytes(figure, unit);
  const bytes = toBytes(-figure, unit);
  return bytes === null ? null : 0 - bytes;
}

/** "104 MB", "1 GB", "1.5 GB": three significant digits at most. */
export function formatBytes(bytes: number, mark: DecimalMark = '.'): string {
  if (bytes < 0) return `-${formatBytes(-bytes, mark)}`;
  for (const [unit, size] of STEPS) {
    const figure = significant(bytes / size);
    if (figure >= 1) return `${written(figure, mark)} ${unit}`;
  }
  return `${Math.round(bytes)} B`;
}

/** "25 %", "10.2 %". */
export function formatPercent(percent: number, mark: DecimalMark = '.'): string {
  return `${written(rounded(percent, 1), mark)} %`;
}

/** From here on `String` writes a power of ten, and no figure has a fraction. */
const POWERS_FROM = 1e21;

/** A figure with the decimal mark of a language; nearly all such figures are below 1024, so nothing else is to be set apart. */
function written(figure: number, mark: DecimalMark): string {
  const isPower = Math.abs(figure) >= POWERS_FROM && Number.isFinite(figure);
  return isPower ? String(BigInt(figure)) : String(figure).replace('.', mark);
}

/** Below one only what rounds up to one, so that 1023.9 MB reads "1 GB" and never "1024 MB". */
function significant(figure: number): number {
  return rounded(figure, figure < 0.9995 ? 3 : figure < 10 ? 2 : figure < 100 ? 1 : 0);
}

function rounded(figure: number, places: number): number {
  return Number(figure.toFixed(places));
}
