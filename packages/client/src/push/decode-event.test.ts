import fc from 'fast-check';
import { expect, test } from 'vitest';
import { decodePushEvent } from './decode-event.js';

const MB = 1024 ** 2;
const AT = 1_767_225_600;

const head = {
  timestamp: AT,
  iccid: '8910300000012345678F',
  esim_id: 'e-1',
  reference_id: 'order 7',
  start: AT - 86_400,
  end: AT + 86_400,
  status: 'activated',
};
const usageData = {
  ...head,
  package_id: 'p',
  package_name: '1 GB - 7 Days',
  data_units: 'MB',
  usage_data: { isUnlimited: false, allowed_data: 1024, remaining_data: 256.5, allowed_sms: 0 },
  usage_list: [{ date: '2026-01-01', data_used: 767.5, location: 'France' }],
};
const esim = { at: AT, iccid: '8910300000012345678', esimId: 'e-1', status: 'ACTIVATED' };
const figures = { allowanceBytes: 1024 * MB, remainingBytes: 256.5 * MB, endsAt: AT + 86_400 };

test.each([
  ['with its category', { event_category: 'esim', event_type: 'usage', data: usageData }],
  ['as the sample code spells it', { event_type: 'esim_usage', data: usageData }],
  ['both ways at once', { event_category: 'ESIM', event_type: 'ESIM_USAGE', data: usageData }],
  ['of another name for the fields', { eventCategory: 'esim', eventType: 'usage', data: usageData }],
  ['sent as a status', { event_category: 'esim', event_type: 'status', data: usageData }],
])('a usage event %s', (_name, body) => {
  const { event, rejected } = decodePushEvent(body);
  expect(event).toMatchObject({ kind: 'usage', ...esim, figures });
  expect(rejected).toEqual([]);
});

test.each([
  [{ event_category: 'esim', event_type: 'status', data: head }],
  [{ event_type: 'esim_status', data: head }],
])('a status event %#', (body) => {
  expect(decodePushEvent(body).event).toMatchObject({ kind: 'status', ...esim, figures: null });
});

test.each([
  [{ usedBytes: 700 * MB, remainingBytes: 324 * MB, totalBytes: 1024 * MB }],
  [{ usedBytes: 700 * MB, totalBytes: 1024 * MB }],
  [{ remainingBytes: String(324 * MB), totalBytes: 1024 * MB }],
])("figures in bytes, as the vendor's other page has them %#", (bytes) => {
  for (const type of [{}, { event_type: 'usage' }, { event: 'esim.usage' }]) {
    expect(decodePushEvent({ ...type, data: { esimId: 'e-1', ...bytes } }).event).toMatchObject({
      kind: 'usage',
      at: null,
      iccid: null,
      esimId: 'e-1',
      figures: { allowanceBytes: 1024 * MB, remainingBytes: 324 * MB, endsAt: null },
    });
  }
});

test.each([
  ['unlimited', { usage_data: { isUnlimited: true, allowed_data: 0, remaining_data: 0 } }, []],
  ['a sentinel', { usage_data: { allowed_data: Number.MAX_SAFE_INTEGER, remaining_data: 5 } }, []],
  ['without figures', { usage_data: undefined }, []],
  ['more left than allowed', { usage_data: { allowed_data: 5, remaining_data: 6 } }, []],
  ['in an unknown unit', { data_units: 'PB' }, ['data_units is unknown']],
  ['without a unit', { data_units: undefined }, ['data_units is missing']],
  ['unreadable', { usage_data: { allowed_data: 'much', remaining_data: 1 } }, ['allowed_data is unreadable']],
  [
    'of which three do not fit',
    { usedBytes: 5, remainingBytes: 5, totalBytes: 90 },
    ['its figures contradict each other'],
  ],
])('figures that are %s are none, and the event still counts', (_name, change, reasons) => {
  const { event, rejected } = decodePushEvent({
    event_type: 'esim_usage',
    data: { ...usageData, ...change },
  });
  if (reasons[0] !== 'its figures contradict each other')
    expect(event).toMatchObject({ kind: 'usage', figures: null });
  expect(event).not.toBeNull();
  expect(rejected.map(({ reason }) => reason)).toEqual(reasons);
});

test.each([
  ['low_balance', 'low'],
  ['insufficient_balance', 'insufficient'],
  ['top_up', 'topped-up'],
])('a balance event %s', (event_type, change) => {
  const data = {
    timestamp: AT,
    balance: 16.049999999999997,
    threshold: '50.00',
    threshold_percentage: 20,
    currency: 'usd',
  };
  expect(decodePushEvent({ event_category: 'partner', event_type, data }).event).toMatchObject({
    ...{ kind: 'balance', change, at: AT, balance: '16.05', threshold: '50.00', currency: 'USD' },
  });
});

test.each([
  [{ event_category: 'affiliate', event_type: 'order', data: { order_id: 5 } }],
  [{ event_category: 'partner', event_type: 'refunded', data: { event_id: 'x' } }],
  [{ event_category: 'esim', event_type: 'top_up', data: head }],
  [{ event_category: 'esim', event_type: 'activated', data: head }],
])('anything else is acknowledged %#', (body) => {
  expect(decodePushEvent(body).event?.kind).toBe('other');
});

test.each([
  [[], 'the body is not an object'],
  ['esim_usage', 'the body is not an object'],
  [{ event_type: 'esim_usage' }, 'data is missing'],
  [{ event_type: 'esim_usage', data: [] }, 'data is missing'],
  [{ data: {} }, 'its type is missing'],
  [{ event_type: 'esim_status', data: { status: 'ACTIVATED' } }, 'it names no eSIM'],
  [{ event_type: 'esim_status', data: { iccid: 'none' } }, 'it names no eSIM'],
])('what cannot be used is refused with its reason %#', (body, reason) => {
  const { event, rejected } = decodePushEvent(body);
  expect(event).toBeNull();
  expect(rejected[0]).toMatchObject({ what: 'event', reason });
});

test.each([
  [AT, AT],
  [AT * 1000 + 250, AT],
  [String(AT), AT],
  ['2026-01-01T00:00:00Z', AT],
  ['2026-01-01 01:00:00+01:00', AT],
  ['2026-01-01 00:00:00', null],
  ['soon', null],
  [undefined, null],
])('the time %s', (timestamp, at) => {
  expect(decodePushEvent({ event_type: 'esim_status', data: { ...head, timestamp } }).event?.at).toBe(at);
});

test('the same content has the same digest, however it is written, and other content another', () => {
  const digest = (data: object) => decodePushEvent({ event_type: 'esim_usage', data }).event?.digest;
  const { timestamp, ...rest } = usageData;
  expect(digest({ ...rest, timestamp })).toBe(digest(usageData));
  expect(digest({ ...usageData, timestamp: AT + 1 })).not.toBe(digest(usageData));
  expect(digest({ ...usageData, status: 'INACTIVE' })).not.toBe(digest(usageData));
});

test('whatever JSON can carry, nothing throws, and nothing that names a secret is kept', () => {
  const secrets = { lpaCode: 'LPA:1$x$SECRET', activationCode: 'SECRET', pin: 'SECRET', number: 'SECRET' };
  const wild = fc.dictionary(
    fc.constantFrom(
      'timestamp',
      'iccid',
      'esim_id',
      'status',
      'usage_data',
      'data_units',
      'balance',
      'totalBytes',
      'end',
    ),
    fc.jsonValue(),
  );
  fc.assert(
    fc.property(
      fc.oneof(fc.jsonValue(), wild),
      fc.constantFrom('usage', 'status', 'esim_usage', 'low_balance', 'order', null, 7),
      fc.constantFrom('esim', 'partner', null, {}),
      (data, event_type, event_category) => {
        const given =
          typeof data === 'object' && data !== null && !Array.isArray(data) ? { ...data, ...secrets } : data;
        const decoded = decodePushEvent({ event_type, event_category, data: given });
        expect(JSON.stringify(decoded)).not.toContain('SECRET');
        expect(JSON.stringify(decoded).length).toBeLessThan(4_000);
      },
    ),
    { numRuns: 500 },
  );
});
