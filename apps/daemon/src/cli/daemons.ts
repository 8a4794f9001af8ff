import type { Reader, UnixSeconds } from '@roamwatch/core';
import { cycleUnderWay } from '@roamwatch/monitor';
import type { LeaseHolder, Store } from '@roamwatch/store';
import { isoInstant } from '../iso-instant.js';
import type { Column } from './terminal/column.js';
import { tableOf } from './terminal/table.js';
import { instantCell, relative } from './terminal/times.js';

/** A process that works on the database. */
export interface Daemon extends LeaseHolder {
  /** True while it leads a poll that several share. */
  readonly leads: boolean;
}

/** The processes that work on the database, in the order in which they started. */
export async function daemonsOn(
  store: Pick<Store, 'lease' | 'settings'>,
  now: UnixSeconds,
): Promise<readonly Daemon[]> {
  const [holders, underWay] = await Promise.all([store.lease.holders(now), cycleUnderWay(store)]);
  return holders.map((holder) => ({ ...holder, leads: holder.holder === underWay?.holder }));
}

export function daemonsTable(daemons: readonly Daemon[], reader: Reader): string {
  return tableOf(columns(reader), daemons);
}

function columns({ now, zone }: Reader): readonly Column<Daemon>[] {
  return [
    { title: 'PROCESS', cell: ({ pid }) => String(pid), align: 'right' },
    { title: 'MACHINE', cell: ({ host }) => host },
    { title: 'VERSION', cell: ({ version }) => version ?? '', drop: 2 },
    { title: 'SINCE', ...instantCell(({ since }) => since, { now, zone }), drop: 1 },
    { title: 'LAST SEEN', cell: ({ seenAt }) => relative(seenAt, now), drop: 3 },
    { title: '', cell: ({ leads }) => (leads ? 'leads the poll' : ''), drop: 0 },
  ];
}

export function daemonsInJson(daemons: readonly Daemon[]) {
  return daemons.map(({ holder, pid, host, version, since, seenAt, leads }) => ({
    holder,
    process: pid,
    machine: host,
    version,
    since: isoInstant(since),
    lastSeen: isoInstant(seenAt),
    leadsPoll: leads,
  }));
}
