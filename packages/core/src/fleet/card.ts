import type { EsimKey, ListedEsim } from './esim.js';
import { canUseData } from './status.js';

/** A card as it is known before an entry of the list is stored. Its history is kept under one key for ever. */
export interface KnownCard {
  readonly key: EsimKey;
  /** The eSIM id it was first listed under, which names it in reports. */
  readonly esimId: string;
  /** The eSIM id it was last listed under. */
  readonly listedAs: string;
  /** Null until the profile has been generated. */
  readonly iccid: string | null;
  readonly status: string;
  /** Missing from the list. */
  readonly hasLeft: boolean;
}

/** Which card an entry of the list speaks about. */
export type CardOfEntry =
  | { readonly kind: 'known'; readonly card: KnownCard }
  /** `esimId` is what the new card is named in reports. */
  | { readonly kind: 'new'; readonly esimId: string }
  /** Another entry describes the card better. */
  | { readonly kind: 'outdated' };

/**
 * One card, one history: the number on the card decides, whatever eSIM id it comes under (a profile that was issued again).
 * An ICCID never seen before continues the eSIM that it comes under (an ICCID that moved).
 *
 * @param byIccid the card that has the entry's ICCID
 * @param byId the card that the entry's eSIM id last stood for
 */
export function cardOfEntry(
  entry: Pick<ListedEsim, 'esimId' | 'iccid' | 'status'>,
  byIccid: KnownCard | null,
  byId: KnownCard | null,
): CardOfEntry {
  const card = byIccid ?? (byId !== null && mayContinue(entry, byId) ? byId : null);
  if (card === null) {
    return { kind: 'new', esimId: byId === null ? entry.esimId : `${entry.esimId}/${entry.iccid}` };
  }
  return isOutdated(entry, card) ? { kind: 'outdated' } : { kind: 'known', card };
}

/** Not where its card is listed under another eSIM id by now: this one has its own card. */
function mayContinue({ esimId, iccid }: Pick<ListedEsim, 'esimId' | 'iccid'>, card: KnownCard): boolean {
  return card.listedAs === esimId || iccid === null || card.iccid === null || card.iccid === iccid;
}

/** An entry of an earlier eSIM id, ended or without its ICCID, is no evidence about the card any more. */
function isOutdated(
  { esimId, iccid, status }: Pick<ListedEsim, 'esimId' | 'iccid' | 'status'>,
  card: KnownCard,
): boolean {
  if (card.listedAs === esimId || card.hasLeft) return false;
  return iccid === null || (!canUseData(status) && canUseData(card.status));
}
