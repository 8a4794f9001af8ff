import { DAY, HOUR } from '@roamwatch/core';
import { Daemon } from '../installation/daemon.js';
import { type Installation, NOON } from '../installation/installation.js';
import { scene } from '../installation/scene.js';

const INVENTORY = `iccid,label,email,cost_centre
8944000000000000001,Anna Kern,anna@example.com,sales-north
8944000000000000002,Bert Olsen,bert@example.com,sales-north
8944000000000000003,Cleo Dupont,cleo@example.com,lab
`;

/** A daemon with four eSIMs (one used up, one nearly, two in order), a few polls behind it, and its page. */
export async function pageScene(
  http: Readonly<Record<string, unknown>> = {},
  config: Readonly<Record<string, unknown>> = {},
  /** What the daemon finds when it starts. */
  before: (site: Installation) => Promise<void> = async () => {},
) {
  const { api, site } = await scene({
    inventory: INVENTORY,
    config: { http: { listen: '127.0.0.1:0', ...http }, ...config },
  });
  const days = (usage: number) => [
    { date: '2026-03-01', usage, location: 'Japan' },
    { date: '2026-03-02', usage: usage / 2, location: 'France' },
  ];
  const anna = api.add({ remaining: 900, expiredAt: NOON + 9 * DAY, days: days(80) });
  api.add({ remaining: 90, expiredAt: NOON + 5 * DAY, days: days(300) });
  api.add({ remaining: 700, expiredAt: NOON + 20 * DAY, days: days(20) });
  api.add({ remaining: 1000 });
  await site.poll();
  anna.remaining = 400;
  await site.pollAfter(4 * HOUR);
  anna.remaining = 0;
  await site.pollAfter(4 * HOUR);
  await before(site);
  await site.stop();
  const daemon = await Daemon.start(site);
  const { http: base } = await daemon.event('started');
  return { api, site, daemon, base: String(base), anna };
}
