import { describe, expect, test, vi } from 'vitest';
import { anAlert, anEpoch, anEsim, aReading, GB, MB, NOW } from '../../test/esim.js';
import type { Rule } from '../alerts/rules/registry.js';
import type { EsimFacts, StoredFacts } from '../fleet/facts.js';
import { DAY, HOUR } from '../time/instant.js';
import type { EarlierReading, UsageDetails } from '../usage/usage.js';
import type { Answer } from './answer.js';
import { type AnswersBefore, type AnswersPolicy, decideAnswers, UNREADABLE } from './decide-answers.js';
import { knownDaysDigest, quietFingerprint, storedDaysDigest } from './fingerprint.js';

const unit = (name: 'MB' | 'KB') => ({ unit: name, evidence: '', checked: true });
const units = { allowance: unit('MB'), dailyUsage: unit('KB') };

const policy: AnswersPolicy = {
  rules: [
    { name: 'low-data', type: 'data-low', warning: [{ percent: 25 }], critical: [] },
    { name: 'expiring', type: 'expiry', warning: [3 * DAY], critical: [] },
  ],
  polled: { only: ['INSTALLED'] },
  receivers: [],
  routes: [],
  units,
  version: '1.0.0',
  planning: null,
};

const details: UsageDetails = {
  iccid: '894000000000029365',
  esimId: null,
  status: null,
  startedAt: NOW - 3 * DAY,
  endsAt: NOW + 20 * DAY,
  allowed: 1024,
  remaining: 900,
  days: [{ date: '2025-01-09', location: 'France', used: 2048 }],
  rejected: [],
};

function readWhole(all: UsageDetails, daysDigest: string | null = null) {
  return { details: all, daysDigest, whole: () => all };
}

const usage = {
  kind: 'usage',
  esim: 1,
  at: NOW,
  unlimited: false,
  ...readWhole(details),
  history: null,
  fingerprint: 'f',
  ownUnit: null,
  isNews: true,
} as const;
const known = anEsim({ reading: aReading({ at: NOW - HOUR }), fresh: false });

function decided(
  answers: readonly Answer[],
  facts: readonly (EsimFacts & Partial<StoredFacts>)[] = [known],
  more: Partial<AnswersBefore> = {},
  rules: readonly Rule[] = policy.rules,
) {
  const before: AnswersBefore = {
    facts: new Map(facts.map((one) => [one.esim, { daysDigest: null, ...one }])),
    readings: new Map(),
    learning: null,
    alerts: new Map(),
    providerAlert: null,
    notifiedBefore: new Map(),
    inventoryAddresses: new Map(),
    ...more,
  };
  return decideAnswers(answers, before, { ...policy, rules }, NOW);
}

describe('an answer', () => {
  test('that was received before the stored reading was changes nothing', () => {
    const newer = anEsim({ reading: aReading({ at: NOW + 1 }) });
    const late: readonly Answer[] = [
      usage,
      { kind: 'unchanged', esim: 1, at: NOW },
      { kind: 'failed', esim: 1, at: NOW, reason: 'timeout' },
    ];
    for (const answer of late) {
      const { answered, confirmed } = decided([answer], [newer]);
      expect([answered, confirmed.size]).toEqual([[], 0]);
    }
    expect(decided([usage], [anEsim({ reading: aReading({ at: NOW }) })]).answered).toHaveLength(1);
  });

  test('with usage gives days in bytes, the reading, and a fingerprint of how it was read', () => {
    const [one] = decided([usage]).answered;
    expect(one).toMatchObject({
      days: [{ date: '2025-01-09', location: 'France', usedBytes: 2 * MB }],
      reading: { now: { allowanceBytes: GB, remainingBytes: 900 * MB }, former: known.reading },
      epoch: null,
      failure: null,
      transitions: [],
    });
    const remembered = { fingerprint: one?.fingerprint ?? null, quietUntil: NOW + HOUR };
    const way = { version: '1.0.0', unlimited: false, units };
    expect(quietFingerprint(remembered, way, NOW)).toBe('f');
    expect(quietFingerprint(remembered, way, NOW + HOUR)).toBeNull();
    for (const other of [
      { ...way, version: '1.0.1' },
      { ...way, unlimited: true },
      { ...way, units: { ...units, allowance: unit('KB') } },
    ]) {
      expect(quietFingerprint(remembered, other, NOW)).toBeNull();
    }
  });

  test('knows whether the reading before is kept: at that time, with those figures', () => {
    const isFormerKept = (...kept: EarlierReading[]) =>
      decided([usage], [known], { readings: new Map([[1, kept]]) }).answered[0]?.reading?.isFormerKept;
    const { at = 0, remainingBytes = null } = known.reading ?? {};
    expect(isFormerKept({ at: at - 60, remainingBytes: 1 }, { at, remainingBytes })).toBe(true);
    expect(isFormerKept({ at: at - 60, remainingBytes })).toBe(false);
    expect(isFormerKept({ at, remainingBytes: 1 })).toBe(false);
    expect(decided([usage]).answered[0]?.reading?.isFormerKept).toBe(false);
  });

  test('that shows another package begins an epoch, and counts the rows of its history', () => {
    const history = { purchases: [], rejected: [] };
    const [one] = decided([
      { ...usage, ...readWhole({ ...details, allowed: 2048, remaining: 2048 }), history },
    ]).answered;
    expect(one).toMatchObject({ epoch: { number: 2, changes: ['allowance-changed'] }, purchases: [] });
  });

  test('that lacks a figure counts as a failure, and its other figures are used', () => {
    const [one] = decided([{ ...usage, ...readWhole({ ...details, remaining: null }) }]).answered;
    expect(one).toMatchObject({
      reading: { now: { allowanceBytes: GB, remainingBytes: null, packageEndsAt: NOW + 20 * DAY } },
      failure: UNREADABLE,
      fingerprint: null,
    });
    expect(one?.days).toHaveLength(1);
    expect(one?.clockDueAt).toBe(NOW + 17 * DAY);
  });

  test('that lacks every figure counts as a failure, and keeps its days', () => {
    const nothing = { allowed: null, remaining: null, startedAt: null, endsAt: null };
    const [one] = decided([{ ...usage, ...readWhole({ ...details, ...nothing }) }]).answered;
    expect(one).toMatchObject({ reading: null, failure: UNREADABLE, fingerprint: null });
    expect(one?.days).toHaveLength(1);
  });

  test('that leaves out when the package begins and ends leaves both as they were', () => {
    const [one] = decided([
      { ...usage, ...readWhole({ ...details, startedAt: null, endsAt: null }) },
    ]).answered;
    const { packageStartedAt, packageEndsAt } = known.reading ?? {};
    expect(one).toMatchObject({ reading: { now: { packageStartedAt, packageEndsAt } }, failure: null });
    const [topUp] = decided([
      { ...usage, ...readWhole({ ...details, allowed: 2048, startedAt: null, endsAt: null }) },
    ]).answered;
    expect(topUp).toMatchObject({ reading: { now: { packageStartedAt: null, packageEndsAt: null } } });
  });

  test('that is unlimited closes the alerts about its data', () => {
    const alerts = new Map([[1, [anAlert(policy.rules[0] as Rule)]]]);
    const [one] = decided([{ ...usage, ...readWhole({ ...details, allowed: -1, remaining: -1 }) }], [known], {
      alerts,
    }).answered;
    expect(one).toMatchObject({
      reading: { unlimited: true },
      transitions: [{ evaluation: { decision: { silent: true, reason: { cause: 'unlimited' } } } }],
      failure: null,
    });
  });

  test('of which something was rejected is read again next time', () => {
    const rejected = [{ what: 'daily-row', reason: 'usage is negative', sample: '-5' }] as const;
    const [one] = decided([{ ...usage, ...readWhole({ ...details, rejected }) }]).answered;
    expect(one).toMatchObject({ rejected, fingerprint: null, failure: null });
  });

  test('that reaches a threshold opens an alert, and is evaluated again next time', () => {
    const [one] = decided([{ ...usage, ...readWhole({ ...details, remaining: 100 }) }]).answered;
    expect(one?.transitions).toMatchObject([{ evaluation: { decision: { kind: 'open' } } }]);
    expect(one?.quietUntil).toBeNull();
  });

  test('that failed has a reason, and changes no figure', () => {
    const [one] = decided([{ kind: 'failed', esim: 1, at: NOW, reason: 'timeout' }]).answered;
    expect(one).toMatchObject({
      days: [],
      reading: null,
      epoch: null,
      failure: 'timeout',
      fingerprint: null,
    });
  });

  test('with the same figures again confirms the reading, and no more', () => {
    const { confirmed, answered } = decided([{ kind: 'unchanged', esim: 1, at: NOW }], []);
    expect([...confirmed]).toEqual([[1, NOW]]);
    expect(answered).toEqual([]);
  });

  test('about an eSIM that is not stored is left out', () => {
    expect(decided([usage], []).answered).toEqual([]);
  });
});

describe('daily rows before the last one', () => {
  const rows = ['2025-01-07', '2025-01-08', '2025-01-09'].map((date, index) => ({
    ...{ date, location: 'France', used: index + 1 },
  }));
  const all = { ...details, days: rows };
  const cut = { ...details, days: rows.slice(1) };
  const partly = { ...usage, details: cut, daysDigest: 'd', whole: () => all };
  const datesOf = (answer: Answer, stored: string | null) => {
    const [one] = decided([answer], [{ ...known, daysDigest: stored }]).answered;
    return [one?.days.map(({ date }) => date.slice(-1)).join(''), one?.daysDigest];
  };

  test('are not compared where they are stored, as they are read now', () => {
    expect(datesOf(partly, '1.0.0 KB d')).toEqual(['9', '1.0.0 KB d']);
    expect(datesOf({ ...usage, ...readWhole(all, 'd') }, '1.0.0 KB d')).toEqual(['9', '1.0.0 KB d']);
  });

  test('are read again where others are stored meanwhile, or were read in another way', () => {
    for (const stored of [null, '1.0.0 KB e', '1.0.0 MB d', '0.9.0 KB d', 'd']) {
      expect(datesOf(partly, stored)).toEqual(['789', '1.0.0 KB d']);
    }
  });

  test('are compared with the next answer where something was rejected, or their text could not be found', () => {
    const rejected = [{ what: 'daily-row', reason: 'usage is negative', sample: '' }] as const;
    const far = { date: '2025-01-10', location: 'France', used: Number.MAX_SAFE_INTEGER };
    for (const answer of [
      { ...usage, ...readWhole({ ...all, rejected }, 'd') },
      { ...usage, ...readWhole({ ...all, days: [...rows, far] }, 'd') },
      { ...usage, ...readWhole(all) },
    ]) {
      expect(datesOf(answer, '1.0.0 KB e')).toEqual(['789', null]);
    }
  });

  test('are read again where the use of the last days calls for them, but not compared', () => {
    const rule = { name: 'spike', type: 'usage-spike', warning: [3], critical: [] } as const;
    const readingsOfAll = (minimumBytes: number) => {
      const whole = vi.fn(() => all);
      const before = { ...known, daysDigest: '1.0.0 KB d' };
      const { answered } = decided([{ ...partly, whole }], [before], {}, [{ ...rule, minimumBytes }]);
      expect(answered[0]?.days).toHaveLength(1);
      return whole.mock.calls.length;
    };
    expect(readingsOfAll(3 * 1024)).toBe(1);
    expect(readingsOfAll(3 * 1024 + 1)).toBe(0);
  });

  test('stay known when a request fails', () => {
    expect(datesOf({ kind: 'failed', esim: 1, at: NOW, reason: 'timeout' }, '1.0.0 KB d')).toEqual([
      '',
      '1.0.0 KB d',
    ]);
  });

  test('are known by a digest that holds for this version and unit', () => {
    const way = { version: '1.0.0', units };
    expect(knownDaysDigest(storedDaysDigest('d', way), way)).toBe('d');
    expect(knownDaysDigest(storedDaysDigest('d', way), { ...way, version: '1.0.1' })).toBeNull();
    expect(knownDaysDigest(null, way)).toBeNull();
  });
});

test('deciding twice comes to the same, and leaves what it was given as it was', () => {
  const facts = [known, anEsim({ esim: 2, epoch: anEpoch(3) })];
  const answers: readonly Answer[] = [usage, { kind: 'failed', esim: 2, at: NOW, reason: 'timeout' }];
  const before = structuredClone(facts);
  expect(decided(answers, facts)).toEqual(decided(answers, facts));
  expect(facts).toEqual(before);
});

test('adaptive polling learns from every answer, and plans the next poll of each eSIM', () => {
  const planning = { requestsPerHour: 100, floor: 600, ceiling: DAY };
  const remembered = new Map([[1, { memory: null, updatedAt: NOW - DAY }]]);
  const answers: readonly Answer[] = [usage, { kind: 'unchanged', esim: 2, at: NOW }];
  const facts = [known, { ...known, esim: 2 }];
  const before: AnswersBefore = {
    facts: new Map(facts.map((one) => [one.esim, { daysDigest: null, ...one }])),
    readings: new Map(),
    learning: { remembered, fleet: null },
    alerts: new Map(),
    providerAlert: null,
    notifiedBefore: new Map(),
    inventoryAddresses: new Map(),
  };
  const { lessons } = decideAnswers(answers, before, { ...policy, planning }, NOW);
  expect(lessons?.memories.get(1)).toMatchObject({ updatedAt: NOW - DAY, movedBy: NOW });
  expect(lessons?.memories.get(2)).toMatchObject({ updatedAt: null, movedBy: null });
  for (const at of lessons?.due.values() ?? []) expect(at).toBeGreaterThanOrEqual(NOW + planning.floor);
  expect(lessons?.due.size).toBe(2);
  expect(
    decideAnswers(answers, { ...before, learning: null }, { ...policy, planning }, NOW).lessons,
  ).toBeNull();
});
