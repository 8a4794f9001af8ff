import { describe, expect, it } from 'vitest';
import { openStore, type Store } from '../src/index.js';
import { closing, evaluation, NOON, openAlert, reasonOf, storeWithEsims } from './stores.js';

function addNews(store: Store, alertId: number, change: 'opened' | 'resolved' = 'opened'): number {
  store.outbox.addNews({
    change,
    alertId,
    severity: 'critical',
    receiver: 'ops',
    recipient: 'o@x',
    at: NOON,
  });
  const newest = store.outbox.waitingNews().at(-1);
  if (newest === undefined) throw new Error('no news');
  return newest.id;
}

function message(id: string, newsIds: readonly number[] = []) {
  return {
    id,
    kind: 'alerts',
    receiver: 'ops',
    recipient: 'o@x',
    createdAt: NOON,
    newsIds,
    body: { firstStart: false },
  } as const;
}

describe('news', () => {
  it('waits, in order, until it is in a message or dropped', () => {
    const store = storeWithEsims(1);
    const alert = openAlert(store, 1);
    const ids = [addNews(store, alert), addNews(store, alert), addNews(store, alert)];
    expect(store.outbox.waitingNews().map((news) => news.id)).toEqual(ids);
    expect(store.outbox.waitingNews()[0]).toMatchObject({ step: 2, severity: 'critical', alertId: alert });
    store.outbox.createMessage(message('m1', ids.slice(0, 1)));
    store.outbox.dropNews(ids.slice(0, 2), NOON, 'resolved before it was told');
    expect(store.outbox.waitingNews().map((news) => news.id)).toEqual(ids.slice(2));
    expect(store.outbox.newsOf('m1').map((news) => news.id)).toEqual(ids.slice(0, 1));
  });

  it('is in one message only, whoever tries again', () => {
    const store = storeWithEsims(1);
    const alert = openAlert(store, 1);
    const [first, second] = [addNews(store, alert), addNews(store, alert)];
    store.outbox.createMessage(message('m1', [first]));
    expect(reasonOf(() => store.outbox.createMessage(message('m2', [second, first])))).toBe('already-told');
    expect(reasonOf(() => store.outbox.createMessage(message('m1', [second])))).toBe('already-told');
    store.outbox.dropNews([second], NOON, 'overtaken');
    expect(reasonOf(() => store.outbox.createMessage(message('m3', [second])))).toBe('already-told');
    expect(reasonOf(() => store.outbox.createMessage(message('m4', [999])))).toBe('already-told');
    expect(store.outbox.message('m2')).toBeNull();
    expect(store.outbox.counts().pending).toBe(1);
  });

  it('is stored with the change of the alert or not at all', () => {
    const store = storeWithEsims(1);
    const failing = () =>
      store.transaction(() => {
        addNews(store, openAlert(store, 1));
        throw new Error('power failed');
      });
    expect(failing).toThrow('power failed');
    expect(store.alerts.open()).toEqual([]);
    expect(store.outbox.waitingNews()).toEqual([]);
  });
});

describe('claiming', () => {
  it('gives a message to one of two processes, oldest first', () => {
    const store = storeWithEsims(1);
    const other = closing(openStore({ file: store.file }));
    for (const id of ['m1', 'm2', 'm3']) store.outbox.createMessage(message(id));
    const mine = store.outbox.claim(NOON, 60, 2, 'a').map((one) => one.id);
    const theirs = other.outbox.claim(NOON, 60, 9, 'b').map((one) => one.id);
    expect([mine, theirs]).toEqual([['m1', 'm2'], ['m3']]);
    expect(store.outbox.claim(NOON, 60, 9, 'a')).toEqual([]);
  });

  it('takes over a lease that lapsed, counting the attempt of the process that died', () => {
    const store = storeWithEsims(1);
    store.outbox.createMessage(message('m1'));
    expect(store.outbox.claim(NOON, 60, 9, 'dead')[0]?.attempts).toBe(0);
    expect(store.outbox.claim(NOON + 59, 60, 9, 'b')).toEqual([]);
    expect(store.outbox.nextDueAt()).toBe(NOON + 60);
    expect(store.outbox.claim(NOON + 60, 60, 9, 'b')[0]?.attempts).toBe(1);
  });

  it('waits for the time of the next attempt, unless a wrong clock set it', () => {
    const store = storeWithEsims(1);
    store.outbox.createMessage(message('m1'));
    store.outbox.claim(NOON, 60, 9, 'a');
    store.outbox.retryAt('m1', NOON + 300, '421 try later');
    expect(store.outbox.claim(NOON + 299, 60, 9, 'a')).toEqual([]);
    expect(store.outbox.nextDueAt()).toBe(NOON + 300);
    expect(store.outbox.claim(NOON + 300, 60, 9, 'a')[0]).toMatchObject({
      lastError: '421 try later',
      attempts: 1,
    });
    expect(store.outbox.claim(NOON - 30 * 86_400, 60, 9, 'a')).toHaveLength(1);
  });

  it('never gives out what is final', () => {
    const store = storeWithEsims(1);
    for (const id of ['sent', 'dead', 'obsolete']) store.outbox.createMessage(message(id));
    store.outbox.markSent('sent', NOON + 1);
    store.outbox.markDead('dead', NOON + 1, '550 no such user');
    store.outbox.markObsolete('obsolete', NOON + 1);
    store.outbox.markDead('sent', NOON + 2, 'late');
    store.outbox.retryAt('dead', NOON, 'late');
    store.outbox.markSent('obsolete', NOON + 2);
    expect(store.outbox.claim(NOON + 999, 60, 9, 'a')).toEqual([]);
    expect(store.outbox.message('sent')).toMatchObject({ state: 'sent', sentAt: NOON + 1, lastError: null });
    expect(store.outbox.undelivered().map((one) => [one.id, one.lastError])).toEqual([
      ['dead', '550 no such user'],
    ]);
    expect(store.outbox.message('obsolete')).toMatchObject({ state: 'obsolete', sentAt: null });
    expect(store.outbox.counts()).toEqual({ pending: 0, dead: 1, oldestPendingAt: null });
    expect(store.outbox.nextDueAt()).toBeNull();
  });
});

describe('what a recipient was told', () => {
  it('is what was sent to it, the newest of each alert', () => {
    const store = storeWithEsims(2);
    const [told, waiting] = [openAlert(store, 1), openAlert(store, 2)];
    store.outbox.createMessage(message('m1', [addNews(store, told)]));
    store.outbox.createMessage(message('m2', [addNews(store, told, 'resolved')]));
    store.outbox.createMessage(message('m3', [addNews(store, waiting)]));
    store.outbox.markSent('m1', NOON + 1);
    const of = (receiver: string) => store.outbox.lastTold(receiver, 'o@x', [told, waiting]);
    expect(of('ops')).toEqual(
      new Map([[told, { change: 'opened', severity: 'critical', step: 2, at: NOON + 1, times: 1 }]]),
    );
    store.outbox.markSent('m2', NOON + 2);
    expect(of('ops').get(told)).toMatchObject({ change: 'resolved', times: 2 });
    expect(of('team').size).toBe(0);
    expect(store.outbox.earlierMessages([told, waiting], 'ops', 'o@x')).toEqual(['m1', 'm2']);
    expect(store.outbox.earlierMessages([waiting], 'ops', 'o@x')).toEqual([]);
  });
});

describe('a message looked at again', () => {
  it('loses the news taken out of it, which waits again, and knows the rest as it is by now', () => {
    const store = storeWithEsims(2);
    const [worse, closed] = [openAlert(store, 1), openAlert(store, 2)];
    store.outbox.createMessage(message('m1', [addNews(store, worse), addNews(store, closed)]));
    const [first, second] = store.outbox.newsOf('m1');
    const escalate = { kind: 'escalate', severity: 'critical', step: 3, reason: '' } as const;
    store.alerts.apply({ esim: 1, epoch: 1 }, evaluation(escalate, store.alerts.get(worse)), NOON);
    store.outbox.takeOut('m1', [second?.id ?? 0]);
    store.outbox.updateNews('m1');
    expect(store.outbox.newsOf('m1')).toEqual([{ ...first, step: 3 }]);
    expect(store.outbox.waitingNews()).toEqual([second]);
  });

  it('is not changed any more once it is final', () => {
    const store = storeWithEsims(1);
    const alert = openAlert(store, 1);
    store.outbox.createMessage(message('m1', [addNews(store, alert)]));
    store.outbox.markSent('m1', NOON);
    const [sent] = store.outbox.newsOf('m1');
    store.outbox.takeOut('m1', [sent?.id ?? 0]);
    expect(store.outbox.newsOf('m1')).toEqual([sent]);
    expect(store.outbox.waitingNews()).toEqual([]);
  });
});

describe('the body of a message', () => {
  it('can be written anew until the first attempt', () => {
    const store = storeWithEsims(1);
    store.outbox.createMessage(message('m1'));
    expect(store.outbox.rewrite('m1', { title: 'two' })).toBe(true);
    expect(store.outbox.message('m1')?.body).toEqual({ title: 'two' });
    store.outbox.claim(NOON, 60, 9, 'a');
    expect([store.outbox.rewrite('m1', {}), store.outbox.rewrite('none', {})]).toEqual([false, false]);
  });
});

describe('a second chance', () => {
  it('makes what was given up as good as new, and what waits due at once', () => {
    const store = storeWithEsims(1);
    for (const id of ['dead', 'waiting', 'sent']) store.outbox.createMessage(message(id));
    store.outbox.claim(NOON, 60, 9, 'a');
    store.outbox.markDead('dead', NOON, '550 no such user');
    store.outbox.markSent('sent', NOON);
    store.outbox.retryAt('waiting', NOON + 3600, '451 later');
    const later = NOON + 1800;
    expect(['dead', 'waiting', 'sent', 'none'].map((id) => store.outbox.revive(id, later))).toEqual([
      true,
      true,
      false,
      false,
    ]);
    expect(store.outbox.claim(later, 60, 9, 'a')).toMatchObject([
      { id: 'dead', attempts: 0, createdAt: later, lastError: '550 no such user' },
      { id: 'waiting', attempts: 1, createdAt: NOON },
    ]);
  });

  it('is over when it is discarded, unless it is being sent', () => {
    const store = storeWithEsims(1);
    for (const id of ['dead', 'held']) store.outbox.createMessage(message(id));
    store.outbox.claim(NOON, 60, 9, 'a');
    store.outbox.markDead('dead', NOON, '550 no such user');
    expect(['dead', 'held', 'dead'].map((id) => store.outbox.discard(id, NOON + 1))).toEqual([
      true,
      false,
      false,
    ]);
    expect(store.outbox.undelivered().map(({ id }) => id)).toEqual(['held']);
    expect(store.outbox.discard('held', NOON + 60)).toBe(true);
  });
});
