import { formatBytes, formatInstant, formatPercent, type UnixSeconds } from '@roamwatch/core';
import type { AlertedEsim } from '../message.js';

/** The status of a profile that was paid for and never installed. */
const NOT_INSTALLED = 'READY';

/** Share of the allowance left, 0 to 100; null when either figure is missing. Missing is never zero. */
export function remainingPercent({ remainingBytes, allowanceBytes }: AlertedEsim): number | null {
  if (remainingBytes === null || allowanceBytes === null || allowanceBytes <= 0) return null;
  return Math.min(100, Math.max(0, (remainingBytes / allowanceBytes) * 100));
}

/** "42 MB of 1 GB left"; null when what is left is unknown. */
export function remainingShort({ remainingBytes, allowanceBytes }: AlertedEsim): string | null {
  if (remainingBytes === null) return null;
  const of = allowanceBytes === null ? '' : ` of ${formatBytes(allowanceBytes)}`;
  return `${formatBytes(Math.max(0, remainingBytes))}${of} left`;
}

/** "42 MB of 1 GB left (4.1 %)", or that it is unknown; null before anything was used of it. */
export function remainingText(esim: AlertedEsim): string | null {
  const percent = remainingPercent(esim);
  const share = percent === null ? '' : ` (${formatPercent(percent)})`;
  const short = remainingShort(esim);
  if (short !== null) return short + share;
  return esim.status === NOT_INSTALLED ? null : 'remaining data unknown';
}

/** "expires Mon 3 Feb 2025, 14:05 GMT" in the reader's zone; null when it is not known. */
export function expiryText(esim: AlertedEsim, now: UnixSeconds, zone: string): string | null {
  if (esim.expiresAt === null) return null;
  const [past, future] =
    esim.status === NOT_INSTALLED ? ['expired unused', 'expires unused'] : ['expired', 'expires'];
  return `${esim.expiresAt <= now ? past : future} ${formatInstant(esim.expiresAt, zone)}`;
}
