import { code } from 'currency-codes';

/** Of a currency that ISO 4217 does not have. */
const USUAL_DIGITS = 2;

/** Digits after the point that amounts in a currency have, by ISO 4217: 0 for JPY, 3 for KWD. */
export function currencyDigits(currency: string): number {
  return code(currency)?.digits ?? USUAL_DIGITS;
}
