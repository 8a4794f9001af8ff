import { tellReceivers } from '../deliver/notice.js';
import type { PollContext } from './context.js';
import type { Shortfall } from './list.js';

const SHORTFALL_KEY = 'list.shortfall';

/**
 * Tells every receiver, once, that the list is cut short: whoever is missing from it is not watched, and nobody reads
 * the log of a daemon that seems to work.
 */
export function tellOfShortfall(ctx: PollContext, shortfall: Shortfall | null): void {
  const text = shortfall?.proven === true ? shortfall.text : null;
  const before = listShortfall(ctx);
  if ((text === null) === (before === null)) return;
  ctx.store.transaction(() => {
    ctx.store.settings.set(SHORTFALL_KEY, text);
    if (text !== null) {
      tellReceivers(ctx, {
        title: 'Not all eSIMs are watched',
        text: `${text}.\nThe eSIMs it names are watched; the others are not. Ask the provider how to list them all.`,
      });
    }
  });
}

/** In what way the last list was cut short; null when it was not, or is not known to be. */
export function listShortfall({ store }: Pick<PollContext, 'store'>): string | null {
  return (store.settings.get(SHORTFALL_KEY) ?? null) as string | null;
}
