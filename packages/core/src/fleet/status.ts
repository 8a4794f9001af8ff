import type { UnixSeconds } from '../time/instant.js';
import { DOCUMENTED_STATUSES, type EsimStatus } from './esim.js';

const UNUSED: readonly EsimStatus[] = ['READY'];
const ENDED: ReadonlySet<EsimStatus> = new Set(['EXPIRED', 'REVOKED', 'DELETED']);

/** True when, by its status, this eSIM will not carry data again. */
export function hasEnded(status: EsimStatus): boolean {
  return ENDED.has(status);
}

/** True for an eSIM that did not run out by itself. */
export function wasTakenAway(status: EsimStatus): boolean {
  return hasEnded(status) && status !== 'EXPIRED';
}

/** True for a profile that was paid for but never installed. */
export function isUnused(status: EsimStatus): boolean {
  return UNUSED.includes(status);
}

/** Statuses that the provider's pages name, beside {@link DOCUMENTED_STATUSES} of the list call. */
const OTHER_STATUSES = ['ACTIVE', 'ACTIVATED', 'INACTIVE', 'DELETED', 'DOWNLOADED'];

/** Every status that was ever documented; any other one is new. */
export const KNOWN_STATUSES: readonly EsimStatus[] = [...DOCUMENTED_STATUSES, ...OTHER_STATUSES];

/** Statuses of eSIMs that cannot use data: not generated yet, or not any more. */
export const CANNOT_USE_DATA: readonly EsimStatus[] = ['NEW', ...ENDED];

/** False only for a status that is known to rule it out: an unknown one may well use data. */
export function canUseData(status: EsimStatus): boolean {
  return !CANNOT_USE_DATA.includes(status);
}

/** Which eSIMs are polled for usage, by their status. */
export type PolledStatuses =
  /** Those that the configuration names. */
  | { readonly only: readonly EsimStatus[] }
  /** All but these, so that nobody with an unknown status goes unmonitored. */
  | { readonly allBut: readonly EsimStatus[] };

/** Where the configuration leaves it open. */
export const POLLED_BY_DEFAULT: PolledStatuses = { allBut: CANNOT_USE_DATA };

/** True when eSIMs of this status are polled. Both are in upper case. */
export function isPolled(polled: PolledStatuses, status: EsimStatus): boolean {
  return 'only' in polled ? polled.only.includes(status) : !polled.allBut.includes(status);
}

/** The same statuses, split so that eSIMs in use can be polled before profiles that nobody installed yet. */
export function inUseFirst(polled: PolledStatuses): readonly PolledStatuses[] {
  if ('only' in polled) {
    const { only } = polled;
    return [
      { only: only.filter((status) => !isUnused(status)) },
      { only: only.filter((status) => isUnused(status)) },
    ].filter((part) => part.only.length > 0);
  }
  const unused = UNUSED.filter((status) => isPolled(polled, status));
  return [{ allBut: [...polled.allBut, ...UNUSED] }, ...(unused.length > 0 ? [{ only: unused }] : [])];
}

/** Why an eSIM of the list is not monitored: the first that applies. */
export const NOT_MONITORED_REASONS = [
  'unreadable',
  'ended',
  'status',
  'no-iccid',
  'no-usage-check',
  'failing',
  'never-read',
] as const;

/**
 * `unreadable`: its entry in the list has neither id nor ICCID, or is no entry at all. `ended`: its status cannot use data. `status`: the configuration leaves it out. `no-usage-check`: the provider does not
 * support it. `failing`: requests for it fail. `never-read`: it was not polled yet.
 */
export type NotMonitoredReason = (typeof NOT_MONITORED_REASONS)[number];

/** What decides whether an eSIM of the list is monitored. */
export interface Monitored {
  readonly status: EsimStatus;
  /** Null where the provider gave none, or another eSIM has it now. */
  readonly iccid: string | null;
  readonly usageCheck: boolean;
  /** Null: its calls do not fail. */
  readonly failingSince: UnixSeconds | null;
  /** The last good reading; null: there was none. */
  readonly readAt: UnixSeconds | null;
}

/** Why an eSIM of the list is not monitored; null: it is. The database counts by the same conditions. */
export function whyNotMonitored(
  { status, iccid, usageCheck, failingSince, readAt }: Monitored,
  polled: PolledStatuses,
): NotMonitoredReason | null {
  if (!isPolled(polled, status)) return canUseData(status) ? 'status' : 'ended';
  if (iccid === null) return 'no-iccid';
  if (!usageCheck) return 'no-usage-check';
  if (failingSince !== null) return 'failing';
  return readAt === null ? 'never-read' : null;
}

/** Number of eSIMs that are not monitored, by reason; a reason that applies to none may be missing. */
export type NotMonitored = Partial<Readonly<Record<NotMonitoredReason, number>>>;
