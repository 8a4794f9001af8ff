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
  const prefix = prefixOf(way);
  return fingerprint.startsWith(prefix) ? fingerprint.slice(prefix.length) : null;
}

function prefixOf({ version, unlimited, units }: WayOfReading): string {
  return `${version} ${units.allowance.unit} ${units.dailyUsage.unit} ${unlimited} `;
}
