/** The digits of most currencies. */
const USUAL_DIGITS = 2;

/** "5.50 EUR", "900 JPY": decimal text with the digits its currency is written with; more are kept as they are. */
export function priceText(price: string, currency: string | null): string {
  const [whole = '', fraction = ''] = price.split('.');
  const digits =
    currency === null ? Math.min(fraction.length * USUAL_DIGITS, USUAL_DIGITS) : digitsOf(currency);
  const cents = fraction.replace(/0+$/, '').padEnd(digits, '0');
  const amount = cents === '' ? whole : `${whole}.${cents}`;
  return currency === null ? amount : `${amount} ${currency}`;
}

function digitsOf(currency: string): number {
  try {
    const { maximumFractionDigits } = new Intl.NumberFormat('en', {
      style: 'currency',
      currency,
    }).resolvedOptions();
    return maximumFractionDigits ?? USUAL_DIGITS;
  } catch {
    // No code that the standard knows, such as a provider's own credits.
    return 0;
  }
}
