import type { AlertTransition, UnixSeconds } from '@roamwatch/core';
import { sql } from 'kysely';
import type { NewEvent } from '../../sql/alerts/add-event.js';
import type { StoredTransition } from '../../stores/alert-store.js';
import type { Connection } from '../database/connection.js';
import { tableOf } from '../database/table-of.js';
import { addNotifications } from '../outbox/add-notifications.js';
import { applyAll } from './apply.js';

/**
 * Changes alerts and queues the notifications that go with it, and returns those transitions that people are notified
 * of. To be called inside the transaction that loaded what they were decided by.
 */
export function writeTransitions(
  connection: Connection,
): (transitions: readonly AlertTransition[], at: UnixSeconds) => Promise<readonly StoredTransition[]> {
  const apply = applyAll(connection);
  const queue = addNotifications(connection);
  return async (transitions, at) => {
    if (transitions.length === 0) return [];
    const applied = await apply(transitions, at);
    const events = applied.flatMap((one) => one?.event ?? []);
    await addEvents(connection, events);
    const told = transitions.flatMap((transition, index) => {
      const change = applied[index]?.told;
      return change ? [{ transition, change }] : [];
    });
    await queue(
      told.flatMap(({ transition, change }) =>
        (transition.notification?.addressees ?? []).map(({ receiver, recipient }) => ({
          ...change,
          receiver,
          recipient,
          at,
        })),
      ),
    );
    return told.map(({ transition, change }) => ({ ...transition, alertId: change.alertId }));
  };
}

async function addEvents(connection: Connection, events: readonly NewEvent[]): Promise<void> {
  if (events.length === 0) return;
  const rows = events.map((event) => ({ ...event, reason: JSON.stringify(event.reason) }));
  await connection.change(sql`insert into alert_event (alert, at, change, severity, reason)
    select alert, at, change, severity, reason from ${tableOf('event', rows, {
      alert: 'bigint',
      at: 'bigint',
      change: 'text',
      severity: 'text',
      reason: 'text',
    })} order by position`);
}
