import { describe, expect, test } from 'vitest';
import { anEpoch, anEsim, applyAll, aReading, left, MB, NOW } from '../../../test/esim.js';
import { DAY, type Seconds } from '../../time/instant.js';
import { ENGLISH } from '../../wording/english.js';
import type { FindingWords, Language } from '../../wording/language.js';
import { sentenceOf } from '../../wording/sentences.js';
import type { Alert, Evaluation } from '../alert.js';
import { evaluateEsim } from '../lifecycle/evaluate.js';
import { coversTimeLeft } from './countdown.js';
import { dataExhausted } from './data-exhausted.js';
import type { FindingOf } from './finding.js';
import {
  daysNeeded,
  historyNeeded,
  needFurtherDays,
  REGISTRY,
  type Registry,
  RULE_MODULES,
  type Rule,
} from './registry.js';
import { ABOUT_THE_PACKAGE, type RuleBase, type RuleModule } from './rule-module.js';
import { longestFirst, type TimeThreshold, thresholdsOf } from './thresholds.js';
import { notApplicable } from './verdict.js';

/** A rule as somebody would add one: the package has not lasted long when it is already half used. */
interface HastyRule extends RuleBase {
  readonly type: 'hasty';
  readonly warning: readonly Seconds[];
  readonly critical: readonly Seconds[];
}
type HastyFinding = FindingOf<'hasty', { readonly left: Seconds }, TimeThreshold>;

const hasty: RuleModule<HastyRule, HastyFinding> = {
  type: 'hasty',
  recovery: ABOUT_THE_PACKAGE,
  urgency: 3,
  helpedByTopUp: true,
  mutedBy: dataExhausted,
  history: { days: 12, readings: 2 * DAY, places: false },
  beforeInstallation: false,
  byLastReading: true,
  judge(rule, { reading, fresh }) {
    if (!reading?.packageStartedAt || !fresh) return notApplicable('no-allowance');
    const used = (reading.allowanceBytes ?? 0) - (reading.remainingBytes ?? 0);
    const isHalfUsed = used * 2 >= (reading.allowanceBytes ?? 0);
    const age = reading.at - reading.packageStartedAt;
    const reached = isHalfUsed
      ? thresholdsOf(rule, longestFirst).findLast(({ threshold }) => age <= threshold.seconds)
      : undefined;
    return {
      kind: 'measured',
      rank: reached?.rank ?? 0,
      clear: !isHalfUsed,
      finding: {
        kind: 'hasty',
        measured: { left: age },
        reached: reached?.threshold ?? null,
        next: null,
        nextAt: null,
      },
    };
  },
  covers: coversTimeLeft,
  foresee: () => null,
  bytesAtThresholds: () => [],
  dependsOnEveryReading: () => true,
};

const words: FindingWords<HastyFinding> = {
  measured: ({ measured }) => `half used after ${measured.left / DAY} days`,
  threshold: ({ reached }) => `${(reached?.seconds ?? 0) / DAY} days`,
  sentence: ({ measured }) => `half of the package was used within ${measured.left / DAY} days`,
  cleared: () => 'use has slowed down',
  renewed: 'topped up',
  headline: ({ name }) => `${name} used half a package`,
  advice: () => 'Top up.',
  traveller: { headline: (esim) => `${esim} is half used`, advice: () => 'Use less.' },
};

// The union of built-in rules does not have it; in the registry it would.
const registry = { ...REGISTRY, hasty: hasty as unknown as Registry[string] };
const language = { ...ENGLISH, findings: { ...ENGLISH.findings, hasty: words } } as Language;
const rule = { name: 'too-fast', type: 'hasty', warning: [5 * DAY], critical: [2 * DAY] } as unknown as Rule;
const usedUp: Rule = { name: 'used-up', type: 'data-exhausted' };

describe('a rule that is added', () => {
  const context = { now: NOW, providerDown: false };
  const evaluate = (facts: ReturnType<typeof anEsim>, alerts: readonly Alert[] = []) =>
    evaluateEsim([rule, usedUp], facts, alerts, context, registry);
  const kindOf = ([first]: readonly Evaluation[]) => first?.decision.kind;
  const half = (age: Seconds) =>
    anEsim({ reading: aReading({ remainingBytes: 500 * MB, packageStartedAt: NOW - age }) });

  test('lives through a whole life by its module, its line in the registry and its words', () => {
    const opened = evaluate(half(4 * DAY));
    expect(kindOf(opened)).toBe('open');
    let alerts = applyAll([], opened, NOW);
    expect(alerts[0]).toMatchObject({ severity: 'warning', notified: { kind: 'hasty' } });
    expect(alerts[0] && sentenceOf(alerts[0].reason, { now: NOW, zone: 'UTC' }, language)).toBe(
      'half of the package was used within 4 days',
    );
    expect(kindOf(evaluate(half(4 * DAY), alerts))).toBe('leave');

    const worse = evaluate(half(DAY), alerts);
    expect(kindOf(worse)).toBe('escalate');
    alerts = applyAll(alerts, worse, NOW);

    expect(evaluate(left(0), alerts)[0]).toMatchObject({
      inhibitedBy: 'used-up',
      decision: { kind: 'resolve', silent: true },
    });

    const first = evaluate(left(900 * MB), alerts);
    expect(kindOf(first)).toBe('count-clear');
    const second = evaluate(left(900 * MB), applyAll(alerts, first, NOW));
    expect(second[0]?.decision).toMatchObject({ kind: 'resolve', silent: false, rearm: true });
    expect(second[0] && sentenceOf(second[0].decision.reason, { now: NOW, zone: 'UTC' }, language)).toBe(
      'use has slowed down',
    );

    const renewed = { ...left(900 * MB), epoch: anEpoch(2, 'allowance-changed') };
    expect(evaluate(renewed, alerts).at(-1)?.decision).toMatchObject({
      kind: 'resolve',
      reason: { kind: 'renewed', finding: { kind: 'hasty' } },
    });
  });

  test('has the history loaded that it needs', () => {
    expect(historyNeeded([usedUp], registry)).toEqual({ days: 0, readings: 0, places: false });
    expect(historyNeeded([usedUp, rule], registry)).toEqual({ days: 12, readings: 2 * DAY, places: false });
  });

  test('looks at the last days alone where those before them do not matter', () => {
    const spike = {
      name: 'spike',
      type: 'usage-spike',
      warning: [3],
      critical: [],
      minimumBytes: 100,
    } as const;
    const used = (...bytes: readonly number[]) =>
      bytes.map((usedBytes, index) => ({ date: '2025-02-10', location: `${index}`, usedBytes }));
    expect([daysNeeded([]), daysNeeded([spike]), historyNeeded([spike]).days]).toEqual([0, 3, 10]);
    expect(daysNeeded([usedUp, rule], registry)).toBe(12);
    expect(needFurtherDays([spike], used(99))).toBe(false);
    expect(needFurtherDays([spike], used(50, 50))).toBe(true);
    expect(needFurtherDays([usedUp, rule], used(100), registry)).toBe(false);
  });

  test('has the places loaded that eSIMs were seen in before, where one is about new ones', () => {
    expect(historyNeeded([{ name: 'new-country', type: 'new-location', allow: [] }]).places).toBe(true);
  });

  test('is an error where the registry lacks it', () => {
    expect(() => evaluateEsim([rule], left(0), [], context)).toThrow(
      new TypeError('no rule module for hasty'),
    );
  });
});

test('each module is registered under its own type, and no two are equally urgent', () => {
  const modules = Object.entries(RULE_MODULES);
  expect(modules.map(([type]) => type)).toEqual(modules.map(([, module]) => module.type));
  expect(new Set(modules.map(([, { urgency }]) => urgency)).size).toBe(modules.length);
});
