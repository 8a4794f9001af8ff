export * from './alerts/alert.js';
export * from './alerts/decide-alerts.js';
export * from './alerts/decide-budgets.js';
export * from './alerts/lifecycle/downtime.js';
export * from './alerts/lifecycle/evaluate.js';
export * from './alerts/lifecycle/evaluate-balance.js';
export * from './alerts/lifecycle/evaluate-budget.js';
export * from './alerts/lifecycle/evaluate-provider.js';
export * from './alerts/lifecycle/foresee.js';
export * from './alerts/lifecycle/next-by-clock.js';
export * from './alerts/lifecycle/quiet-until.js';
export * from './alerts/lifecycle/reason-now.js';
export * from './alerts/match.js';
export * from './alerts/notifying/addressees.js';
export * from './alerts/notifying/plan-notifications.js';
export * from './alerts/notifying/possible-alerts.js';
export * from './alerts/notifying/quiet-hours.js';
export * from './alerts/notifying/reminders.js';
export * from './alerts/notifying/route.js';
export * from './alerts/notifying/silence.js';
export * from './alerts/notifying/subject.js';
export * from './alerts/notifying/unreachable-routes.js';
export * from './alerts/notifying/worst-first.js';
export * from './alerts/reason.js';
export * from './alerts/rule-names.js';
export type { AccountBalance } from './alerts/rules/account-balance.js';
export {
  type BudgetFigures,
  type BudgetLimit,
  type BudgetPeriod,
  type BudgetRule,
  percentSpent,
} from './alerts/rules/budget.js';
export * from './alerts/rules/budget-total.js';
export * from './alerts/rules/concerns.js';
export * from './alerts/rules/context.js';
export type { DataThreshold } from './alerts/rules/data-low.js';
export * from './alerts/rules/judge.js';
export type { ProviderOutcome } from './alerts/rules/provider-down.js';
export {
  daysNeeded,
  type Finding,
  type FleetRule,
  historyNeeded,
  kindOf,
  moduleOf,
  type Rule,
  type RuleType,
  type Verdict,
} from './alerts/rules/registry.js';
export type { Foresight, History } from './alerts/rules/rule-module.js';
export type { Severity } from './alerts/severity.js';
export * from './conditions/condition.js';
export * from './conditions/daemon-differences.js';
export { type ListedBefore, type ListGap, listLacks } from './conditions/list-gaps.js';
export {
  joinObservations,
  NOTHING_OBSERVED,
  type ObservedUsage,
  observeListed,
  observeUsage,
  type PollObservation,
} from './conditions/observe.js';
export type * from './conditions/readiness-problem.js';
export * from './conditions/review.js';
export type * from './faults/database-fault.js';
export type * from './faults/delivery-fault.js';
export type * from './faults/inventory-fault.js';
export * from './fleet/card.js';
export * from './fleet/check-digit.js';
export * from './fleet/esim.js';
export * from './fleet/facts.js';
export * from './fleet/iccid.js';
export * from './fleet/status.js';
export * from './forecast/forecast-dry.js';
export * from './money/decimal.js';
export * from './money/money.js';
export * from './polling/answer.js';
export * from './polling/choose.js';
export * from './polling/decide-answers.js';
export * from './polling/fingerprint.js';
export * from './polling/fleet-view.js';
export * from './polling/learn-from-answers.js';
export * from './polling/memory.js';
export * from './polling/next-poll.js';
export * from './polling/next-poll-reason.js';
export * from './polling/polled-esim.js';
export * from './polling/request-log.js';
export * from './polling/rhythm.js';
export * from './polling/threshold-ahead.js';
export * from './polling/view-fleet.js';
export * from './purchases/assign-runs.js';
export * from './purchases/merge-history.js';
export * from './purchases/refund.js';
export * from './push/decide-balance.js';
export * from './push/decide-push.js';
export type * from './push/event.js';
export type * from './push/push-mark.js';
export type { SeenDigests } from './push/seen.js';
export * from './remembering.js';
export * from './reporting/closing.js';
export * from './reporting/completeness.js';
export * from './reporting/kinds.js';
export * from './reporting/row-stream.js';
export * from './reporting/rows.js';
export * from './time/calendar.js';
export * from './time/date-range.js';
export * from './time/duration.js';
export * from './time/instant.js';
export * from './time/month.js';
export * from './time/zone.js';
export * from './time/zone-name.js';
export { certificateProblem } from './tls/certificate-fault.js';
export { isBeyondDoubt, unitByPackages } from './usage/allowance-evidence.js';
export * from './usage/conclude-units.js';
export * from './usage/day-totals.js';
export * from './usage/decide-units.js';
export * from './usage/epoch.js';
export * from './usage/known-times.js';
export * from './usage/moved-places.js';
export * from './usage/package-name.js';
export * from './usage/plausible.js';
export * from './usage/read-usage.js';
export * from './usage/restatement.js';
export * from './usage/size.js';
export * from './usage/unit.js';
export * from './usage/unit-evidence.js';
export * from './usage/usage.js';
export { capitalised } from './wording/capitalised.js';
export * from './wording/conditions.js';
export * from './wording/counted.js';
export { ENGLISH } from './wording/english.js';
export { dayRange, monthName, span } from './wording/english-times.js';
export * from './wording/faults.js';
export type * from './wording/language.js';
export * from './wording/languages.js';
export type * from './wording/letter-words.js';
export * from './wording/not-monitored.js';
export type * from './wording/reader.js';
export * from './wording/sentences.js';
