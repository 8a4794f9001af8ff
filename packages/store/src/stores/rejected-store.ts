import type { Rejected, UnixSeconds } from '@roamwatch/core';

/** What the provider sent and could not be used: kept, and counted. */
export interface RejectedStore {
  /** The newest first. */
  list(limit: number): Promise<readonly RejectedRow[]>;
  /** Data rejected since `since`, by kind and reason, with the newest example; the newest first. */
  kinds(since: UnixSeconds): Promise<readonly RejectedKind[]>;
}

/** Rejected data of one kind with one reason. */
export interface RejectedKind extends Rejected {
  /** Number of eSIMs it is about; 0 when that is unknown. */
  readonly esims: number;
  readonly firstAt: UnixSeconds;
  readonly lastAt: UnixSeconds;
  readonly times: number;
}

/** Rejected data of one eSIM; null where it is not known of which. */
export interface RejectedRow extends Rejected {
  readonly iccid: string | null;
  readonly firstAt: UnixSeconds;
  readonly lastAt: UnixSeconds;
  readonly times: number;
}
