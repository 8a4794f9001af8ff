/** The provider's words for a purchase that was paid back, whole and in lower case; any other type is a purchase. */
const REFUNDS: ReadonlySet<string> = new Set(['refund', 'refunded']);

/** True when a type of the packages history means money back. */
export function isRefund(type: string): boolean {
  return REFUNDS.has(type.trim().toLowerCase());
}
