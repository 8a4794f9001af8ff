import { type UnixSeconds, type Watch, watchAt } from '@roamwatch/core';
import type { Store } from '@roamwatch/store';

const KEY = 'alerts.watch';

interface WatchContext {
  readonly store: Pick<Store, 'settings' | 'cycles'>;
  readonly now: () => UnixSeconds;
}

/** When the rules were evaluated last, and whether nobody looked before that. */
export async function watchNow({ store, now }: WatchContext): Promise<Watch> {
  return watchAt(await lastWatch(store), now());
}

/** True until the rules have been evaluated for the first time. */
export async function isFirstWatch({ store }: Pick<WatchContext, 'store'>): Promise<boolean> {
  return (await lastWatch(store)) === null;
}

async function lastWatch(store: WatchContext['store']): Promise<Watch | null> {
  const stored = ((await store.settings.get(KEY)) ?? null) as Watch | null;
  return stored ?? (await watchOfEarlierVersion(store));
}

/** To be called once all that was due has been evaluated. */
export async function rememberWatch({ store }: WatchContext, watch: Watch): Promise<void> {
  await store.settings.set(KEY, watch);
}

/** An earlier version remembered its polls alone. */
async function watchOfEarlierVersion({ cycles }: WatchContext['store']): Promise<Watch | null> {
  const evaluatedAt = await cycles.lastGoodAt();
  return evaluatedAt === null ? null : { evaluatedAt, downtime: null };
}
