import type { UnixSeconds } from '../time/instant.js';
import type { PushedFigures } from './event.js';
import type { SeenDigests } from './seen.js';

/** The state kept of the provider's events about one eSIM: one row, however many there are. */
export interface PushMark {
  /** When the newest event happened, by the provider's clock and never later than it came. */
  readonly eventAt: UnixSeconds;
  readonly receivedAt: UnixSeconds;
  readonly seen: SeenDigests;
  /** The figures of the newest usage event; null without one that can be trusted. */
  readonly told: ToldFigures | null;
  /** From when on the eSIM is to be polled because of an event; null: it is not, or was polled since. */
  readonly dueAt: UnixSeconds | null;
  /** When an event last made it due: the next one does so only some time after that. */
  readonly hastenedAt: UnixSeconds | null;
  /** Until then a process is polling it because of an event; null: none is. */
  readonly heldUntil: UnixSeconds | null;
}

/** Figures of an event, in bytes, and when they were reported. No reading: only a poll gives one. */
export interface ToldFigures extends PushedFigures {
  readonly at: UnixSeconds;
  /** Whether a threshold is reached that the last reading had not reached. */
  readonly reaches: boolean;
}
