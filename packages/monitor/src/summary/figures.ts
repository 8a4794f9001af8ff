import {
  addDays,
  type CalendarDate,
  DAY,
  type DateRange,
  dateOf,
  MoneyTotal,
  signedPrice,
  startOfDay,
  type UnixSeconds,
} from '@roamwatch/core';
import type { FleetSummary, SummaryEsims, SummaryName } from '@roamwatch/notify';
import type { NamedEsims, ReportSnapshot } from '@roamwatch/store';
import type { SummaryContext } from './context.js';

/** Days that a summary is about, and that it looks ahead. */
const DAYS = 7;

/** eSIMs named in each of its lists. */
const NAMED = 5;

/** The figures of the days before `at`, which is not among them. */
export async function summaryFigures(ctx: SummaryContext, at: UnixSeconds): Promise<FleetSummary> {
  const { store, config } = ctx;
  const today = dateOf(at, config.timeZone);
  const [from, before] = [addDays(today, -DAYS), addDays(today, -2 * DAYS)];
  const snapshot = await store.snapshot();
  try {
    const [usage, earlier] = [
      await usageOf(snapshot, { from, to: today }),
      await usageOf(snapshot, { from: before, to: from }),
    ];
    const counts = await store.pages.alertCounts();
    const notMonitored = await store.pages.notMonitored(config.poll.statuses);
    return {
      from,
      to: addDays(today, -1),
      dataAsOf: snapshot.dataAsOf,
      fleet: {
        byStatus: [...(await store.fleet.countByStatus())].map(([status, count]) => ({ status, count })),
        notMonitored: total({ ...notMonitored, ended: 0 }),
        openCritical: counts.critical,
        openWarning: counts.warning,
      },
      usage: { ...usage, bytesBefore: earlier.bytes },
      spend: await spendOf(snapshot, from, today, config.timeZone),
      expiring: named(await store.fleet.expiring({ from: at, to: at + DAYS * DAY }, NAMED)),
      neverUsed: named(await store.fleet.neverUsed(at, NAMED)),
    };
  } finally {
    await snapshot.close();
  }
}

function total(counts: Readonly<Record<string, number | undefined>>): number {
  return Object.values(counts).reduce<number>((sum, count) => sum + (count ?? 0), 0);
}

/** Usage on the dates of a range, and the eSIMs that used the most. */
async function usageOf(
  snapshot: Pick<ReportSnapshot, 'used'>,
  range: DateRange,
): Promise<Omit<FleetSummary['usage'], 'bytesBefore'>> {
  const byEsim = new Map<string, { readonly name: SummaryName; bytes: number }>();
  for await (const rows of snapshot.used(range)) {
    for (const { iccid, label, usedBytes } of rows) {
      const key = iccid ?? label ?? '';
      const known = byEsim.get(key);
      if (known) known.bytes += usedBytes;
      else byEsim.set(key, { name: { iccid, esimId: '?', label }, bytes: usedBytes });
    }
  }
  const using = [...byEsim.values()].filter(({ bytes }) => bytes > 0).sort((a, b) => b.bytes - a.bytes);
  return {
    bytes: using.reduce((sum, { bytes }) => sum + bytes, 0),
    esims: using.length,
    most: using.slice(0, NAMED),
  };
}

async function spendOf(
  snapshot: Pick<ReportSnapshot, 'spent'>,
  from: CalendarDate,
  to: CalendarDate,
  timeZone: string,
): Promise<FleetSummary['spend']> {
  const sums = new MoneyTotal();
  let purchases = 0;
  for await (const rows of snapshot.spent({
    from: startOfDay(from, timeZone),
    to: startOfDay(to, timeZone),
  })) {
    for (const row of rows) {
      purchases += 1;
      sums.add(row.currency, signedPrice(row));
    }
  }
  return {
    purchases,
    amounts: Object.entries(sums.amounts).map(([currency, amount]) => ({ currency, amount })),
    unpriced: sums.unpriced,
  };
}

function named({ total, esims }: NamedEsims): SummaryEsims {
  return {
    total,
    esims: esims.map(({ endsAt, ...esim }) => ({ ...esim, expiresAt: endsAt })),
  };
}
