import { canonicalIccid } from '@roamwatch/core';

/** Far more than any provider respells; where it spells all of them otherwise, the list is what to keep them by. */
const MOST_REMEMBERED = 200_000;

/**
 * How the provider spells ICCIDs, where that is not the canonical spelling: requests must use its own, and callers need
 * not know it. Learned from every answer about an eSIM.
 */
export class Spellings {
  readonly #byIccid = new Map<string, string>();

  learn(iccid: string, spelling: string): void {
    if (this.#byIccid.size >= MOST_REMEMBERED && !this.#byIccid.has(iccid)) return;
    this.#byIccid.set(iccid, spelling);
  }

  /** The spelling to send for an ICCID; one that was never seen goes as it is written. */
  of(iccid: string): string {
    if (this.#byIccid.size === 0) return iccid;
    return this.#byIccid.get(canonicalIccid(iccid) ?? iccid) ?? iccid;
  }
}
