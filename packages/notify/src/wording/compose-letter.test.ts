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
  expect(subjectOf(item(0, over), item(1, over))).toBe(
    '[resolved] 2 eSIMs are fine again: Anna Kern: topped up',
  );
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
  expect(card?.details).toContain('never read');
});

test('one card per eSIM, what is over comes last, and an eSIM that is worse again is not called resolved', () => {
  const over = { change: 'resolved', reason: 'topped up' } as const;
  const { cards } = composeLetter(
    alerts([item(0, over), item(1), item(0, { alertId: 9, severity: 'warning' }), item(2, over)]),
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
    'Top it up: 1 GB - 7 Days for 4.50 USD or 3 GB - 30 Days for 9 USD.',
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
