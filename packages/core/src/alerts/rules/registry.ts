import type { DailyUsage } from '../../usage/usage.js';
import { accountBalance } from './account-balance.js';
import { type BudgetRule, budget } from './budget.js';
import { dataExhausted } from './data-exhausted.js';
import { dataForecast } from './data-forecast.js';
import { dataLow } from './data-low.js';
import { expiry } from './expiry.js';
import { expiryUnused } from './expiry-unused.js';
import type { AnyFinding, NotifiedBy } from './finding.js';
import { newLocation } from './new-location.js';
import { providerDown } from './provider-down.js';
import type { AlertKind, History, RuleBase, RuleModule } from './rule-module.js';
import { stale } from './stale.js';
import { usageSpike } from './usage-spike.js';
import type { VerdictOf } from './verdict.js';

/** Every type of rule about eSIMs. A new one is a separate module and a line here. */
export const RULE_MODULES = {
  'data-low': dataLow,
  'data-exhausted': dataExhausted,
  expiry,
  'expiry-unused': expiryUnused,
  'data-forecast': dataForecast,
  'usage-spike': usageSpike,
  'new-location': newLocation,
  stale,
} as const satisfies Readonly<Record<string, RuleModule<RuleBase, AnyFinding>>>;

/** The alerts about no single eSIM: rules about many together, and what is built in. */
const ABOUT_NO_ESIM = {
  budget,
  'provider-down': providerDown,
  'account-balance': accountBalance,
} as const;

type Modules = typeof RULE_MODULES;
type RuleFor<Module> = Module extends RuleModule<infer Rule, infer _> ? Rule : never;
type FindingBy<Module> = Module extends AlertKind<infer Finding> ? Finding : never;

/** A configured rule about each eSIM that it matches. */
export type Rule = { [Type in keyof Modules]: RuleFor<Modules[Type]> }[keyof Modules];

/** A configured rule about all eSIMs that it matches together. */
export type FleetRule = BudgetRule;

/** The type of an alert: that of its rule, or one that is built in. */
export type RuleType = keyof Modules | keyof typeof ABOUT_NO_ESIM;

/** The finding of any rule. */
export type Finding =
  | { [Type in keyof Modules]: FindingBy<Modules[Type]> }[keyof Modules]
  | FindingBy<(typeof ABOUT_NO_ESIM)[keyof typeof ABOUT_NO_ESIM]>;

/** The content of the last notification, whatever the rule. */
export type NotifiedFinding = NotifiedBy<Finding>;

export type Verdict = VerdictOf<Finding>;

/** A module for what does not know its rule's type; a rule is only ever given to the module of its own type. */
export type AnyModule = RuleModule<Rule, Finding>;

/** The modules that rules are evaluated with, by type. */
export type Registry = Readonly<Record<string, AnyModule>>;

export const REGISTRY: Registry = RULE_MODULES satisfies {
  readonly [Type in keyof Modules]: { readonly type: Type };
};

const KINDS: Readonly<Record<RuleType, AlertKind<Finding>>> = { ...RULE_MODULES, ...ABOUT_NO_ESIM };

/**
 * The module of a rule.
 *
 * @throws TypeError when the registry lacks its type.
 */
export function moduleOf({ type }: Pick<Rule, 'type'>, registry: Registry = REGISTRY): AnyModule {
  const module = registry[type];
  if (!module) throw new TypeError(`no rule module for ${type}`);
  return module;
}

/** The properties of all alerts of a type. */
export function kindOf(type: RuleType): AlertKind<Finding> {
  return KINDS[type];
}

/** How many days before today every rule needs in any case. */
export function daysNeeded(rules: readonly Rule[], registry: Registry = REGISTRY): number {
  const modules = rules.flatMap(({ type }) => registry[type] ?? []);
  return Math.max(0, ...modules.map(({ history, looksBack }) => looksBack?.days ?? history.days));
}

/** True when the usage on those days calls for the days before them. */
export function needFurtherDays(
  rules: readonly Rule[],
  days: readonly DailyUsage[],
  registry: Registry = REGISTRY,
): boolean {
  return rules.some((rule) => registry[rule.type]?.looksBack?.isFurther(rule, days) ?? false);
}

/** The data that all rules together need beside the last reading. */
export function historyNeeded(rules: readonly Rule[], registry: Registry = REGISTRY): History {
  const needs = rules.flatMap(({ type }) => registry[type]?.history ?? []);
  return {
    days: Math.max(0, ...needs.map(({ days }) => days)),
    readings: Math.max(0, ...needs.map(({ readings }) => readings)),
    places: needs.some(({ places }) => places),
  };
}
