const DECIMAL = /^(\d+)(?:\.(\d*))?(?:e([+-]?\d{1,3}))?$/i;

/**
 * Multiplies decimal text such as "1.5" or "1e-7" by a whole number and rounds half up, without passing
 * through binary fractions. Null for what is not plain decimal text or leaves the safe integers.
 */
export function scaleDecimal(text: string, factor: number): number | null {
  const [, whole, fraction = '', exponent = '0'] = DECIMAL.exec(text) ?? [];
  if (whole === undefined) return null;
  const places = BigInt(fraction.length - Number(exponent));
  const digits = BigInt(whole + fraction) * BigInt(factor);
  const scaled = places <= 0n ? digits * 10n ** -places : roundHalfUp(digits, 10n ** places);
  return scaled <= BigInt(Number.MAX_SAFE_INTEGER) ? Number(scaled) : null;
}

function roundHalfUp(numerator: bigint, denominator: bigint): bigint {
  return (numerator * 2n + denominator) / (denominator * 2n);
}
