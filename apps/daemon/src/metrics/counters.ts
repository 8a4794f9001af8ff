import { type Observer, PUSH_ANSWERS } from '@roamwatch/monitor';
import { Counter, Gauge, Histogram, type Registry } from 'prom-client';

/** Metrics counted as events happen. */
export function createCounters(register: Registry): Observer {
  const requests = new Counter({
    name: 'roamwatch_api_requests_total',
    help: 'Requests to the API by operation and outcome: success, or why it failed.',
    labelNames: ['operation', 'outcome'],
    registers: [register],
  });
  const latency = new Histogram({
    name: 'roamwatch_api_request_duration_seconds',
    help: 'How long requests to the API took, failed ones included.',
    labelNames: ['operation'],
    buckets: [0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 120],
    registers: [register],
  });
  const polls = new Counter({
    name: 'roamwatch_polls_total',
    help: 'Poll cycles by outcome: good, incomplete (with problems), failed (nothing was stored).',
    labelNames: ['outcome'],
    registers: [register],
  });
  const pollDuration = new Histogram({
    name: 'roamwatch_poll_duration_seconds',
    help: 'How long poll cycles took.',
    buckets: [1, 5, 15, 60, 120, 300, 600, 1_200, 3_600],
    registers: [register],
  });
  const polledEsims = new Counter({
    name: 'roamwatch_poll_esims_total',
    help: 'eSIMs in poll cycles: polled, failed, skipped.',
    labelNames: ['outcome'],
    registers: [register],
  });
  const dailyRows = new Counter({
    name: 'roamwatch_daily_rows_total',
    help: 'Rows of daily usage stored: new, changed.',
    labelNames: ['change'],
    registers: [register],
  });
  const alertChanges = new Counter({
    name: 'roamwatch_alert_changes_total',
    help: 'Alerts opened, escalated and resolved by poll cycles.',
    labelNames: ['change'],
    registers: [register],
  });
  const setAside = new Counter({
    name: 'roamwatch_rejected_total',
    help: 'Data from the API that was rejected.',
    labelNames: ['what', 'reason'],
    registers: [register],
  });
  const deliveries = new Counter({
    name: 'roamwatch_deliveries_total',
    help: 'Attempts to deliver a message by receiver and outcome: sent, retried, dead, obsolete.',
    labelNames: ['receiver', 'outcome'],
    registers: [register],
  });
  const heartbeats = new Counter({
    name: 'roamwatch_heartbeats_total',
    help: 'Heartbeats after good polls: arrived, failed.',
    labelNames: ['outcome'],
    registers: [register],
  });
  const pushAnswers = new Counter({
    name: 'roamwatch_push_requests_total',
    help: "Requests of the provider's push by answer: accepted, or why not.",
    labelNames: ['answer'],
    registers: [register],
  });
  const pushEvents = new Counter({
    name: 'roamwatch_push_events_total',
    help: "Events of the provider's push that were stored, by kind and what they came to.",
    labelNames: ['kind', 'outcome'],
    registers: [register],
  });
  const reloaded = new Gauge({
    name: 'roamwatch_config_last_reload_success',
    help: 'Whether the configuration could be used when it was last read: 1 or 0.',
    registers: [register],
  });
  const reloadedAt = new Gauge({
    name: 'roamwatch_config_last_reload_success_timestamp_seconds',
    help: 'When the active configuration was read.',
    registers: [register],
  });

  // A series that appears with its first event hides that event from `increase()`.
  for (const outcome of ['success', 'unauthorized', 'forbidden'])
    requests.inc({ operation: 'list', outcome }, 0);
  for (const outcome of ['good', 'incomplete', 'failed']) polls.inc({ outcome }, 0);
  for (const outcome of ['polled', 'failed', 'skipped']) polledEsims.inc({ outcome }, 0);
  for (const change of ['new', 'changed']) dailyRows.inc({ change }, 0);
  for (const change of ['opened', 'escalated', 'resolved']) alertChanges.inc({ change }, 0);
  for (const outcome of ['arrived', 'failed']) heartbeats.inc({ outcome }, 0);
  for (const answer of PUSH_ANSWERS) pushAnswers.inc({ answer }, 0);
  for (const kind of ['usage', 'status']) pushEvents.inc({ kind, outcome: 'due' }, 0);

  const reload = (failure: string | null) => {
    reloaded.set(failure === null ? 1 : 0);
    if (failure === null) reloadedAt.setToCurrentTime();
  };
  reload(null);

  return {
    request({ operation, error, durationMs }) {
      requests.inc({ operation, outcome: error ?? 'success' });
      latency.observe({ operation }, durationMs / 1000);
    },
    setAside(rejected) {
      for (const { what, reason } of rejected) setAside.inc({ what, reason });
    },
    delivery: (receiver, outcome) => deliveries.inc({ receiver, outcome }),
    poll(result, seconds) {
      pollDuration.observe(seconds);
      polls.inc({ outcome: result === null ? 'failed' : result.problems.length > 0 ? 'incomplete' : 'good' });
      if (result === null) return;
      const { summary } = result;
      polledEsims.inc({ outcome: 'polled' }, summary.polled);
      polledEsims.inc({ outcome: 'failed' }, summary.failed);
      polledEsims.inc({ outcome: 'skipped' }, summary.skipped);
      dailyRows.inc({ change: 'new' }, summary.dailyRowsNew);
      dailyRows.inc({ change: 'changed' }, summary.dailyRowsChanged);
      alertChanges.inc({ change: 'opened' }, summary.alertsOpened);
      alertChanges.inc({ change: 'escalated' }, summary.alertsEscalated);
      alertChanges.inc({ change: 'resolved' }, summary.alertsResolved);
    },
    reload,
    heartbeat: (arrived) => heartbeats.inc({ outcome: arrived ? 'arrived' : 'failed' }),
    pushAnswered: (answer) => pushAnswers.inc({ answer }),
    pushEvent: (kind, outcome) => pushEvents.inc({ kind, outcome }),
  };
}
