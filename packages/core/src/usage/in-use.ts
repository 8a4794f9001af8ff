import type { Reading } from './usage.js';

/** True when data was used of the package: that proves an installation which the status does not show yet. */
export function isInUse(reading: Pick<Reading, 'allowanceBytes' | 'remainingBytes'> | null): boolean {
  if (reading === null || reading.remainingBytes === null) return false;
  return reading.remainingBytes <= 0 || reading.remainingBytes < (reading.allowanceBytes ?? 0);
}

/** The usage of the package; null while that is unknown. */
export function usedBytes(reading: Pick<Reading, 'allowanceBytes' | 'remainingBytes'> | null): number | null {
  if (reading === null || reading.allowanceBytes === null || reading.remainingBytes === null) return null;
  return reading.allowanceBytes - reading.remainingBytes;
}
