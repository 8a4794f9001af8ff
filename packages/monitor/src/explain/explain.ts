import {
  addDays,
  type Decision,
  dateOf,
  type EsimFacts,
  type EsimKey,
  evaluateEsim,
  type Foresight,
  foresee,
  historyNeeded,
  type Reason,
  type UnixSeconds,
  type Verdict,
} from '@roamwatch/core';
import { placeKey } from '@roamwatch/places';
import type { Failure, Store } from '@roamwatch/store';
import { type ExplainedPoll, nextPoll } from '../poll/adaptive/next-poll.js';
import { watchNow } from '../poll/watch.js';
import type { Settings } from '../settings.js';

const READINGS = 50;

/** How every rule evaluates for one eSIM now, and why. */
export interface Explanation {
  readonly facts: EsimFacts;
  /** Null: its calls do not fail. */
  readonly failure: Failure | null;
  readonly nextPoll: ExplainedPoll;
  readonly rules: readonly ExplainedRule[];
}

/** One rule applied to one eSIM, as if its last reading came now. */
export interface ExplainedRule {
  readonly rule: string;
  readonly type: string;
  readonly verdict: Verdict;
  /** The effect of the next poll with these figures: leave, open, escalate, resolve, … */
  readonly decision: Decision['kind'];
  readonly reason: Reason;
  /** When it would fire next, by the clock or at the current rate of use; null when unknown. */
  readonly next: Foresight | null;
  readonly alert: { readonly id: number; readonly state: string; readonly severity: string } | null;
  readonly mutedBy: string | null;
}

type ExplainStore = Pick<Store, 'fleet' | 'usage' | 'alerts' | 'polling' | 'settings' | 'cycles'>;
type ExplainSettings = Pick<Settings, 'rules' | 'poll' | 'timeZone'>;

/** Judges an eSIM by its last good reading as if it were new. Changes nothing. */
export async function explainEsim(
  store: ExplainStore,
  config: ExplainSettings,
  esim: EsimKey,
  now: UnixSeconds,
): Promise<Explanation | null> {
  const [stored] = await store.fleet.facts([esim], now);
  if (!stored) return null;
  const facts = await asIfNew(store, config, stored, now);
  const context = {
    now,
    providerDown: (await store.alerts.aboutProvider())?.state === 'open',
    polled: config.poll.statuses,
    placeKey,
    downtime: (await watchNow({ store, now: () => now })).downtime,
  };
  const evaluations = evaluateEsim(config.rules, facts, await store.alerts.ofEsims([esim]), context);
  return {
    facts,
    failure: await store.fleet.failureOf(esim),
    nextPoll: await nextPoll({ store, config, now: () => now }, esim),
    rules: evaluations.map(({ rule, ruleType, verdict, decision, alert, inhibitedBy }) => ({
      rule,
      type: ruleType,
      verdict,
      decision: decision.kind,
      reason: reasonOf(verdict, decision),
      next: foreseen(config, facts, rule, verdict, now),
      alert: alert && { id: alert.id, state: alert.state, severity: alert.severity },
      mutedBy: inhibitedBy,
    })),
  };
}

function foreseen(
  { rules }: ExplainSettings,
  facts: EsimFacts,
  name: string,
  verdict: Verdict,
  now: UnixSeconds,
): Foresight | null {
  const rule = rules.find((one) => one.name === name);
  return rule ? foresee(rule, facts, verdict, now) : null;
}

/** Where nothing is done, the rule's finding explains why. */
function reasonOf(verdict: Verdict, decision: Decision): Reason {
  if (decision.kind !== 'leave') return decision.reason;
  return verdict.kind === 'measured' ? verdict.finding : verdict;
}

async function asIfNew(
  store: ExplainStore,
  { rules }: ExplainSettings,
  facts: EsimFacts,
  now: UnixSeconds,
): Promise<EsimFacts> {
  const { days } = historyNeeded(rules);
  const since = facts.epoch?.startedAt ?? now;
  const readings = await store.usage.readingsSince(facts.esim, since, READINGS);
  return {
    ...facts,
    fresh: facts.reading !== null,
    days: await store.usage.daysSince(facts.esim, addDays(dateOf(now, 'UTC'), -days)),
    earlierReadings: readings.filter((reading) => reading.at !== facts.reading?.at),
  };
}
