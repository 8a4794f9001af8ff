/** The types of the vendor's later operations as they go over the wire, generated from their own document. Types only. */
import type { components } from '../generated/roamify-later.js';

export type { components as LaterComponents } from '../generated/roamify-later.js';

/** The body of an order of a top-up. */
export type TopUpOrderRequest = components['schemas']['TopUpOrderRequest'];
/** An order and its state. */
export type WireOrder = components['schemas']['Order'];
/** The balance of the account. */
export type WireBalance = components['schemas']['Balance'];
/** The events of one eSIM. */
export type WireEsimEvents = components['schemas']['EsimEvents'];
/** One event of an eSIM. */
export type WireEsimEvent = components['schemas']['EsimEvent'];
/** The envelope that answers `orderTopUp` and `order`. */
export type OrderAnswer = components['schemas']['OrderSuccess'] | components['schemas']['Failure'];
/** The envelope that answers `balance`. */
export type BalanceAnswer = components['schemas']['BalanceSuccess'] | components['schemas']['Failure'];
/** The answer of `events`, which may come without an envelope. */
export type EventsAnswer =
  | components['schemas']['EventsSuccess']
  | components['schemas']['EsimEvents']
  | components['schemas']['Failure'];
