import type {
  EsimEvent,
  EsimKey,
  PolledStatuses,
  PushBefore,
  PushChanges,
  Rejected,
  UnixSeconds,
} from '@roamwatch/core';
import type { Decide } from './decide.js';

/** The ids by which an event names its eSIM. */
export type EsimNames = Pick<EsimEvent, 'iccid' | 'esimId'>;

/** The provider's push, and the eSIMs it makes due. */
export interface PushStore {
  /** The eSIM of each, in their order; null where none is known. */
  identify(names: readonly EsimNames[]): Promise<readonly (EsimKey | null)[]>;
  /** Stores what events change: marks, and when adaptive polling polls next. */
  record(
    esims: readonly EsimKey[],
    now: UnixSeconds,
    decide: Decide<PushBefore, PushChanges>,
  ): Promise<PushChanges>;
  /** Notes what was rejected. */
  reject(rejected: readonly (Rejected & { readonly times: number })[], at: UnixSeconds): Promise<void>;
  /** eSIMs that events made due by `now` and that nobody polls, of those that are polled for usage; the longest due first. */
  dueBy(now: UnixSeconds, statuses: PolledStatuses, limit: number): Promise<readonly EsimKey[]>;
  /** Notes that a process polls these until then, as far as an event made them due and nobody does; returns which. */
  hold(esims: readonly EsimKey[], now: UnixSeconds, until: UnixSeconds): Promise<readonly EsimKey[]>;
  /** These were polled since they were held until `until`. One of which another event came meanwhile stays due. */
  settle(esims: readonly EsimKey[], until: UnixSeconds): Promise<void>;
}
