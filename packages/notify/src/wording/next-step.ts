import type { RuleType, TopUpPackage } from '@roamwatch/core';
import type { AlertItem } from '../message.js';
import { clean } from './clean.js';
import { priceText } from './price.js';

const NAMED_TOP_UPS = 3;
const NAMED_NOTES = 3;

/** What helps when there is no top-up and no note to name. */
const ADVICE: Readonly<Record<RuleType, string>> = {
  'data-low': 'Top it up, or use Wi-Fi until the package ends.',
  'data-exhausted': 'Top it up to get back online.',
  'data-forecast': 'Top it up before it runs dry, or use less until the package ends.',
  expiry: 'Top it up if it is needed for longer.',
  'expiry-unused': 'Install it before then, or its data is lost.',
  'usage-spike': 'Ask its user whether this is expected.',
  'new-location': 'Ask its user whether this is expected.',
  stale: 'Look it up at the provider: no new figures have come from there.',
  'provider-down':
    'If the token is refused, put a current one where api.tokenFile points; otherwise see whether the provider reports an outage. Roamwatch keeps trying, and tells what it missed once the provider answers.',
};

const HELPED_BY_TOP_UP: ReadonlySet<RuleType> = new Set([
  'data-low',
  'data-exhausted',
  'data-forecast',
  'expiry',
]);

/** What the reader can do about it: the cheapest top-ups by name and price, else the provider's notes, else advice. */
export function nextStep({ ruleType, esim }: AlertItem): string {
  if (esim && HELPED_BY_TOP_UP.has(ruleType)) {
    if (esim.topUps.length > 0) return `Top it up: ${topUpList(esim.topUps)}.`;
    const notes = esim.notes.map((note) => clean(note, 300)).filter((note) => note !== '');
    if (notes.length > 0) return `The provider says: ${notes.slice(0, NAMED_NOTES).join(' ')}`;
  }
  return ADVICE[ruleType];
}

function topUpList(topUps: readonly TopUpPackage[]): string {
  const named = topUps.slice(0, NAMED_TOP_UPS).map(({ packageName, price, currency }) => {
    const cost = price === null ? '' : ` for ${priceText(price, currency)}`;
    return clean(packageName + cost);
  });
  const last = named.pop() ?? '';
  return named.length === 0 ? last : `${named.join(', ')} or ${last}`;
}
