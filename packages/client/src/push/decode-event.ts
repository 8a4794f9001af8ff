import { createHash } from 'node:crypto';
import {
  type BalanceChange,
  type BalanceEvent,
  canonicalIccid,
  type EsimEvent,
  type PushEvent,
  type Rejected,
} from '@roamwatch/core';
import { aloneContext, Decoding } from '../decode/decoding.js';
import { Fields } from '../decode/fields.js';
import { isRecord, namesOf } from '../decode/sample.js';
import { readFigures } from './figures.js';
import { readMoment } from './moment.js';

/** An event of the provider's push, or why it cannot be used. */
export type DecodedEvent =
  | { readonly event: PushEvent; readonly rejected: readonly Rejected[] }
  | { readonly event: null; readonly rejected: readonly [Rejected, ...Rejected[]] };

/**
 * Decodes the body of an event, JSON that was parsed. The provider's pages disagree about its shape, so each is taken: `usage` and
 * `status` with a category, `esim_usage` and `esim_status` without, and figures in bytes in the place of everything else.
 */
export function decodePushEvent(body: unknown): DecodedEvent {
  if (!isRecord(body)) return refused('the body is not an object', 'not an object');
  if (!isRecord(body.data)) return refused('data is missing', namesOf(body));
  const decoding = new Decoding(aloneContext());
  const envelope = new Fields(body, 'event', decoding);
  const data = new Fields(body.data, 'event', decoding);
  const category = wordIn(envelope, 'event_category', 'eventCategory', 'category');
  const type = wordIn(envelope, 'event_type', 'eventType', 'type', 'event');
  const about = subjectOf(category, type, data);
  switch (about.subject) {
    case 'esim':
      return esimEvent(about.kind, data, decoding);
    case 'balance':
      return balanceEvent(about.change, data, decoding);
    case 'other':
      return { event: withDigest({ kind: 'other' as const, at: momentOf(data) }), rejected: [] };
    case 'nothing':
      return refused('its type is missing', namesOf(body));
  }
}

type About =
  | { readonly subject: 'esim'; readonly kind: EsimEvent['kind'] }
  | { readonly subject: 'balance'; readonly change: BalanceChange }
  | { readonly subject: 'other' }
  | { readonly subject: 'nothing' };

const BALANCE_CHANGES: ReadonlyMap<string, BalanceChange> = new Map([
  ['low_balance', 'low'],
  ['insufficient_balance', 'insufficient'],
  ['top_up', 'topped-up'],
]);

const ESIM_TYPES: ReadonlyMap<string, EsimEvent['kind']> = new Map([
  ['usage', 'usage'],
  ['status', 'status'],
]);

const FIGURES_IN_BYTES = ['usedBytes', 'remainingBytes', 'totalBytes'];

/** The type decides, then the category, then what is in the event. */
function subjectOf(category: string | null, type: string | null, { wire }: Fields): About {
  const isOfEsim = category === null || category === 'esim';
  const change = BALANCE_CHANGES.get(type ?? '');
  // An eSIM is topped up as well.
  if (change !== undefined && category !== 'esim' && !('iccid' in wire))
    return { subject: 'balance', change };
  const kind = ESIM_TYPES.get((type ?? '').replace(/^esim[_.-]/, ''));
  if (kind !== undefined && isOfEsim) {
    return { subject: 'esim', kind: 'usage_data' in wire ? 'usage' : kind };
  }
  if (isOfEsim && FIGURES_IN_BYTES.some((name) => name in wire)) return { subject: 'esim', kind: 'usage' };
  return type === null && category === null ? { subject: 'nothing' } : { subject: 'other' };
}

function esimEvent(kind: EsimEvent['kind'], data: Fields, decoding: Decoding): DecodedEvent {
  const written = first(data, 'iccid', 'ICCID');
  const iccid = written === null ? null : canonicalIccid(written);
  const esimId = first(data, 'esim_id', 'esimId');
  if (written !== null && iccid === null) data.rejectField('iccid', 'no ICCID');
  if (iccid === null && esimId === null) {
    return refused('it names no eSIM', namesOf(data.wire), decoding.rejected);
  }
  const status = first(data, 'status')?.toUpperCase() ?? null;
  const figures = kind === 'usage' ? readFigures(data) : null;
  const event = withDigest({ kind, at: momentOf(data), iccid, esimId, status, figures });
  return { event, rejected: asEvents(decoding.rejected) };
}

function balanceEvent(change: BalanceChange, data: Fields, decoding: Decoding): DecodedEvent {
  const currency = data.id('currency');
  const event: BalanceEvent = withDigest({
    kind: 'balance',
    change,
    at: momentOf(data),
    balance: data.price('balance'),
    threshold: data.price('threshold'),
    currency: currency !== null && /^[A-Za-z]{3}$/.test(currency) ? currency.toUpperCase() : null,
  });
  return { event, rejected: asEvents(decoding.rejected) };
}

function wordIn(fields: Fields, ...names: readonly string[]): string | null {
  return first(fields, ...names)?.toLowerCase() ?? null;
}

function first(fields: Fields, ...names: readonly string[]): string | null {
  for (const name of names) {
    const text = fields.id(name);
    if (text !== null) return text;
  }
  return null;
}

function momentOf({ wire }: Fields): number | null {
  return readMoment(wire.timestamp) ?? null;
}

/** The same for the same content, whatever else is sent along with it. */
function withDigest<Event extends object>(event: Event): Event & { readonly digest: string } {
  const digest = createHash('sha256').update(JSON.stringify(event)).digest('base64url').slice(0, 16);
  return { ...event, digest };
}

function refused(reason: string, sample: string, others: readonly Rejected[] = []): DecodedEvent {
  return { event: null, rejected: [{ what: 'event', reason, sample }, ...asEvents(others)] };
}

/** Whatever of an event is rejected is listed as an event. */
function asEvents(rejected: readonly Rejected[]): readonly Rejected[] {
  return rejected.map(({ reason, sample }) => ({ what: 'event', reason, sample }));
}
