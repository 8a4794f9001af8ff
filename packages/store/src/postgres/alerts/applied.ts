import type { AlertedChange } from '@roamwatch/core';
import type { NewEvent } from '../../sql/alerts/add-event.js';

/** The effect of a transition. */
export interface Applied {
  readonly event: NewEvent;
  /** The changes that people may be notified of; null for silent decisions. */
  readonly told: AlertedChange | null;
}
