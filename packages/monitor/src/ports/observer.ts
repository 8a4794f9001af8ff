import type { RequestInfo } from '@roamwatch/client';
import type { BalanceChanges, PushEventKind, PushOutcome, Rejected } from '@roamwatch/core';
import type { DrainResult } from '@roamwatch/notify';
import type { CycleResult } from './cycle-result.js';

/** How a request of the provider's push was answered. `busy`: it could not be stored now. */
export const PUSH_ANSWERS = ['accepted', 'unsigned', 'unreadable', 'too-large', 'too-slow', 'busy'] as const;

/** How a request of the provider's push was answered. */
export type PushAnswer = (typeof PUSH_ANSWERS)[number];

/** What an event came to. `unknown`: about an eSIM that nobody knows. `ignored`: nothing follows from its kind. */
export type PushEventOutcome = PushOutcome | BalanceChanges['outcome'] | 'unknown' | 'ignored';

/** Is notified of everything that is counted; the metrics are one. Its methods must not throw. */
export interface Observer {
  /** A request to the API was answered or failed. */
  request(request: RequestInfo): void;
  /** Data that came over the wire was rejected. */
  setAside(rejected: readonly Rejected[]): void;
  /** An attempt to deliver a message ended. */
  delivery(receiver: string, result: DrainResult['kind']): void;
  /** A poll ended; null: it failed whole and stored no result. */
  poll(result: CycleResult | null, seconds: number): void;
  /** The configuration was read again; null: the new one is active. */
  reload(failure: string | null): void;
  heartbeat(arrived: boolean): void;
  /** A request of the provider's push was answered. */
  pushAnswered(answer: PushAnswer): void;
  /** An event was stored, with what it came to. */
  pushEvent(kind: PushEventKind, outcome: PushEventOutcome): void;
}

/** For commands that are not scraped. */
export const unobserved: Observer = {
  request: () => undefined,
  setAside: () => undefined,
  delivery: () => undefined,
  poll: () => undefined,
  reload: () => undefined,
  heartbeat: () => undefined,
  pushAnswered: () => undefined,
  pushEvent: () => undefined,
};
