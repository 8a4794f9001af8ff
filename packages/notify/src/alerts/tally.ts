import type { UnixSeconds } from '@roamwatch/core';
import type { AlertItem, AlertTotals, Subject } from '../message.js';
import { isLive } from '../wording/subjects.js';

/** Adds up what a message says about all its alerts together. */
export class Tally {
  #open = 0;
  #critical = 0;
  #resolved = 0;
  #openNotEsims = 0;
  #resolvedNotEsims = 0;
  #items = 0;
  #openItems = 0;
  #criticalItems = 0;
  #reminders = 0;
  #openSince: UnixSeconds | null = null;

  add(subject: Subject): void {
    const [worst] = subject;
    const isOfEsim = worst.esim !== null;
    if (isLive(worst)) {
      this.#open += 1;
      if (worst.severity === 'critical') this.#critical += 1;
      if (!isOfEsim) this.#openNotEsims += 1;
    } else {
      this.#resolved += 1;
      if (!isOfEsim) this.#resolvedNotEsims += 1;
    }
    this.#items += subject.length;
    for (const item of subject) if (isLive(item)) this.#addOpen(item);
  }

  get totals(): AlertTotals {
    const openItems = this.#openItems;
    return {
      open: this.#open,
      critical: this.#critical,
      resolved: this.#resolved,
      areEsims: (this.#open > 0 ? this.#openNotEsims : this.#resolvedNotEsims) === 0,
      areReminders: openItems > 0 && this.#reminders === openItems,
      openSince: this.#openSince,
      alerts: {
        open: openItems,
        critical: this.#criticalItems,
        resolved: this.#items - openItems,
      },
    };
  }

  #addOpen({ severity, change, openedAt }: AlertItem): void {
    this.#openItems += 1;
    if (severity === 'critical') this.#criticalItems += 1;
    if (change === 'reminder') this.#reminders += 1;
    this.#openSince = Math.min(openedAt, this.#openSince ?? openedAt);
  }
}
