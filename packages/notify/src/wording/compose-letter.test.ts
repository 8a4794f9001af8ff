import { DAY, type RuleType } from '@roamwatch/core';
import { expect, test } from 'vitest';
import { alerts, esim, item, MIXED, manyAlerts, NOW } from '../../test/messages.js';
import { composeLetter } from './compose-letter.js';

const subjectOf = (...items: Parameters<typeof alerts>[0]) => composeLetter(alerts(items)).subject;

test.each([
  ['data-low', 'Anna Kern has 42 MB of 1 GB left'],
  ['data-exhausted', 'Anna Kern has no data left'],
  ['expiry', 'Anna Kern expires Wed 5 Feb 2025, 14:00 GMT'],
  ['expiry-unused', 'Anna Kern was never installed and lapses Wed 5 Feb 2025, 14:00 GMT'],
  ['data-forecast', 'Anna Kern: the reason'],
  ['usage-spike', 'Anna Kern: the reason'],
  ['new-location', 'Anna Kern: the reason'],
  ['stale', 'Anna Kern: the reason'],
] satisfies [RuleType, string][])('the subject for %s', (ruleType, headline) => {
  expect(subjectOf(item(0, { ruleType, reason: 'the reason' }))).toBe(`[critical] ${headline}`);
});

test('the subject counts eSIMs, not alerts, and names the worst', () => {
  const warning = { severity: 'warning' } as const;
  const low = item(0);

  expect(subjectOf(low, item(0, { alertId: 7, ruleType: 'expiry' }))).toBe(
    '[critical] Anna Kern has 42 MB of 1 GB left',
  );
  expect(subjectOf(low, item(1, warning), item(2, warning))).toBe(
    '[critical] 3 eSIMs: Anna Kern has 42 MB of 1 GB left',
  );
  expect(subjectOf(item(0, warning))).toMatch(/^\[warning\] /);
});

test('the subject says still, resolved, and that it is the provider', () => {
  const over = { change: 'resolved', reason: 'topped up' } as const;
  const provider = { esim: null, ruleType: 'provider-down', reason: 'it refused the token' } as const;

  expect(subjectOf(item(0, { change: 'reminder' }))).toBe(
    '[critical] Still: Anna Kern has 42 MB of 1 GB left',
  );
  expect(subjectOf(item(0, over))).toBe('[resolved] Anna Kern: topped up');
  expect(subjectOf(item(0, over), item(1, over))).toBe('[resolved] Over for 2 eSIMs: Anna Kern, Bus 12');
  expect(subjectOf(item(0, provider))).toBe('[critical] The eSIM provider: it refused the token');
  expect(subjectOf(item(0, provider), item(1))).toBe(
    '[critical] 2 alerts: The eSIM provider: it refused the token',
  );
});

test('what is unknown is said to be unknown, never zero', () => {
  const unknown = esim(0, {
    remainingBytes: null,
    allowanceBytes: null,
    expiresAt: null,
    days: [],
    readAt: null,
  });
  const [card] = composeLetter(alerts([item(0, { esim: unknown, ruleType: 'stale' })])).cards;

  expect(card).toMatchObject({ remaining: 'remaining data unknown', remainingPercent: null, expiry: null });
  expect(card?.details).toContain('no figures yet');
});

test('one card per eSIM where its worst item stands, and an eSIM that is worse again is not called resolved', () => {
  const over = { change: 'resolved', reason: 'topped up' } as const;
  const { cards } = composeLetter(
    alerts([item(1), item(0, { alertId: 9, severity: 'warning' }), item(0, over), item(2, over)]),
  );

  expect(cards.map(({ name, state }) => `${name} ${state}`)).toEqual([
    'Bus 12 Critical',
    'Anna Kern Warning',
    'Chidi Okafor Resolved',
  ]);
  expect(cards[1]?.reasons).toContain('Resolved: topped up');
  expect(cards[2]).toMatchObject({ next: null, reasons: ['topped up'] });
});

test('a digest has a card for every eSIM', () => {
  expect(composeLetter(manyAlerts(500)).cards).toHaveLength(500);
});

test('next: the cheapest top-ups, else the notes, else advice', () => {
  const nextOf = (given: Parameters<typeof esim>[1], ruleType: RuleType = 'data-low') =>
    composeLetter(alerts([item(0, { ruleType, esim: esim(0, given) })])).cards[0]?.next;

  expect(nextOf({ notes: ['Dial *1#.'] })).toBe(
    'Top it up: 1 GB - 7 Days for 4.50 USD or 3 GB - 30 Days for 9.00 USD.',
  );
  expect(nextOf({ notes: ['Dial *1#.'], topUps: [] })).toBe('The provider says: Dial *1#.');
  expect(nextOf({ topUps: [] })).toBe('Top it up, or use Wi-Fi until the package ends.');
  expect(nextOf({}, 'expiry-unused')).toBe('Install it before then, or its data is lost.');
});

test('times are in the reader’s zone, across a change to summer time', () => {
  const inSummer = esim(0, { expiresAt: NOW + 60 * DAY });
  const letter = composeLetter(alerts([item(0, { esim: inSummer })], { timeZone: 'Europe/Zurich' }));

  expect(letter.cards[0]?.expiry).toMatch(/^expires Fri 4 Apr 2025, 14:00 /);
});

test('the same message in the same words, every time', () => {
  expect(composeLetter(MIXED)).toEqual(composeLetter(MIXED));
});

test('the provider speaks for itself, a forecast says when, and what is past is told as past', () => {
  const provider = { esim: null, ruleType: 'provider-down' } as const;
  const forecast = {
    ruleType: 'data-forecast',
    reason: 'runs dry in 8 hours 30 minutes (about Mon 3 Feb 2025, 20:30 GMT) at 120 MB a day',
  } as const;

  expect(subjectOf(item(0, { ...provider, reason: 'the provider refuses the token: 401' }))).toBe(
    '[critical] The eSIM provider refuses the token: 401',
  );
  expect(subjectOf(item(0, { ...provider, change: 'resolved', reason: 'the provider answers again' }))).toBe(
    '[resolved] The eSIM provider answers again',
  );
  expect(subjectOf(item(0, forecast))).toBe('[critical] Anna Kern runs dry in 8 hours 30 minutes');
  expect(subjectOf(item(0, { ruleType: 'expiry', esim: esim(0, { expiresAt: NOW - 60 }) }))).toBe(
    '[critical] Anna Kern expired Mon 3 Feb 2025, 11:59 GMT',
  );
});

test('why says what the card does not say already', () => {
  const reasonsOf = (given: Parameters<typeof item>[1]) =>
    composeLetter(alerts([item(0, given)])).cards[0]?.reasons;
  const end = 'Wed 5 Feb 2025, 14:00 GMT';

  expect(reasonsOf({})).toEqual(['at or below 10 %']);
  expect(reasonsOf({ reason: '50 MB of 1 GB left (4.9 %), at or below 10 %' })).toEqual([
    '50 MB of 1 GB left (4.9 %), at or below 10 %',
  ]);
  expect(reasonsOf({ reason: `the package ends in 2 days 2 hours (${end}), within 3 days` })).toEqual([
    'the package ends in 2 days 2 hours, within 3 days',
  ]);
  expect(
    reasonsOf({ change: 'resolved', reason: 'topped up (allowance changed): 2 GB of 2 GB left (100 %)' }),
  ).toEqual(['topped up: 2 GB of 2 GB left (100 %)']);
  expect(reasonsOf({ change: 'reminder', openedAt: NOW - DAY, timesTold: 0 })).toEqual([
    'Still so after 1 day, never told before: at or below 10 %',
  ]);
});

test('many that are over are counted and named', () => {
  const over = Array.from({ length: 5 }, (_, index) => item(index, { change: 'resolved' }));

  expect(subjectOf(...over)).toBe('[resolved] Over for 5 eSIMs: Anna Kern, Bus 12, Chidi Okafor and 2 more');
});
