import type { Reading } from './usage.js';

/**
 * A package keeps its start and its end while the provider leaves them out.
 *
 * @param former the last reading of the same package; null where there is none.
 */
export function withKnownTimes(reading: Reading, former: Reading | null): Reading {
  const { packageStartedAt, packageEndsAt } = reading;
  if (former === null || (packageStartedAt !== null && packageEndsAt !== null)) return reading;
  const isAnotherRun = packageStartedAt !== null && packageStartedAt !== former.packageStartedAt;
  if (isAnotherRun) return reading;
  return {
    ...reading,
    packageStartedAt: packageStartedAt ?? former.packageStartedAt,
    packageEndsAt: packageEndsAt ?? former.packageEndsAt,
  };
}
