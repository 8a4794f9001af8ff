import { HOUR } from '@roamwatch/core';

/** No pause between two attempts is longer. */
export const LONGEST_PAUSE = HOUR;

/** Tables that are written all the time, by their newest row: where none of it is ahead, nothing is. */
export const NEWEST = [
  ['cycle', 'begun_at', 'id'],
  ['cycle', 'ended_at', 'id'],
  ['message', 'created_at', 'seq'],
  ['message', 'finished_at', 'seq'],
  ['notification', 'at', 'id'],
  ['alert_event', 'at', 'id'],
] as const;

/** When something happened: none of it can have happened later than now. */
export const HAPPENED = [
  ['cycle', 'begun_at'],
  ['cycle', 'ended_at'],
  ['message', 'created_at'],
  ['message', 'finished_at'],
  ['notification', 'at'],
  ['notification', 'discarded_at'],
  ['alert', 'opened_at'],
  ['alert', 'changed_at'],
  ['alert', 'resolved_at'],
  ['alert', 'acknowledged_at'],
  ['alert_event', 'at'],
  ['esim', 'first_seen_at'],
  ['esim', 'left_list_at'],
  ['esim_state', 'failing_since'],
  ['esim_state', 'history_fetched_at'],
  ['esim_state', 'history_failed_at'],
  ['esim_state', 'reading_at'],
  // An unchanged answer is evaluated again, and so is the next due time of the clock's rules.
  ['esim_state', 'quiet_until'],
  ['esim_state', 'clock_due_at'],
  ['poll_memory', 'due_at'],
  ['poll_memory', 'asked_at'],
  ['poll_memory', 'updated_at'],
  ['push_mark', 'event_at'],
  ['push_mark', 'received_at'],
  ['push_mark', 'due_at'],
  ['push_mark', 'hastened_at'],
  ['push_mark', 'held_until'],
  ['daily_usage', 'first_seen_at'],
  ['daily_usage', 'last_changed_at'],
  ['rejected', 'first_at'],
  ['rejected', 'last_at'],
] as const;
