import { DAY, dateOf, HOUR, type UnixSeconds } from '@roamwatch/core';
import type { ScriptedEsim } from '@roamwatch/test-peers';
import { Daemon } from 'roamwatch/test/installation/daemon.js';
import { scene } from 'roamwatch/test/installation/scene.js';

const FIRST_DAY = Date.UTC(2026, 1, 9) / 1000;
const POLLS_FROM = FIRST_DAY + 9 * DAY;
/** Noon of a Wednesday. */
const NOW = Date.UTC(2026, 2, 4, 12) / 1000;
const JANUARY = Date.UTC(2026, 0, 20, 9) / 1000;
const GB = 1024;
const KB_PER_MB = 1024;

interface Traveller {
  readonly label: string;
  readonly costCentre: string;
  /** GB. */
  readonly allowance: number;
  /** MB used on each day of a trip, over and over. */
  readonly pace: readonly number[];
  readonly places: readonly string[];
  /** Days from now to the end of the package. */
  readonly ends: number;
  readonly status?: string;
}

const TRAVELLERS: readonly Traveller[] = [
  {
    label: 'Anna Kern',
    costCentre: 'sales-north',
    allowance: 5,
    pace: [180, 240, 90, 310, 220],
    places: ['Japan', 'South Korea'],
    ends: 9,
  },
  {
    label: 'Bert Olsen',
    costCentre: 'sales-north',
    allowance: 3,
    pace: [150, 60, 170],
    places: ['France'],
    ends: 2,
  },
  {
    label: 'Cleo Dupont',
    costCentre: 'research',
    allowance: 10,
    pace: [120, 90, 30, 200, 160, 20],
    places: ['Germany', 'Austria', 'Switzerland'],
    ends: 20,
  },
  {
    label: 'Daniel Becker',
    costCentre: 'research',
    allowance: 5,
    pace: [60, 80],
    places: ['Spain'],
    ends: 24,
  },
  {
    label: "Grace O'Neill",
    costCentre: 'sales-south',
    allowance: 2,
    pace: [50, 90, 120],
    places: ['Ireland', 'United Kingdom'],
    ends: 12,
  },
  {
    label: 'Farid Haddad',
    costCentre: 'sales-south',
    allowance: 20,
    pace: [400, 350, 500],
    places: ['United States'],
    ends: 15,
  },
  {
    label: 'Ines Moreau',
    costCentre: 'board',
    allowance: 10,
    pace: [300, 20, 10, 410],
    places: ['Brazil', 'Chile'],
    ends: 11,
  },
  {
    label: 'Jonas Weber',
    costCentre: 'board',
    allowance: 3,
    pace: [100, 130],
    places: ['Italy'],
    ends: 18,
  },
  {
    label: 'Kaia Sørensen',
    costCentre: 'field',
    allowance: 5,
    pace: [],
    places: ['Norway'],
    ends: 25,
    status: 'READY',
  },
  { label: 'Luca Rossi', costCentre: 'field', allowance: 1, pace: [20, 35], places: ['Greece'], ends: 6 },
  {
    label: 'Mei Tanaka',
    costCentre: 'field',
    allowance: 8,
    pace: [260, 90],
    places: ['Singapore', 'Malaysia'],
    ends: 13,
  },
];

/** A fleet in the middle of its trips, as a travel manager sees it: what needs attention, and what was done about it. */
export async function showcase(http: Readonly<Record<string, unknown>> = {}) {
  const inventory = TRAVELLERS.map(
    ({ label, costCentre }, index) =>
      `${iccidOf(index)},${label},${label.split(' ')[0]?.toLowerCase()}@example.com,${costCentre}`,
  );
  const { api, site } = await scene({
    inventory: `iccid,label,email,cost_centre\n${inventory.join('\n')}\n`,
    config: {
      http: { listen: '127.0.0.1:0', ...http },
      receivers: [
        { name: 'ops', email: { to: ['ops@example.com'] } },
        { name: 'board', email: { to: ['assistant@example.com'] } },
      ],
      routes: [
        { match: { cost_centre: 'board' }, receivers: ['board'] },
        { match: {}, receivers: ['ops'] },
      ],
    },
  });
  site.clock.now = POLLS_FROM;
  const esims = TRAVELLERS.map(({ allowance, ends, status }) =>
    api.add({
      allowed: allowance * GB,
      remaining: allowance * GB,
      expiredAt: status === 'READY' ? null : NOW + ends * DAY,
      lapsesAt: status === 'READY' ? NOW + ends * DAY : null,
      status: status ?? 'INSTALLED',
      packages: [{ name: `${allowance} GB - 30 Days`, at: JANUARY }],
    }),
  );
  site.mail.setFaults([
    {
      at: 'recipient',
      recipient: 'assistant@example.com',
      how: { code: 550, text: '5.1.1 no such mailbox' },
    },
  ]);
  while (site.clock.now < NOW) {
    for (const [index, esim] of esims.entries()) use(esim, TRAVELLERS[index], site.clock.now);
    await site.poll();
    site.wait(12 * HOUR);
  }
  for (const [index, esim] of esims.entries()) use(esim, TRAVELLERS[index], site.clock.now);
  await site.poll();
  const { store } = await site.context;
  const [first] = (await store.alerts.open()).filter(({ severity }) => severity === 'warning');
  if (first) {
    await store.alerts.acknowledge(first.id, site.clock.now - HOUR, 'ines', 'Top-up is ordered');
  }
  await store.silences.add({
    matcher: 'cost_centre=field,severity=warning',
    comment: 'Training week, everybody is on Wi-Fi',
    createdAt: site.clock.now - 2 * HOUR,
    endsAt: site.clock.now + 3 * DAY,
    createdBy: 'ines',
  });
  await site.stop();
  const daemon = await Daemon.start(site);
  const { http: base } = await daemon.event('started');
  return { api, site, daemon, base: String(base) };
}

/** What an eSIM has used by now: whole days, and half of today. */
function use(esim: ScriptedEsim, traveller: Traveller | undefined, now: UnixSeconds): void {
  if (traveller === undefined || traveller.pace.length === 0) return;
  const { pace, places, allowance } = traveller;
  const days = [];
  let left = allowance * GB;
  for (let day = FIRST_DAY, count = 0; day <= now; day += DAY, count++) {
    const share = Math.min(1, (now - day) / DAY);
    const used = Math.min(left, Math.round((pace[count % pace.length] ?? 0) * share));
    left -= used;
    const location = places[Math.floor(count / 5) % places.length];
    if (used > 0) days.push({ date: dateOf(day, 'UTC'), usage: used * KB_PER_MB, location });
  }
  esim.days = days;
  esim.remaining = left;
}

function iccidOf(index: number): string {
  return `8944000000000000${String(index + 1).padStart(3, '0')}`;
}
