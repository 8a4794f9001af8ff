import type { UnitsInUse, UnixSeconds } from '@roamwatch/core';
import type { PollTarget } from '@roamwatch/store';
import type { Deliveries } from '../deliver/deliver.js';
import type { PlanOptions } from '../deliver/plan-messages.js';
import type { PollContext } from './context.js';
import type { CyclePhase, OnProgress } from './progress.js';
import type { StageResult } from './stage.js';
import type { Targets } from './targets.js';

/** How one poll cycle differs from that of a command. */
export interface CycleOptions {
  /** Ends the cycle early and cleanly: answers received are stored, the rest is polled in the next cycle. */
  readonly signal?: AbortSignal;
  readonly onProgress?: (phase: CyclePhase) => void;
  /** Which eSIMs to poll, of those that may be polled; left out: all, as far as there is a budget for it. */
  readonly choose?: (ctx: PollContext, targets: Targets) => Promise<readonly PollTarget[]>;
  /** True: those polled are some of the fleet, which show nothing about all of it. */
  readonly partly?: boolean;
  /** False: notifications stay in the outbox. For a rehearsal on a copy of the database. */
  readonly deliver?: boolean;
  /** Number of eSIMs polled in the whole cycle, where these are a part; left out: these are all. */
  readonly fleet?: number;
  /** Number of answers stored in one transaction; left out: few, because nothing else runs meanwhile. */
  readonly batch?: number;
  /** The cycle is shared with other workers, of which one leads it. */
  readonly shared?: SharedCycle;
}

/** A cycle that several workers share, as the one that leads it sees it. */
export interface SharedCycle {
  readonly cycle: number;
  readonly startedAt: UnixSeconds;
  /** What an earlier leader has begun; null: nothing. */
  readonly begun: BegunPolling | null;
  /** Has all workers poll. */
  pollUsage(ctx: PollContext, begun: BegunPolling, onProgress: OnProgress | undefined): Promise<StageResult>;
  /** Has all workers deliver. */
  deliver(ctx: PollContext, options: PlanOptions): Promise<Pick<Deliveries, 'sent' | 'dead'>>;
  /** Throws when another worker leads the cycle by now. */
  goOn(): Promise<void>;
}

/** A cycle whose list is read and whose units are settled. */
export interface BegunPolling {
  /** What the stages until then came to. */
  readonly before: StageResult;
  readonly units: UnitsInUse;
  /** eSIMs that may be polled. */
  readonly fleet: number;
  /** Null: an earlier leader of a shared cycle knew them. */
  readonly targets: Targets | null;
}
