import { type Addressee, notifiedOf, thresholdKey } from '@roamwatch/core';
import { describe, expect, it } from 'vitest';
import type { MessageBefore, Notification, Reconsidered, Store } from '../src/index.js';
import { fillFleet } from './big-fleet.js';
import {
  addNotification,
  evaluation,
  execute,
  fail,
  finding,
  freshStore,
  LATER,
  messageAbout,
  NO_SUCH_USER,
  NOON,
  OPS,
  openAlert,
  pending,
  raise,
  seenByAnother,
  send,
  storeWithEsims,
  toMessage,
} from './stores.js';
import { answer, applyDecision, before, IMPOSSIBLE } from './writing.js';

const TEN_PERCENT = thresholdKey(notifiedOf(finding('critical', 10)));

const test = { ...OPS, kind: 'test', createdAt: NOON, body: {} } as const;

/** Queues messages with these ids. */
const queue = (store: Store, ...ids: readonly string[]) =>
  store.outbox.queue(ids.map((id) => ({ ...test, id })));

const ids = (list: readonly { readonly id: number }[]) => list.map(({ id }) => id);

/** What a recipient was last sent of an alert. */
async function lastSent(store: Store, alertId: number, to: Addressee = OPS) {
  let last: unknown;
  const id = await addNotification(store, alertId, { to });
  await store.outbox.plan({ ...to, ids: [id] }, NOON, ({ sent }) => {
    last = sent.get(alertId);
    return { discard: [{ id, reason: 'superseded' }], message: null };
  });
  return last;
}

describe('notifications', () => {
  it('are pending, in order, until they are in a message or discarded', async () => {
    const store = await storeWithEsims(1);
    const alert = await openAlert(store, 1);
    const [first = 0, second = 0, third = 0] = [
      await addNotification(store, alert),
      await addNotification(store, alert),
      await addNotification(store, alert),
    ];
    expect(ids(await pending(store))).toEqual([first, second, third]);
    expect((await pending(store))[0]).toMatchObject({
      threshold: TEN_PERCENT,
      severity: 'critical',
      alertId: alert,
    });
    await store.outbox.plan({ ...OPS, ids: [first, second] }, NOON, ({ alerts, sent, silences }) => {
      expect(alerts.get(alert)).toMatchObject({ iccid: '8944-e1', state: 'open' });
      expect([sent.size, silences]).toEqual([0, []]);
      return {
        discard: [{ id: second, reason: 'superseded' }],
        message: { notificationIds: [first], body: { firstStart: true } },
      };
    });
    expect(ids(await pending(store))).toEqual([third]);
    const [message] = await store.outbox.undelivered();
    expect(message).toMatchObject({ ...OPS, kind: 'alerts', createdAt: NOON });
    expect(await store.outbox.message(message?.id ?? '')).toMatchObject({ body: { firstStart: true } });
    expect(ids(await store.outbox.notificationsOf(message?.id ?? ''))).toEqual([first]);
  });

  it('are in one message only, after any retry', async () => {
    const store = await storeWithEsims(1);
    const alert = await openAlert(store, 1);
    const id = await addNotification(store, alert);
    const first = await toMessage(store, [id]);
    const second = await toMessage(store, [id]);
    expect(ids(await store.outbox.notificationsOf(first))).toEqual([id]);
    expect(await store.outbox.notificationsOf(second)).toEqual([]);
  });

  it('belong to recipients, the one with the oldest first', async () => {
    const store = await storeWithEsims(1);
    const alert = await openAlert(store, 1);
    const team = { receiver: 'team', recipient: 'team' };
    const night = { receiver: 'ops', recipient: 'a-night@x' };
    for (const to of [team, OPS, night, team]) await addNotification(store, alert, { to });
    expect(await store.outbox.pending()).toEqual([
      { ...team, ids: [1, 4] },
      { ...OPS, ids: [2] },
      { ...night, ids: [3] },
    ]);
    expect(await pending(store, team)).toHaveLength(2);
    const { notifiedBefore } = await before(store, [1]);
    expect(notifiedBefore.get(alert)).toEqual([night, OPS, team]);
  });

  it('are left alone when deciding fails', async () => {
    const store = await storeWithEsims(1);
    const id = await addNotification(store, await openAlert(store, 1));
    const failing = store.outbox.plan({ ...OPS, ids: [id] }, NOON, () => {
      throw new Error('undecided');
    });
    await expect(failing).rejects.toThrow('undecided');
    expect(ids(await pending(store))).toEqual([id]);
  });

  it('are stored with the change of the alert or not at all', async () => {
    const store = await storeWithEsims(1);
    const notification = {
      change: 'opened',
      severity: 'critical',
      addressees: [OPS],
      withoutAddress: [],
    } as const;
    const opened = {
      esim: 1,
      iccid: null,
      evaluation: evaluation(raise('open', 'critical', 10)),
      notification,
    };
    await expect(answer(store, 1, NOON, { transitions: [opened, IMPOSSIBLE] })).rejects.toThrow(TypeError);
    expect(await store.alerts.open()).toEqual([]);
    expect(await store.outbox.pending()).toEqual([]);
    await answer(store, 1, NOON, { transitions: [opened] });
    expect(await pending(store)).toMatchObject([
      { alertId: (await store.alerts.open())[0]?.id, change: 'opened' },
    ]);
  });
});

describe('queueing', () => {
  it('takes all messages or none, and no id twice', async () => {
    const store = await storeWithEsims(1);
    expect(await queue(store, 'm1')).toEqual(['m1']);
    await expect(queue(store, 'm2', 'm1')).rejects.toMatchObject({ reason: 'already-queued' });
    expect(await store.outbox.message('m2')).toBeNull();
    const [a, b] = await store.outbox.queue([test, test]);
    expect(a).not.toBe(b);
    expect((await store.outbox.counts()).pending).toBe(3);
  });
});

describe('claiming', () => {
  it('gives a message to one of two processes, oldest first, and those of one recipient to the same', async () => {
    const store = await storeWithEsims(1);
    const other = await seenByAnother(store);
    await queue(store, 'm1', 'm2', 'm3');
    await store.outbox.queue([{ ...test, id: 'm4', recipient: 'another@example.com' }]);
    const claim = async (by: Store, at: number, limit: number, holder: string) =>
      (await by.outbox.claim(at, 60, limit, holder)).map((one) => one.id);
    expect(await claim(store, NOON, 2, 'a')).toEqual(['m1', 'm2']);
    expect(await claim(other, NOON, 9, 'b')).toEqual(['m4']);
    expect(await claim(store, NOON + 1, 9, 'a')).toEqual([]);
    expect(await claim(store, NOON, 9, 'a')).toEqual(['m3']);
  });

  it('takes over a lease that has ended, counting the attempt of the process that died', async () => {
    const store = await storeWithEsims(1);
    await queue(store, 'm1');
    expect((await store.outbox.claim(NOON, 60, 9, 'dead'))[0]?.attempts).toBe(0);
    expect(await store.outbox.claim(NOON + 59, 60, 9, 'b')).toEqual([]);
    expect(await store.outbox.nextDueAt()).toBe(NOON + 60);
    expect((await store.outbox.claim(NOON + 60, 60, 9, 'b'))[0]?.attempts).toBe(1);
  });

  it('waits for the time of the next attempt, unless a wrong clock set it', async () => {
    const store = await storeWithEsims(1);
    await queue(store, 'm1');
    await store.outbox.claim(NOON, 60, 9, 'a');
    await store.outbox.retryAt('m1', NOON + 300, { kind: 'recorded', text: '421 try later' }, 'a');
    expect(await store.outbox.claim(NOON + 299, 60, 9, 'a')).toEqual([]);
    expect(await store.outbox.nextDueAt()).toBe(NOON + 300);
    expect((await store.outbox.claim(NOON + 300, 60, 9, 'a'))[0]).toMatchObject({
      lastFault: { kind: 'recorded', text: '421 try later' },
      attempts: 1,
    });
    expect(await store.outbox.claim(NOON - 30 * 86_400, 60, 9, 'a')).toHaveLength(1);
  });

  it('never gives out a message in a final state', async () => {
    const store = await storeWithEsims(1);
    const { outbox } = store;
    await queue(store, 'sent', 'dead', 'obsolete');
    await outbox.claim(NOON, 60, 9, 'a');
    const dead = { id: 'dead', at: NOON + 1, fault: NO_SUCH_USER, holder: 'a' };
    const late = { id: 'sent', at: NOON + 2, fault: LATER, holder: 'a' };
    const nothing = () => ({ rewrite: [], queue: [] });
    expect(await outbox.markSent('sent', NOON + 1, 'a')).toBe(true);
    expect(await outbox.deadLetter(dead, nothing)).not.toBeNull();
    expect(await outbox.markObsolete('obsolete', NOON + 1, 'a')).toBe(true);
    expect(await outbox.deadLetter(late, nothing)).toBeNull();
    expect(await outbox.retryAt('dead', NOON, LATER, 'a')).toBe(false);
    expect(await outbox.markSent('obsolete', NOON + 2, 'a')).toBe(false);
    expect(await outbox.claim(NOON + 999, 60, 9, 'a')).toEqual([]);
    expect(await outbox.message('sent')).toMatchObject({ state: 'sent', sentAt: NOON + 1, lastFault: null });
    expect((await outbox.undelivered()).map((one) => [one.id, one.lastFault])).toEqual([
      ['dead', NO_SUCH_USER],
    ]);
    expect(await outbox.message('obsolete')).toMatchObject({ state: 'obsolete', sentAt: null });
    expect(await outbox.counts()).toEqual({ pending: 0, dead: 1, oldestPendingAt: null });
    expect(await outbox.nextDueAt()).toBeNull();
  });

  it('makes outcomes of one whose lease another took over count no more', async () => {
    const store = await storeWithEsims(1);
    const { outbox } = store;
    await queue(store, 'm1');
    await outbox.claim(NOON, 60, 9, 'slow');
    await outbox.claim(NOON + 60, 60, 9, 'other');
    const failed = { id: 'm1', at: NOON + 61, fault: NO_SUCH_USER, holder: 'slow' };
    expect(await outbox.deadLetter(failed, () => ({ rewrite: [], queue: [test] }))).toBeNull();
    expect(await outbox.retryAt('m1', NOON + 999, LATER, 'slow')).toBe(false);
    expect(await outbox.markObsolete('m1', NOON + 61, 'slow')).toBe(false);
    expect(await outbox.markSent('m1', NOON + 61, 'slow')).toBe(false);
    expect(await outbox.counts()).toMatchObject({ pending: 1, dead: 0 });
    expect(await outbox.markSent('m1', NOON + 62, 'other')).toBe(true);
  });
});

describe('messages sent to a recipient', () => {
  it('is the newest of each alert', async () => {
    const store = await storeWithEsims(2);
    const [sent, waiting] = [await openAlert(store, 1), await openAlert(store, 2)];
    const m1 = await messageAbout(store, sent);
    const m2 = await messageAbout(store, sent, { change: 'resolved' });
    await messageAbout(store, waiting);
    await send(store, m1, NOON + 1);
    expect(await lastSent(store, sent)).toEqual({
      change: 'opened',
      severity: 'critical',
      threshold: TEN_PERCENT,
      at: NOON + 1,
      times: 1,
    });
    expect(await lastSent(store, waiting)).toBeUndefined();
    await send(store, m2, NOON + 2);
    expect(await lastSent(store, sent)).toMatchObject({ change: 'resolved', times: 2 });
    expect(await lastSent(store, sent, { ...OPS, receiver: 'team' })).toBeUndefined();
    expect(await store.outbox.earlierMessages([sent, waiting], OPS)).toEqual([m1, m2]);
    expect(await store.outbox.earlierMessages([waiting], OPS)).toEqual([]);
  });
});

/** Reconsiders a message that has one part. */
async function reconsider<Changes extends Reconsidered>(
  store: Store,
  id: string,
  decide: (before: MessageBefore) => Changes,
): Promise<Changes | null> {
  const [part, ...others] = await store.outbox.partsOf(id);
  if (part === undefined || others.length > 0) throw new Error('no single part');
  return store.outbox.reconsider(part, NOON, decide);
}

describe('a message reconsidered', () => {
  it('loses the notifications taken out of it, and has the rest as they are by now', async () => {
    const store = await storeWithEsims(3);
    const [worse, held, gone] = [
      await openAlert(store, 1),
      await openAlert(store, 2),
      await openAlert(store, 3),
    ];
    const id = await toMessage(store, [
      await addNotification(store, worse),
      await addNotification(store, held),
      await addNotification(store, gone),
    ]);
    const [first, second, third] = await store.outbox.notificationsOf(id);
    const escalate = raise('escalate', 'critical', 5);
    const fivePercent = notifiedOf(finding('critical', 5));
    await applyDecision(
      store,
      { esim: 1, epoch: 1 },
      evaluation(escalate, await store.alerts.get(worse)),
      NOON,
    );
    const changes = await reconsider(store, id, ({ message, notifications, alerts }) => {
      expect(message).toMatchObject({ id, state: 'pending' });
      expect(notifications).toEqual([first, second, third]);
      expect(alerts.get(worse)?.notified).toEqual(fivePercent);
      return {
        hold: [{ id: second?.id ?? 0 }],
        discard: [{ id: third?.id ?? 0, reason: 'resolved-since' }],
        also: 'what the caller wants to know',
      };
    });
    expect(changes?.also).toBe('what the caller wants to know');
    expect(await store.outbox.notificationsOf(id)).toEqual([
      { ...first, threshold: thresholdKey(fivePercent) },
    ]);
    expect(await pending(store)).toEqual([second]);
  });

  it('is not changed any more once it is final', async () => {
    const store = await storeWithEsims(1);
    const id = await messageAbout(store, await openAlert(store, 1));
    await send(store, id);
    const [sent] = await store.outbox.notificationsOf(id);
    const out = { id: sent?.id ?? 0, reason: 'superseded' as const };
    await reconsider(store, id, () => ({ hold: [out], discard: [out] }));
    expect(await store.outbox.notificationsOf(id)).toEqual([sent]);
    expect(await pending(store)).toEqual([]);
    expect(await store.outbox.partsOf('none')).toEqual([]);
    const gone = { messageId: 'none', notificationIds: [1] };
    expect(await store.outbox.reconsider(gone, NOON, () => ({ hold: [], discard: [] }))).toBeNull();
  });
});

describe('notifications of a whole fleet', () => {
  const TEAM = { receiver: 'team', recipient: 'team' };

  /** Of every third eSIM there are two alerts, of every fifth alert two notifications; and one is about the provider. */
  async function fleetWithAlerts(): Promise<Store> {
    const store = await freshStore();
    await fillFleet(store, 6_000, NOON);
    await execute(
      store,
      `insert into alert (rule, rule_type, esim, epoch, state, severity, opened_at, changed_at, reason, clear_streak)
         select 'expiring', 'expiry', esim, 1, 'open', 'warning', ${NOON}, ${NOON}, reason, 0 from alert where esim % 3 = 0;
       insert into alert (rule, rule_type, esim, epoch, state, severity, opened_at, changed_at, reason, clear_streak)
         select 'provider', 'provider-down', null, 1, 'open', 'critical', ${NOON}, ${NOON}, reason, 0 from alert limit 1;
       insert into notification (change, alert, severity, receiver, recipient, at)
         select 'opened', id, severity, '${TEAM.receiver}', '${TEAM.recipient}', ${NOON} from alert order by severity, id;
       insert into notification (change, alert, severity, receiver, recipient, at)
         select 'escalated', id, severity, '${TEAM.receiver}', '${TEAM.recipient}', ${NOON} from alert where id % 5 = 0;`,
    );
    return store;
  }

  /** Makes a message of those that have just opened, and discards the others. */
  async function plan(store: Store): Promise<readonly (readonly Notification[])[]> {
    const parts: (readonly Notification[])[] = [];
    const [group, ...others] = await store.outbox.pending();
    if (group === undefined || others.length > 0) throw new Error('not one recipient');
    await store.outbox.plan(group, NOON, ({ notifications }) => {
      parts.push(notifications);
      const [opened, more] = [true, false].map((wanted) =>
        notifications.filter(({ change }) => (change === 'opened') === wanted),
      );
      return {
        discard: ids(more ?? []).map((id) => ({ id, reason: 'superseded' })),
        message: { notificationIds: ids(opened ?? []), body: { firstStart: false } },
      };
    });
    return parts;
  }

  it('are decided on in parts, those about one alert together, and are one message', async () => {
    const store = await fleetWithAlerts();
    const parts = await plan(store);
    expect(parts.length).toBeGreaterThan(3);
    const alerts = parts.map((part) => new Set(part.map(({ alertId }) => alertId)));
    expect(alerts.reduce((sum, { size }) => sum + size, 0)).toBe(
      new Set(alerts.flatMap((one) => [...one])).size,
    );
    const [message, ...others] = await store.outbox.claim(NOON, 60, 9, 'a');
    expect(others).toEqual([]);
    const opened = parts.flat().filter(({ change }) => change === 'opened');
    const inMessage = await store.outbox.notificationsOf(message?.id ?? '');
    expect(ids(inMessage)).toEqual(ids(opened).sort((a, b) => a - b));
    expect(await store.outbox.pending()).toEqual([]);
  });

  it('are reconsidered in parts, those about one eSIM together', async () => {
    const store = await fleetWithAlerts();
    await plan(store);
    const [message] = await store.outbox.undelivered();
    const parts = await store.outbox.partsOf(message?.id ?? '');
    const esims: (number | null)[][] = [];
    for (const part of parts) {
      await store.outbox.reconsider(part, NOON, ({ notifications, alerts }) => {
        expect(ids(notifications).toSorted()).toEqual(part.notificationIds.toSorted());
        esims.push([...new Set(notifications.map(({ alertId }) => alerts.get(alertId)?.esim ?? null))]);
        return { discard: [], hold: notifications.slice(0, 1) };
      });
    }
    expect(parts.length).toBeGreaterThan(3);
    expect(esims.flat()).toHaveLength(new Set(esims.flat()).size);
    expect((await store.outbox.pending())[0]?.ids).toHaveLength(parts.length);
  });
});

describe('dead-lettering', () => {
  it('queues notices and extends those of which no attempt was made, with the message or not at all', async () => {
    const store = await storeWithEsims(1);
    const alert = await openAlert(store, 1);
    const id = await messageAbout(store, alert);
    const notice = { ...OPS, kind: 'notice', createdAt: NOON } as const;
    await store.outbox.queue([{ ...notice, id: 'tried', body: 1 }]);
    await store.outbox.claim(NOON, 60, 9, 'a');
    await store.outbox.queue([{ ...notice, id: 'begun', body: 1 }]);
    const failed = { id, at: NOON + 1, fault: NO_SUCH_USER, holder: 'a' };
    const failing = store.outbox.deadLetter(failed, () => {
      throw new Error('undecided');
    });
    await expect(failing).rejects.toThrow('undecided');
    expect(await store.outbox.message(id)).toMatchObject({ state: 'pending' });
    await store.outbox.deadLetter(failed, ({ message, notifications, alerts, notices }) => {
      expect(message).toMatchObject({ id, state: 'dead', attempts: 1, lastFault: NO_SUCH_USER });
      expect(notifications.map(({ alertId }) => alertId)).toEqual([alert]);
      expect(alerts.get(alert)).toMatchObject({ iccid: '8944-e1' });
      expect(notices.map((one) => one.id)).toEqual(['begun']);
      return { rewrite: [{ id: 'begun', body: 2 }], queue: [{ ...notice, id: 'new', body: 3 }] };
    });
    const stored = (await store.outbox.undelivered()).map((one) => store.outbox.message(one.id));
    expect(await Promise.all(stored)).toMatchObject([
      { id, state: 'dead', body: { firstStart: false } },
      { id: 'tried', state: 'pending', body: 1 },
      { id: 'begun', state: 'pending', body: 2 },
      { id: 'new', state: 'pending', body: 3 },
    ]);
  });
});

describe('reminders', async () => {
  const team = { receiver: 'team', recipient: 'team' };

  /** The alerts that are reminded of when one was notified before `due`, and those notified before `along` with it. */
  async function remindable(store: Store, due = NOON + 99, along = due, receiver: string = OPS.receiver) {
    let found: readonly number[] = [];
    await store.outbox.remind(receiver, { due, along, on: '2026-03-10' }, (candidates) => {
      found = candidates.map(({ alertId }) => alertId);
      return [];
    });
    return found;
  }

  it('are due for alerts whose notification was sent, or failed, long enough ago', async () => {
    const store = await storeWithEsims(3);
    const [sent, dead] = [await openAlert(store, 1), await openAlert(store, 2), await openAlert(store, 3)];
    await send(store, await messageAbout(store, sent));
    await fail(store, await messageAbout(store, dead), NOON + 1);
    expect(await remindable(store)).toEqual([sent, dead]);
    expect(await remindable(store, NOON + 1)).toEqual([sent]);
    expect(await remindable(store, NOON + 1, NOON + 2)).toEqual([sent, dead]);
    expect(await remindable(store, NOON, NOON + 2)).toEqual([]);
    expect(await remindable(store, NOON + 99, NOON + 99, 'team')).toEqual([]);
    expect(await store.alerts.get(sent)).toMatchObject({ lastNotifiedAt: NOON, timesNotified: 1 });
    expect(await store.alerts.get(dead)).toMatchObject({ lastNotifiedAt: null, timesNotified: 0 });
  });

  it('are not due while one is pending, was sent since, or the alert is acknowledged', async () => {
    const store = await storeWithEsims(2);
    const id = await openAlert(store, 1);
    await send(store, await messageAbout(store, id));
    const next = await messageAbout(store, id, { at: NOON + 1 });
    expect(await remindable(store)).toEqual([]);
    await send(store, next, NOON + 2);
    expect(await remindable(store)).toEqual([id]);
    expect((await store.alerts.get(id))?.timesNotified).toBe(2);
    await addNotification(store, id, { at: NOON + 3 });
    expect(await remindable(store)).toEqual([]);
    await send(store, await toMessage(store, ids(await pending(store))), NOON + 150);
    expect(await remindable(store)).toEqual([]);
    const other = await openAlert(store, 2);
    await send(store, await messageAbout(store, other), NOON + 3);
    await store.alerts.acknowledge(other, NOON + 4, 'ops', '');
    expect(await remindable(store)).toEqual([]);
  });

  it('are queued as decided, to the address of the day', async () => {
    const store = await storeWithEsims(1);
    const alertId = await openAlert(store, 1);
    await send(store, await messageAbout(store, alertId, { to: team }));
    const none = { label: null, costCentre: null, glCode: null, project: null };
    const from = (validFrom: string | null, email: string) => ({
      iccid: '8944-e1',
      ...none,
      email,
      validFrom,
    });
    await store.inventory.replace([from(null, 'a@x'), from('2026-03-11', 'b@x')], 'digest', NOON);
    const times = { due: NOON + 1, along: NOON + 1 };
    for (const on of ['2026-03-10', '2026-03-11']) {
      await store.outbox.remind('team', { ...times, on }, (candidates) =>
        candidates.map(({ severity, inventoryAddress }) => ({
          receiver: 'traveller',
          recipient: inventoryAddress ?? '',
          change: 'reminder',
          alertId,
          severity,
          at: NOON,
        })),
      );
    }
    expect(await store.outbox.pending()).toMatchObject([
      { receiver: 'traveller', recipient: 'a@x' },
      { receiver: 'traveller', recipient: 'b@x' },
    ]);
  });
});

describe('a retry by hand', () => {
  it('makes a dead-lettered message as good as new, and a pending one due at once', async () => {
    const store = await storeWithEsims(1);
    const { outbox } = store;
    await queue(store, 'dead', 'pending', 'sent');
    await fail(store, 'dead');
    await send(store, 'sent');
    await outbox.retryAt('pending', NOON + 3600, LATER, 'test');
    const later = NOON + 1800;
    const retried = ['dead', 'pending', 'sent', 'none'].map((id) => outbox.retry(id, later));
    expect(await Promise.all(retried)).toEqual([true, true, false, false]);
    expect(await outbox.claim(later, 60, 9, 'a')).toMatchObject([
      { id: 'dead', attempts: 0, createdAt: later, lastFault: NO_SUCH_USER },
      { id: 'pending', attempts: 1, createdAt: NOON },
    ]);
  });

  it('is not possible once it is discarded, which a message that is being sent cannot be', async () => {
    const store = await storeWithEsims(1);
    const { outbox } = store;
    await queue(store, 'dead', 'held');
    await fail(store, 'dead');
    const discarded = ['dead', 'held', 'dead'].map((id) => outbox.discard(id, NOON + 1));
    expect(await Promise.all(discarded)).toEqual([true, false, false]);
    expect((await outbox.undelivered()).map(({ id }) => id)).toEqual(['held']);
    expect(await outbox.discard('held', NOON + 60)).toBe(true);
    expect(await outbox.retry('held', NOON + 61)).toBe(false);
  });

  it('is stored with its author, a refused one is not, and goes with the message', async () => {
    const store = await storeWithEsims(1);
    const { outbox, pages } = store;
    await queue(store, 'dead', 'other');
    await fail(store, 'dead');
    await outbox.retry('dead', NOON + 60, 'anna');
    await outbox.retry('none', NOON + 60, 'anna');
    await outbox.discard('dead', NOON + 120, 'bert');
    await outbox.discard('dead', NOON + 180, 'carl');
    await outbox.discard('other', NOON + 240);
    const handled = async () =>
      (await pages.handledMessages(9)).map(({ at, by, action, receiver }) => [at, by, action, receiver]);
    expect(await handled()).toEqual([
      [NOON + 240, null, 'discarded', 'ops'],
      [NOON + 120, 'bert', 'discarded', 'ops'],
      [NOON + 60, 'anna', 'retried', 'ops'],
    ]);
    expect(await pages.handledMessages(1)).toHaveLength(1);
    await store.upkeep.prune({ dropMessagesBefore: NOON + 200 });
    expect(await handled()).toEqual([[NOON + 240, null, 'discarded', 'ops']]);
  });
});

describe('a setting and the messages that follow from it', () => {
  it('are changed together, given the former value', async () => {
    const store = await storeWithEsims(1);
    const { settings, outbox } = store;
    const once = () =>
      settings.change(['list.shortfall', 'other'], (was) => {
        if (was['list.shortfall'] !== undefined) return { set: {} };
        expect(was).toEqual({});
        return { set: { 'list.shortfall': 'cut short' }, queue: [{ ...test, id: 'n1' }] };
      });
    await once();
    await once();
    expect(await settings.get('list.shortfall')).toBe('cut short');
    expect((await outbox.counts()).pending).toBe(1);
    const twice = settings.change([], () => ({ set: { other: 1 }, queue: [{ ...test, id: 'n1' }] }));
    await expect(twice).rejects.toMatchObject({ reason: 'already-queued' });
    expect(await settings.get('other')).toBeUndefined();
  });
});
