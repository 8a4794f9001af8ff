import { DAY, LANGUAGES, type LanguageCode, type Reason, type RuleType } from '@roamwatch/core';
import { describe, expect, test } from 'vitest';
import { FINDINGS, recorded, TOPPED_UP } from '../../test/findings.js';
import { alerts, esim, item, MIXED, manyAlerts, NOW } from '../../test/messages.js';
import { composeLetter } from './compose-letter.js';
import { plainText } from './plain-text.js';

const subjectOf = (...items: Parameters<typeof alerts>[0]) => composeLetter(alerts(items)).subject;

test.each([
  ['data-low', 'Anna Kern has 42 MB of 1 GB left'],
  ['data-exhausted', 'Anna Kern has no data left'],
  ['expiry', "Anna Kern's package expires in 50 h (Wed 5 Feb, 14:00 GMT)"],
  ['expiry-unused', "Anna Kern's eSIM is not installed and expires in 50 h (Wed 5 Feb, 14:00 GMT)"],
  ['data-forecast', 'Anna Kern is projected to run out of data in 9 h'],
  ['usage-spike', 'Anna Kern used 434 MB on 2 Feb, 11 times the 7-day median (40 MB)'],
  ['new-location', 'Anna Kern: first usage in Japan'],
  ['stale', 'Anna Kern: no usage data for 9 h'],
] satisfies [RuleType, string][])('the subject for %s', (ruleType, headline) => {
  expect(subjectOf(item(0, { ruleType }))).toBe(`[critical] ${headline}`);
});

test('the subject counts eSIMs, not alerts, and names the worst', () => {
  const warning = { severity: 'warning' } as const;
  const low = item(0);

  expect(subjectOf(low, item(0, { alertId: 7, ruleType: 'expiry' }))).toBe(
    '[critical] Anna Kern has 42 MB of 1 GB left',
  );
  expect(subjectOf(low, item(1, warning), item(2, warning))).toBe(
    '[critical] 3 eSIMs need attention (1 critical): Anna Kern has 42 MB of 1 GB left, …',
  );
  expect(subjectOf(item(0, warning))).toMatch(/^\[warning\] /);
});

test('the subject marks reminders, resolved alerts and the provider', () => {
  const over = { change: 'resolved', reason: TOPPED_UP } as const;
  const provider = { esim: null, ruleType: 'provider-down' } as const;

  expect(subjectOf(item(0, { change: 'reminder', openedAt: NOW - 3 * DAY }))).toBe(
    '[critical] Reminder: 1 critical alert still open after 3 days: Anna Kern has 42 MB of 1 GB left',
  );
  expect(
    subjectOf(
      ...[0, 1, 2].map((index) => item(index, { change: 'reminder', openedAt: NOW - (index + 2) * DAY })),
    ),
  ).toBe(
    '[critical] Reminder: 3 critical alerts still open, for up to 4 days: Anna Kern has 42 MB of 1 GB left, …',
  );
  expect(subjectOf(item(0, over))).toBe('[resolved] Anna Kern: topped up: 1 GB of 2 GB left (50 %)');
  expect(subjectOf(item(0, over), item(1, over))).toBe('[resolved] Resolved for 2 eSIMs: Anna Kern, Bus 12');
  expect(subjectOf(item(0, provider))).toBe('[critical] The provider rejected the API token (HTTP 401)');
  expect(subjectOf(item(0, provider), item(1))).toBe(
    '[critical] 2 alerts need attention (2 critical): The provider rejected the API token (HTTP 401), …',
  );
});

test('what is unknown is shown as unknown, never zero', () => {
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

test('one card per eSIM at its worst item, and an eSIM that is worse again is not called resolved', () => {
  const over = { change: 'resolved', reason: TOPPED_UP } as const;
  const { cards } = composeLetter(
    alerts([item(1), item(0, { alertId: 9, severity: 'warning' }), item(0, over), item(2, over)]),
  );

  expect(cards.map(({ name, state }) => `${name} ${state}`)).toEqual([
    'Bus 12 Critical',
    'Anna Kern Warning',
    'Chidi Okafor Resolved',
  ]);
  expect(cards[1]?.alerts.map(({ reason }) => reason)).toContain(
    'Resolved: topped up: 1 GB of 2 GB left (50 %)',
  );
  expect(cards[2]).toMatchObject({
    next: null,
    alerts: [{ reason: 'topped up: 1 GB of 2 GB left (50 %)', command: null }],
  });
});

test('a digest has a card for each eSIM that is shown, and counts all', () => {
  expect(composeLetter(manyAlerts(500))).toMatchObject({ cardsInAll: 500, cards: { length: 15 } });
});

test('next: the cheapest top-ups, else the notes, else advice', () => {
  const nextOf = (given: Parameters<typeof esim>[1], ruleType: RuleType = 'data-low') =>
    composeLetter(alerts([item(0, { ruleType, esim: esim(0, given) })])).cards[0]?.next;

  expect(nextOf({ notes: ['Dial *1#.'] })).toBe(
    'Top up: 1 GB - 7 Days for 4.50 USD or 3 GB - 30 Days for 9.00 USD.',
  );
  expect(nextOf({ notes: ['Dial *1#.'], topUps: [] })).toBe('The provider says: Dial *1#.');
  expect(nextOf({ topUps: [] })).toBe('Top up, or use Wi-Fi until the package ends.');
  expect(nextOf({}, 'expiry-unused')).toBe('Install the profile before then, or the unused data expires.');
});

test('times are in the reader’s zone, across a change to summer time', () => {
  const inSummer = esim(0, { expiresAt: NOW + 60 * DAY });
  const letter = composeLetter(alerts([item(0, { esim: inSummer })], { timeZone: 'Europe/Zurich' }));

  expect(letter.cards[0]?.expiry).toBe('package expires in 60 days (Fri 4 Apr)');
});

test('the same message in the same words, every time', () => {
  expect(composeLetter(MIXED)).toEqual(composeLetter(MIXED));
});

test('the provider speaks for itself, and what is past is marked as past', () => {
  const provider = { esim: null, ruleType: 'provider-down' } as const;
  const outage: Reason = {
    ...FINDINGS['provider-down'],
    measured: { kind: 'unreachable', failuresRunning: 3, detail: 'list: HTTP 503', httpStatus: 503 },
    reached: { severity: 'critical', cause: 'unreachable' },
  };
  const cleared: Reason = { kind: 'cleared', finding: outage, openFor: 42 * 60 };

  expect(subjectOf(item(0, { ...provider, reason: outage }))).toBe(
    '[critical] The provider API has failed in 3 consecutive polls (HTTP 503)',
  );
  expect(subjectOf(item(0, { ...provider, change: 'resolved', reason: cleared }))).toBe(
    '[resolved] The provider API is responding again (down for 42 min)',
  );
  expect(subjectOf(item(0, { ruleType: 'expiry', esim: esim(0, { expiresAt: NOW - 60 }) }))).toBe(
    "[critical] Anna Kern's package expired 1 min ago (Mon 3 Feb, 11:59 GMT)",
  );
});

test('what an earlier version stored in words is passed on as it is', () => {
  const old = item(0, { reason: recorded('runs dry in 8 hours (about 20:30)') });

  expect(subjectOf(old)).toBe('[critical] Anna Kern: runs dry in 8 hours (about 20:30)');
  expect(composeLetter(alerts([old])).cards[0]?.alerts.map(({ reason }) => reason)).toEqual([
    'runs dry in 8 hours (about 20:30)',
  ]);
});

test('the reason does not repeat the card', () => {
  const reasonsOf = (given: Parameters<typeof item>[1]) =>
    composeLetter(alerts([item(0, given)])).cards[0]?.alerts.map(({ reason }) => reason);
  const low = FINDINGS['data-low'];
  const before = { ...low, measured: { ...low.measured, remainingBytes: 50 * 1024 ** 2 } };

  expect(reasonsOf({})).toEqual(['at or below 10 %']);
  expect(reasonsOf({ reason: before })).toEqual(['50 MB of 1 GB left (4.9 %), at or below 10 %']);
  expect(reasonsOf({ ruleType: 'expiry' })).toEqual(['3 days or less before the end']);
  expect(reasonsOf({ change: 'resolved', reason: TOPPED_UP })).toEqual([
    'topped up: 1 GB of 2 GB left (50 %)',
  ]);
  expect(reasonsOf({ change: 'reminder', openedAt: NOW - DAY, timesTold: 0 })).toEqual([
    'Open for 24 h. At or below 10 %',
  ]);
});

test('each alert shows its number, its rule, its start, and how to acknowledge it', () => {
  const over = item(0, { alertId: 9, change: 'resolved', reason: TOPPED_UP });
  const { cards } = composeLetter(alerts([item(2, { openedAt: NOW - DAY }), over]));

  expect(cards[0]?.alerts).toEqual([
    {
      reason: 'at or below 10 %',
      about: 'alert 3, low-data, since Sun 2 Feb, 12:00 GMT',
      command: 'roamwatch alerts ack 3',
    },
  ]);
  expect(cards[1]?.alerts[0]?.command).toBeNull();
});

test('with a page each card links to its alerts, and where a top-up helps to the provider', () => {
  const links = { pageUrl: 'https://roamwatch.example.com', topUpUrl: 'https://partner.example.com' };
  const one = composeLetter({ ...alerts([item(2)]), ...links });
  const two = composeLetter({ ...alerts([item(0, { ruleType: 'new-location' }), item(2)]), ...links });

  expect(one.cards[0]?.links).toEqual([
    { label: 'Open alert 3', url: 'https://roamwatch.example.com/alerts/3' },
    { label: 'Top up', url: 'https://partner.example.com' },
  ]);
  expect(one.links).toEqual([]);
  expect(two.cards[0]?.links).toHaveLength(1);
  expect(two.links).toEqual([{ label: 'Open alerts', url: 'https://roamwatch.example.com/alerts' }]);
  expect(composeLetter(alerts([item(2)])).cards[0]?.links).toEqual([]);
});

test('lists of mails show the next cases behind the subject, or what else there is to know of the only one', () => {
  expect(composeLetter(alerts([item(0), item(1), item(2)])).preheader).toBe(
    'Also: Bus 12 has 42 MB of 1 GB left; Chidi Okafor has 42 MB of 1 GB left',
  );
  expect(composeLetter(alerts([item(0, { ruleType: 'new-location' })])).preheader).toBe(
    'package expires in 50 h (Wed 5 Feb, 14:00 GMT). Check with the traveller that this is expected.',
  );
});

test('many that resolved are counted and named', () => {
  const over = Array.from({ length: 5 }, (_, index) => item(index, { change: 'resolved' }));

  expect(subjectOf(...over)).toBe(
    '[resolved] Resolved for 5 eSIMs: Anna Kern, Bus 12, Chidi Okafor and 2 more',
  );
});

describe('a traveller', () => {
  const toTraveller = (...items: Parameters<typeof alerts>[0]) =>
    composeLetter(
      alerts(items, { audience: 'traveller', pageUrl: 'https://page', topUpUrl: 'https://shop' }),
    );

  test.each([
    ['data-low', 'Your eSIM has 42 MB of 1 GB left'],
    ['data-exhausted', 'Your eSIM has no data left'],
    ['expiry', 'Your eSIM package expires in 50 h (Wed 5 Feb, 14:00 GMT)'],
    ['expiry-unused', 'Your eSIM is not installed and expires in 50 h (Wed 5 Feb, 14:00 GMT)'],
    ['data-forecast', 'At your current pace, your eSIM runs out of data in 9 h'],
    ['usage-spike', 'Your eSIM used 434 MB on 2 Feb, far more than usual'],
    ['new-location', 'Your eSIM was used in Japan for the first time'],
    ['stale', 'No usage data from your eSIM for 9 h'],
  ] satisfies [RuleType, string][])('is addressed in person about %s', (ruleType, subject) => {
    const letter = toTraveller(item(0, { ruleType }));

    expect(letter.subject).toBe(subject);
    expect(letter.cards[0]?.next).toMatch(/you/i);
  });

  test('sees nothing that is the company’s business, and nothing that leads nowhere', () => {
    const text = plainText(toTraveller(item(0), item(1, { ruleType: 'expiry' })));

    expect(text).toContain('Your eSIM …000000 has 42 MB of 1 GB left');
    expect(text).toContain('Your eSIM …000001');
    expect(text).not.toMatch(/sales-uk|alert 1|low-data|alerts ack|USD|https:|receiver|\[critical\]/);
  });

  test('is notified that all is well again, and what a reminder is', () => {
    const over = toTraveller(item(0, { change: 'resolved', reason: TOPPED_UP }));

    expect(over.subject).toBe('Your eSIM is fine again');
    expect(over.cards[0]?.alerts[0]?.reason).toBe('Topped up: 1 GB of 2 GB left (50 %)');
    expect(toTraveller(item(0, { change: 'reminder' })).subject).toBe(
      'Reminder: your eSIM has 42 MB of 1 GB left',
    );
  });

  test('can be written to in every language, about everything there can be', () => {
    for (const language of Object.keys(LANGUAGES) as LanguageCode[]) {
      for (const audience of ['operators', 'traveller'] as const) {
        for (const reason of [...Object.values(FINDINGS), TOPPED_UP]) {
          const one = item(0, {
            reason,
            ruleType: 'kind' in reason && reason.kind in FINDINGS ? (reason.kind as RuleType) : 'data-low',
          });
          const text = plainText(composeLetter(alerts([one], { audience, language })));
          expect(text).not.toMatch(/undefined|null|NaN|\[object/);
          if (language === 'de') expect(text).not.toMatch(/\b(your|left|expires|alert|threshold)\b/);
        }
      }
    }
  });
});
