import type { AlertTransition, UnixSeconds } from '@roamwatch/core';
import type { StoredTransition } from '../../stores/alert-store.js';
import type { Connection } from '../database/connection.js';
import { addNotification } from '../outbox/add-notification.js';
import { apply } from './apply.js';

/**
 * Changes alerts and queues the notifications that go with it, and returns those transitions that people are notified
 * of. To be called inside the transaction that loaded what they were decided by.
 */
export function writeTransitions(
  connection: Connection,
): (transitions: readonly AlertTransition[], at: UnixSeconds) => readonly StoredTransition[] {
  const change = apply(connection);
  const queue = addNotification(connection);

  function write(transition: AlertTransition, at: UnixSeconds): readonly StoredTransition[] {
    const { esim, evaluation, notification } = transition;
    const changed = change(esim, evaluation, at);
    if (changed === null) return [];
    for (const { receiver, recipient } of notification?.addressees ?? []) {
      queue({ ...changed, receiver, recipient, at });
    }
    return [{ ...transition, alertId: changed.alertId }];
  }

  return (transitions, at) => transitions.flatMap((transition) => write(transition, at));
}
