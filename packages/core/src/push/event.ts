import type { UnixSeconds } from '../time/instant.js';

/** The provider's push, decoded: no wire names, units in bytes, no text that is not needed. */
export type PushEvent = EsimEvent | BalanceEvent | OtherEvent;

interface EventOf {
  /** By the provider's clock; null when it names no time that can be read. */
  readonly at: UnixSeconds | null;
  /** Equal for the same content, however often it is sent: the provider gives its events no id. */
  readonly digest: string;
}

/** Something about one eSIM. */
export interface EsimEvent extends EventOf {
  readonly kind: 'usage' | 'status';
  /** In its canonical spelling; null when it is missing, and then there is an eSIM id. */
  readonly iccid: string | null;
  readonly esimId: string | null;
  /** In upper case; null when it is missing. */
  readonly status: string | null;
  /** Null where the event has none that can be trusted. */
  readonly figures: PushedFigures | null;
}

/** The figures of an event about a package, in bytes. */
export interface PushedFigures {
  readonly allowanceBytes: number;
  /** Negative when more was used than allowed. */
  readonly remainingBytes: number;
  /** When the package ends; null when it does not say. */
  readonly endsAt: UnixSeconds | null;
}

/** Something about the balance of the account. */
export interface BalanceEvent extends EventOf {
  readonly kind: 'balance';
  readonly change: BalanceChange;
  /** Decimal text; null when it is missing or unreadable. */
  readonly balance: string | null;
  /** Likewise: what the provider calls low. */
  readonly threshold: string | null;
  readonly currency: string | null;
}

/** `insufficient`: nothing can be bought any more. */
export type BalanceChange = 'topped-up' | 'low' | 'insufficient';

/** Something that is acknowledged and counted, such as an order. */
export interface OtherEvent extends EventOf {
  readonly kind: 'other';
}

/** What an event is about. */
export type PushEventKind = PushEvent['kind'];
