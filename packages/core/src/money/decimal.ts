/** An exact decimal number: `units` × 10^-`scale`. Money never passes through a binary float. */
export interface Decimal {
  readonly units: bigint;
  /** Digits after the point, zero or more. */
  readonly scale: number;
}

const DECIMAL = /^([+-]?)(\d*)(?:\.(\d*))?(?:[eE]([+-]?\d{1,3}))?$/;

/** Longer than any amount of money; keeps a hostile figure from eating the memory. */
const LONGEST = 100;

/** Reads decimal text such as `5`, `-4.50` or `1e-3`; null when it is none. */
export function parseDecimal(text: string): Decimal | null {
  const match = text.length <= LONGEST ? DECIMAL.exec(text) : null;
  const [, sign = '', whole = '', fraction = '', exponent = '0'] = match ?? [];
  if (match === null || whole + fraction === '') return null;
  const scale = fraction.length - Number(exponent);
  const units = BigInt(`${whole}${fraction}`) * (scale < 0 ? 10n ** BigInt(-scale) : 1n);
  return { units: sign === '-' ? -units : units, scale: Math.max(scale, 0) };
}

/** All the digits, trailing zeros included, so that `4.50` stays `4.50`. */
export function formatDecimal({ units, scale }: Decimal): string {
  const digits = (units < 0n ? -units : units).toString().padStart(scale + 1, '0');
  const point = digits.length - scale;
  const text = scale === 0 ? digits : `${digits.slice(0, point)}.${digits.slice(point)}`;
  return units < 0n ? `-${text}` : text;
}

/** The exact sum, with as many digits after the point as the longer of the two. */
export function addDecimals(a: Decimal, b: Decimal): Decimal {
  const scale = Math.max(a.scale, b.scale);
  return { units: rescale(a, scale).units + rescale(b, scale).units, scale };
}

/** The same amount with the opposite sign, exact. */
export function negateDecimal({ units, scale }: Decimal): Decimal {
  return { units: -units, scale };
}

/** The same number with at least `scale` digits after the point. */
export function rescale(decimal: Decimal, scale: number): Decimal {
  const more = scale - decimal.scale;
  return more <= 0 ? decimal : { units: decimal.units * 10n ** BigInt(more), scale };
}

/** 0, without decimals. */
export const ZERO: Decimal = { units: 0n, scale: 0 };
