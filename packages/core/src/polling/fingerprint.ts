import type { UnixSeconds } from '../time/instant.js';
import type { UnitsInUse } from '../usage/unit.js';

/** How an answer is read: the same bytes mean the same only while the same program reads them in the same way. */
export interface WayOfReading {
  /** The program's version. */
  readonly version: string;
  readonly unlimited: boolean;
  readonly units: UnitsInUse;
}

/** The digest of an answer that was understood whole, evaluated and changed nothing. */
export interface KnownAnswer {
  readonly fingerprint: string | null;
  readonly quietUntil: UnixSeconds | null;
}

/** The fingerprint that is stored for an answer whose bytes have the fingerprint `ofBytes`. */
export function answerFingerprint(ofBytes: string, way: WayOfReading): string {
  return prefixOf(way) + ofBytes;
}

/** True when these bytes are those of the answer that is remembered, however that was read. */
export function isRepeated({ fingerprint }: Pick<KnownAnswer, 'fingerprint'>, ofBytes: string): boolean {
  return fingerprint?.endsWith(` ${ofBytes}`) ?? false;
}

/** The fingerprint of bytes that need not be evaluated if they come again; null when every answer must be. */
export function quietFingerprint(known: KnownAnswer, way: WayOfReading, now: UnixSeconds): string | null {
  const { fingerprint, quietUntil } = known;
  if (fingerprint === null || quietUntil === null || now >= quietUntil) return null;
  return behind(prefixOf(way), fingerprint);
}

/** The digest that is stored for the daily rows of an answer before its last one, whose text has the digest `ofText`. */
export function storedDaysDigest(ofText: string, way: WayOfReadingDays): string {
  return prefixOfDays(way) + ofText;
}

/** The digest of the text of daily rows that are stored already; null where none are known to be. */
export function knownDaysDigest(stored: string | null, way: WayOfReadingDays): string | null {
  return stored === null ? null : behind(prefixOfDays(way), stored);
}

/** Null where it was read in another way. */
function behind(prefix: string, stored: string): string | null {
  return stored.startsWith(prefix) ? stored.slice(prefix.length) : null;
}

type WayOfReadingDays = Pick<WayOfReading, 'version'> & { readonly units: Pick<UnitsInUse, 'dailyUsage'> };

function prefixOfDays({ version, units }: WayOfReadingDays): string {
  return `${version} ${units.dailyUsage.unit} `;
}

function prefixOf({ version, unlimited, units }: WayOfReading): string {
  return `${version} ${units.allowance.unit} ${units.dailyUsage.unit} ${unlimited} `;
}
