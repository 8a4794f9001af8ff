import type { LetterWords, Reader } from '@roamwatch/core';
import type { AlertedEsim } from '../message.js';

type Figures = Pick<AlertedEsim, 'status' | 'remainingBytes' | 'allowanceBytes' | 'expiresAt'>;

/** The status of a profile that was paid for and never installed. */
const NOT_INSTALLED = 'READY';

/** Share of the allowance left, 0 to 100; null when either figure is missing. Missing is never zero. */
export function remainingPercent({
  remainingBytes,
  allowanceBytes,
}: Pick<Figures, 'remainingBytes' | 'allowanceBytes'>): number | null {
  if (remainingBytes === null || allowanceBytes === null || allowanceBytes <= 0) return null;
  return Math.min(100, Math.max(0, (remainingBytes / allowanceBytes) * 100));
}

/** "42 MB of 1 GB left (4.1 %)", or that it is unknown; null before anything was used of it. */
export function remainingText(esim: Figures, words: LetterWords): string | null {
  const isUntouched = esim.remainingBytes === null && esim.status === NOT_INSTALLED;
  return isUntouched ? null : words.remaining(esim);
}

/** "package expires in 20 h (Fri 27 Nov, 00:49 UTC)"; null when it is not known. */
export function expiryText(
  { expiresAt, status }: Figures,
  reader: Reader,
  words: LetterWords,
): string | null {
  if (expiresAt === null) return null;
  return words.expiry({ expiresAt, isInstalled: status !== NOT_INSTALLED }, reader);
}
