import { type AlertPolicy, type CalendarDate, dateOf, type UnixSeconds } from '@roamwatch/core';
import { placeKey } from '@roamwatch/places';
import type { Settings } from '../settings.js';

type AlertSettings = Pick<Settings, 'rules' | 'receivers' | 'routes' | 'timeZone' | 'poll'>;

/** The configuration that alerts are decided by. */
export function alertPolicyOf(config: AlertSettings): AlertPolicy {
  return {
    receivers: config.receivers,
    routes: config.routes,
    rules: config.rules,
    polled: config.poll.statuses,
    placeKey,
  };
}

/** The day whose inventory has the travellers' addresses; null where no receiver sends to them. */
export function inventoryDay(config: AlertSettings, now: UnixSeconds): CalendarDate | null {
  return config.receivers.some(({ recipients }) => recipients === 'inventory')
    ? dateOf(now, config.timeZone)
    : null;
}
