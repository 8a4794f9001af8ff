import { MINUTE } from '@roamwatch/core';
import { expect, test } from 'vitest';
import type { Store } from '../../src/index.js';
import { fillFleet } from '../big-fleet.js';
import { execute, freshStore, NOON } from '../stores.js';

const TEAM = { receiver: 'team', recipient: 'team' };

async function fleetWithNotifications(): Promise<Store> {
  const store = await freshStore();
  await fillFleet(store, 6_000, NOON);
  await execute(
    store,
    `insert into notification (change, alert, severity, receiver, recipient, at)
       select 'opened', id, severity, '${TEAM.receiver}', '${TEAM.recipient}', ${NOON} from alert;`,
  );
  return store;
}

/** Makes a message of all that is pending, a part at a time; fails in the given part. */
async function plan(store: Store, failIn = Number.POSITIVE_INFINITY): Promise<void> {
  const [group] = await store.outbox.pending();
  let part = 0;
  await store.outbox.plan(group ?? { ...TEAM, ids: [] }, NOON, ({ notifications }) => {
    part += 1;
    if (part === failIn) throw new Error('killed');
    return { discard: [], message: { notificationIds: notifications.map(({ id }) => id), body: {} } };
  });
}

test('nobody claims a message that is still to take notifications, and others get their turn meanwhile', async () => {
  const store = await fleetWithNotifications();
  const [{ ids } = { ids: [] }] = await store.outbox.pending();
  let isPlanned = false;
  const planned = plan(store).then(() => {
    isPlanned = true;
  });
  let turns = 0;
  for (; !isPlanned; turns++) {
    expect(await store.outbox.claim(NOON, 60, 9, 'a')).toEqual([]);
    await new Promise(setImmediate);
  }
  await planned;
  expect(turns).toBeGreaterThan(3);
  const [message] = await store.outbox.claim(NOON, 60, 9, 'a');
  expect(await store.outbox.notificationsOf(message?.id ?? '')).toHaveLength(ids.length);
});

test('where planning was killed, the message goes with what it has, and the rest in another', async () => {
  const store = await fleetWithNotifications();
  const [{ ids } = { ids: [] }] = await store.outbox.pending();
  await expect(plan(store, 3)).rejects.toThrow('killed');
  expect(await store.outbox.claim(NOON + 1, 60, 9, 'a')).toEqual([]);
  await plan(store);
  const messages = await store.outbox.claim(NOON + 5 * MINUTE, 60, 9, 'a');
  const sizes = await Promise.all(
    messages.map(async ({ id }) => (await store.outbox.notificationsOf(id)).length),
  );
  expect(sizes).toHaveLength(2);
  expect((sizes[0] ?? 0) + (sizes[1] ?? 0)).toBe(ids.length);
});
