import { type Notice, noticesToAll } from '../deliver/notice.js';
import type { PollContext } from './context.js';
import type { Shortfall } from './list.js';

const SHORTFALL_KEY = 'list.shortfall';

/**
 * Notifies every receiver, once, that the list is cut short: an eSIM that is missing from it is not monitored, and nobody
 * reads the log of a daemon that seems to work.
 */
export async function notifyOfShortfall(
  { store, config, now }: Pick<PollContext, 'store' | 'config' | 'now'>,
  shortfall: Shortfall | null,
): Promise<void> {
  const text = shortfall?.proven === true ? shortfall.text : null;
  await store.settings.change([SHORTFALL_KEY], (was) => {
    const known = was[SHORTFALL_KEY] ?? null;
    if ((text === null) === (known === null)) return { set: {} };
    const set = { [SHORTFALL_KEY]: text };
    return text === null ? { set } : { set, queue: noticesToAll(config.receivers, noticeOf(text), now()) };
  });
}

function noticeOf(shortfall: string): Notice {
  return {
    title: 'Some eSIMs are not monitored',
    text: `${shortfall}.\nOnly the eSIMs in the provider's list are monitored. Ask the provider how to list all of them.`,
  };
}

/** In what way the last list was cut short; null when it was not, or is not known to be. */
export async function listShortfall({ store }: Pick<PollContext, 'store'>): Promise<string | null> {
  return ((await store.settings.get(SHORTFALL_KEY)) ?? null) as string | null;
}
