/** The types of the vendor's later operations as they go over the wire, generated from their own document. Types only. */
import type { components } from '../generated/roamify-later.js';

export type { components as LaterComponents } from '../generated/roamify-later.js';

export type TopUpOrderRequest = components['schemas']['TopUpOrderRequest'];
export type WireOrder = components['schemas']['Order'];
export type WireBalance = components['schemas']['Balance'];
export type WireEsimEvents = components['schemas']['EsimEvents'];
export type WireEsimEvent = components['schemas']['EsimEvent'];
/** The answers of the operations, as envelopes; that to events may come without one. */
export type OrderAnswer = components['schemas']['OrderSuccess'] | components['schemas']['Failure'];
export type BalanceAnswer = components['schemas']['BalanceSuccess'] | components['schemas']['Failure'];
export type EventsAnswer =
  | components['schemas']['EventsSuccess']
  | components['schemas']['EsimEvents']
  | components['schemas']['Failure'];
