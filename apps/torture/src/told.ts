import type { CaughtRequest } from '@roamwatch/test-peers';
import type { Kind, Rank } from './thresholds.js';

/** One notification about an eSIM. */
export interface Told {
  readonly iccid: string;
  readonly kind: Kind;
  readonly rule: string;
  readonly alertId: number;
  readonly change: 'opened' | 'escalated' | 'resolved' | 'reminder';
  readonly rank: Rank;
  /** Unix seconds. */
  readonly openedAt: number;
}

interface Payload {
  readonly id: string;
  readonly items: readonly {
    readonly alertId: number;
    readonly change: Told['change'];
    readonly severity: 'warning' | 'critical';
    readonly rule: string;
    readonly iccid: string | null;
    readonly openedAt: string;
  }[];
}

const KIND_OF: Readonly<Record<string, Kind>> = { 'low-data': 'data', 'used-up': 'data', expiring: 'expiry' };

/** The messages that arrived at the hook; a message that came twice under one id counts once. */
export function toldBy(requests: readonly CaughtRequest[]): readonly Told[] {
  const payloads = requests.map(({ body }) => JSON.parse(body.toString()) as Payload);
  const once = new Map(payloads.map((payload) => [payload.id, payload]));
  return [...once.values()].flatMap(({ items }) =>
    items.flatMap(({ iccid, rule, severity, openedAt, ...item }) => {
      const kind = KIND_OF[rule];
      if (iccid === null || kind === undefined) return [];
      const rank: Rank = rule === 'used-up' ? 3 : severity === 'critical' ? 2 : 1;
      return [{ ...item, iccid, rule, kind, rank, openedAt: Date.parse(openedAt) / 1000 }];
    }),
  );
}
