import { UNIT_BYTES, type UnixSeconds } from '@roamwatch/core';
import type { Occasion } from './occasions.js';

/** How an event is written: the vendor's pages disagree. `documented`: with a category; `sample`: as its sample code expects. */
export const SHAPES = ['documented', 'sample', 'bytes'] as const;

export type Shape = (typeof SHAPES)[number];

/** The vendor's events about the balance of the account. */
export const BALANCE_EVENTS = ['low_balance', 'insufficient_balance', 'top_up'] as const;

export type BalanceEventType = (typeof BALANCE_EVENTS)[number];

type Body = Readonly<Record<string, unknown>>;

/** An event about an eSIM. */
export function esimBody({ kind, esim, at, status, allowance }: Occasion, shape: Shape, event = at): Body {
  const { allowedBytes, remainingBytes, startsAt, endsAt } = allowance;
  if (kind === 'usage' && shape === 'bytes' && allowedBytes !== null && remainingBytes !== null) {
    const figures = { totalBytes: allowedBytes, remainingBytes, usedBytes: allowedBytes - remainingBytes };
    return { event_type: 'usage', data: { esimId: esim.esimId, timestamp: event, ...figures } };
  }
  const head = {
    timestamp: event,
    iccid: esim.iccid,
    esim_id: esim.esimId,
    reference_id: esim.referenceId,
    start: startsAt,
    end: endsAt,
    status: status === 'INSTALLED' ? 'ACTIVATED' : status,
  };
  const name =
    shape === 'sample' ? { event_type: `esim_${kind}` } : { event_category: 'esim', event_type: kind };
  if (kind === 'status') return { ...name, data: head };
  const megabytes = (bytes: number | null) => (bytes === null ? 0 : Math.floor(bytes / UNIT_BYTES.MB));
  return {
    ...name,
    data: {
      ...head,
      package_name: esim.runAt(at).purchases[0].offer.name,
      ...{ data_units: 'MB', voice_units: 'minutes', sms_units: 'sms' },
      usage_data: {
        isUnlimited: allowedBytes === null,
        allowed_data: megabytes(allowedBytes),
        remaining_data: megabytes(remainingBytes),
        allowed_sms: 0,
      },
      usage_list: [],
    },
  };
}

/** An event about the account. */
export function balanceBody(type: BalanceEventType, at: UnixSeconds): Body {
  const balance = { low_balance: 42.5, insufficient_balance: 0.4, top_up: 500 }[type];
  const data = { timestamp: at, balance, threshold: 50, threshold_percentage: 10, currency: 'USD' };
  return { event_category: 'partner', event_type: type, data };
}

/** One that nobody needs to act on. */
export function orderBody(at: UnixSeconds): Body {
  return { event_category: 'affiliate', event_type: 'order', data: { timestamp: at, order_id: 4711 } };
}
