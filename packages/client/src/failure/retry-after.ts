import type { Seconds } from '@roamwatch/core';

/**
 * The header `Retry-After` (RFC 9110, 10.2.3): whole seconds, or an HTTP date, which is counted from `now`
 * (milliseconds). Null when missing or unreadable.
 */
export function retryAfterSeconds(header: string | null, now: number): Seconds | null {
  const text = header?.trim() ?? '';
  if (/^\d{1,9}$/.test(text)) return Number(text);
  // An HTTP date begins with a day's name; Date.parse alone would also take "5.5" or "-1".
  if (!/^[A-Z][a-z]{2,8}, /.test(text)) return null;
  const at = Date.parse(text);
  return Number.isNaN(at) ? null : Math.max(0, Math.ceil((at - now) / 1000));
}
