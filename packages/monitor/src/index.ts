export { type BudgetRecord, readRecord as readBudgetRecord } from './budgets/record.js';
export { type ConfigurationParts, checkConfiguration } from './check/configuration.js';
export { checkOnline, type OnlineParts } from './check/online.js';
export type { CheckResult } from './check/result.js';
export type { Context } from './context.js';
export { type Backup, BackupTargetError, backUp } from './database/backup.js';
export { prune, scheduledPrune } from './database/retention.js';
export { sendTest, type TestResult } from './deliver/send-test.js';
export { createTopUpOffers, type TopUpOffers } from './deliver/top-ups.js';
export { type ExplainedRule, type Explanation, explainEsim } from './explain/explain.js';
export { SharedBudget } from './permits/shared-budget.js';
export { SharedClock } from './permits/shared-clock.js';
export { SharedPermits } from './permits/shared-permits.js';
export { type ExplainedPoll, nextPoll } from './poll/adaptive/next-poll.js';
export { chooseNow, planAndChoose } from './poll/adaptive/plan.js';
export { openConditions } from './poll/conditions.js';
export type { PollContext } from './poll/context.js';
export { readingsCurrentSince } from './poll/current-since.js';
export { pollCycle } from './poll/cycle.js';
export type { CycleOptions } from './poll/cycle-options.js';
export { type DryRun, dryRun } from './poll/dry-run.js';
export { type CyclePhase, logProgress, type OnProgress, waitingText } from './poll/progress.js';
export { type Budget, RequestBudget } from './poll/request-budget.js';
export { everyTarget, type Targets } from './poll/targets.js';
export { evidenceFrom } from './poll/unit-evidence.js';
export { type AskedOutcome, askForPoll } from './poll-requests/ask.js';
export type { Counts, CycleResult, CycleSummary } from './ports/cycle-result.js';
export * from './ports/index.js';
export {
  type Observer,
  PUSH_ANSWERS,
  type PushAnswer,
  type PushEventOutcome,
  unobserved,
} from './ports/observer.js';
export type { Handler, SharedJob, SharedQueue, TakenJob, WorkKind } from './ports/shared-queue.js';
export * from './push/index.js';
export { type ClosedMonth, closeMonth } from './reports/close-month.js';
export type { OpenMonthsContext } from './reports/context.js';
export { type OpenMonth, type OpenReason, openMonths, openReasonInWords } from './reports/open-months.js';
export { countingRows, openReportSource, type ReportSnapshot } from './reports/source.js';
export { runningDaemons } from './run/compare-daemons.js';
export type { Reload } from './run/reload.js';
export { type HttpServer, type RunOptions, runMonitor, type ServedWork } from './run/run.js';
export type { RunContext } from './run/run-context.js';
export { scheduledPoll } from './run/scheduled-poll.js';
export type { ServiceManager } from './run/service-manager.js';
export { holdInstance } from './run/single-instance.js';
export { tick } from './run/tick.js';
export { nextOccurrence } from './schedule/occurrence.js';
export {
  rememberSchedules,
  reportHookName,
  reportJobName,
  type ScheduledJob,
  scheduledJobs,
} from './schedule/overdue.js';
export type {
  ApiSettings,
  PollSettings,
  Receiver,
  RetentionSettings,
  ScheduledReport,
  Settings,
} from './settings.js';
export { cycleUnderWay } from './share/under-way.js';
