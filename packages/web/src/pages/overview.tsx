import type { ReadinessProblem } from '@roamwatch/core';
import { ShareBars } from '../charts/share-bars.js';
import { Layout } from '../layout/layout.js';
import { AlertCells } from '../parts/alert-row.js';
import { Empty } from '../parts/empty.js';
import { Relative } from '../parts/figures.js';
import { Icon } from '../parts/icon.js';
import type { Overview } from '../ports/overview.js';
import type { View } from '../view.js';

interface OverviewProps {
  readonly view: View;
  readonly overview: Overview;
}

/** The alerts that need attention now, worst first, and whether the figures can be trusted. */
export function OverviewPage({ view, overview }: OverviewProps) {
  return (
    <Layout view={view} title={view.words.overview.title}>
      <Headline view={view} overview={overview} />
      <Problems view={view} overview={overview} />
      <Notes view={view} overview={overview} />
      <div class="columns">
        <Attention view={view} overview={overview} />
        <div class="side">
          <PollingCard view={view} overview={overview} />
          <NotificationsCard view={view} overview={overview} />
          <FleetCard view={view} overview={overview} />
          <NotMonitoredCard view={view} overview={overview} />
        </div>
      </div>
    </Layout>
  );
}

/** Nothing speaks against taking what is shown for all there is. */
function isCurrent({ polling, problems }: Overview): boolean {
  return problems.length === 0 && polling.last?.error == null;
}

/** All-clear only when the data is current and there is something to be in order. */
export function headlineOf({ words, format }: View, overview: Overview) {
  const { alerts, polling, fleet } = overview;
  const { unacknowledged, critical, warning } = alerts;
  if (unacknowledged > 0) {
    const text = words.overview.attention(unacknowledged, format.count(unacknowledged));
    return { tone: critical > 0 ? 'critical' : 'warning', text } as const;
  }
  if (polling.lastGoodAt === null) return { tone: 'info', text: words.overview.notYet } as const;
  if (!isCurrent(overview)) return { tone: 'warning', text: words.overview.notCurrent } as const;
  if (fleet.listed === 0) return { tone: 'info', text: words.overview.fleet.empty } as const;
  if (critical + warning > 0) return { tone: 'ok', text: words.overview.acknowledgedOnly } as const;
  return { tone: 'ok', text: words.overview.clear } as const;
}

function Headline({ view, overview }: OverviewProps) {
  const { words, format } = view;
  const { tone, text } = headlineOf(view, overview);
  const { critical, warning, unacknowledged } = overview.alerts;
  const acknowledged = critical + warning - unacknowledged;
  return (
    <div class={`headline headline-${tone}`}>
      <Icon name={tone} />
      <div>
        <h1>{text}</h1>
        <p>
          <a href="/alerts?severity=critical">{words.counts.critical(critical, format.count(critical))}</a>
          {' · '}
          <a href="/alerts?severity=warning">{words.counts.warning(warning, format.count(warning))}</a>
          {' · '}
          {acknowledged > 0 && (
            <>
              <a href="/alerts?acknowledged=yes">
                {words.counts.acknowledged(acknowledged, format.count(acknowledged))}
              </a>
              {' · '}
            </>
          )}
          <a href="/esims">
            {words.counts.esims(overview.fleet.listed, format.count(overview.fleet.listed))}
          </a>
        </p>
      </div>
    </div>
  );
}

function Problems({ view, overview }: OverviewProps) {
  if (overview.problems.length === 0) return null;
  return (
    <section class="box box-warning" aria-labelledby="problems">
      <h2 id="problems">
        <Icon name="warning" /> {view.words.overview.untrusted}
      </h2>
      <ul>
        {overview.problems.map((problem) => (
          <li>{problemInWords(view, problem)}</li>
        ))}
      </ul>
    </section>
  );
}

function Notes({ view, overview }: OverviewProps) {
  if (overview.notes.length === 0) return null;
  return (
    <section class="box box-warning" aria-labelledby="notes">
      <h2 id="notes">
        <Icon name="warning" /> {view.words.overview.toCheck}
      </h2>
      <ul>
        {overview.notes.map((condition) => (
          <li>{view.sentences.condition(condition)}</li>
        ))}
      </ul>
    </section>
  );
}

function problemInWords({ words, format, sentences }: View, problem: ReadinessProblem): string {
  const text = words.overview.problems;
  switch (problem.kind) {
    case 'no-poll':
      return words.overview.neverPolled;
    case 'overdue': {
      const { report, lastDoneAt } = problem;
      const what = report === null ? text.polls : text.report(report);
      return text.overdue(what, lastDoneAt === null ? null : format.instant(lastDoneAt));
    }
    case 'stuck':
      return text.stuck(format.instant(problem.since));
    case 'condition':
      return sentences.condition(problem.condition);
    case 'database':
      return problem.fault === null
        ? text.database
        : `${text.database} ${words.errors.database[problem.fault]}`;
  }
}

function Attention({ view, overview }: OverviewProps) {
  const { words, format } = view;
  const { attention, alerts } = overview;
  const more = alerts.unacknowledged - attention.length;
  return (
    <section class="card" aria-labelledby="attention">
      <header>
        <h2 id="attention">{words.overview.openAlerts}</h2>
        <a href="/alerts">{words.overview.allAlerts}</a>
      </header>
      {attention.length === 0 ? (
        <NothingOpen view={view} overview={overview} />
      ) : (
        <table class="list list-alerts">
          <thead class="visually-hidden">
            <tr>
              <th scope="col">{words.alerts.severity}</th>
              <th scope="col">{words.alerts.columns.alert}</th>
              <th scope="col">{words.alerts.columns.esim}</th>
              <th scope="col">{words.alerts.columns.since}</th>
            </tr>
          </thead>
          <tbody>
            {attention.map((alert) => (
              <tr class={`row-${alert.severity}`}>
                <AlertCells view={view} alert={alert} />
              </tr>
            ))}
          </tbody>
        </table>
      )}
      {more > 0 && (
        <p class="card-foot">
          <a href="/alerts?acknowledged=no">{words.overview.andMore(format.count(more))}</a>
        </p>
      )}
    </section>
  );
}

function NothingOpen({ view: { words }, overview }: OverviewProps) {
  if (overview.polling.lastGoodAt === null) {
    return <Empty icon="info" title={words.overview.notYet} hint={words.overview.notYetHint} />;
  }
  const isTrusted = isCurrent(overview);
  if (isTrusted && overview.fleet.listed === 0) {
    return <Empty icon="info" title={words.overview.fleet.empty} hint={words.overview.fleet.emptyHint} />;
  }
  return (
    <Empty
      icon={isTrusted ? 'ok' : 'warning'}
      title={isTrusted ? words.overview.clear : words.overview.notCurrent}
      hint={isTrusted ? words.overview.clearHint : words.overview.untrusted}
    />
  );
}

function PollingCard({ view, overview: { polling } }: OverviewProps) {
  const { words, format } = view;
  const { poll } = words.overview;
  return (
    <section class="card" aria-labelledby="polling">
      <h2 id="polling">{poll.title}</h2>
      <dl class="facts">
        <div>
          <dt>{poll.last}</dt>
          <dd>
            {polling.last ? <Relative view={view} at={polling.last.at} /> : poll.never}
            {polling.last?.error != null && (
              <span class="mark mark-critical">
                <Icon name="critical" /> {poll.failed}
              </span>
            )}
          </dd>
        </div>
        {polling.last?.error != null && (
          <div>
            <dt>{poll.lastGood}</dt>
            <dd>
              {polling.lastGoodAt === null ? poll.never : <Relative view={view} at={polling.lastGoodAt} />}
            </dd>
          </div>
        )}
        <div>
          <dt>{poll.next}</dt>
          <dd>{polling.nextAt === null ? poll.unscheduled : <Relative view={view} at={polling.nextAt} />}</dd>
        </div>
      </dl>
      {polling.underWaySince !== null && (
        <p class="card-foot">{poll.underWay(format.relative(polling.underWaySince))}</p>
      )}
    </section>
  );
}

function NotificationsCard({ view, overview: { notifications } }: OverviewProps) {
  const { words, format } = view;
  const { pending, failed, oldestPendingAt } = notifications;
  const text = words.overview.notifications;
  return (
    <section class="card" aria-labelledby="notifications">
      <header>
        <h2 id="notifications">{text.title}</h2>
        {pending + failed > 0 && <a href="/outbox">{words.frame.more}</a>}
      </header>
      {pending + failed === 0 ? (
        <p class="fine">
          <Icon name="ok" /> {text.fine}
        </p>
      ) : (
        <dl class="facts">
          {failed > 0 && (
            <div>
              <dt>{text.failed}</dt>
              <dd>
                <span class="mark mark-critical">
                  <Icon name="critical" /> {format.count(failed)}
                </span>
              </dd>
            </div>
          )}
          {pending > 0 && (
            <div>
              <dt>{text.pending}</dt>
              <dd>
                {format.count(pending)}
                {oldestPendingAt !== null && (
                  <span class="sub"> {text.since(format.relative(oldestPendingAt))}</span>
                )}
              </dd>
            </div>
          )}
        </dl>
      )}
    </section>
  );
}

function FleetCard({ view, overview: { fleet } }: OverviewProps) {
  const { words, format } = view;
  return (
    <section class="card" aria-labelledby="fleet">
      <header>
        <h2 id="fleet">{words.overview.fleet.title}</h2>
        <span class="sub">{words.counts.esims(fleet.listed, format.count(fleet.listed))}</span>
      </header>
      {fleet.byStatus.length === 0 ? (
        <p class="fine">{words.overview.fleet.empty}</p>
      ) : (
        <ShareBars
          bars={fleet.byStatus.map(({ status, count }) => ({
            name: <a href={`/esims?status=${encodeURIComponent(status)}`}>{status}</a>,
            value: count,
            figure: format.count(count),
          }))}
        />
      )}
    </section>
  );
}

function NotMonitoredCard({ view, overview }: OverviewProps) {
  const { words, format } = view;
  const { fleet, notMonitored } = overview;
  const text = words.overview.notMonitored;
  const present = notMonitored.filter(({ count }) => count > 0);
  if (fleet.listed === 0 || (present.length === 0 && !isCurrent(overview))) return null;
  return (
    <section class="card" aria-labelledby="not-monitored">
      <h2 id="not-monitored">{text.title}</h2>
      {present.length === 0 ? (
        <p class="fine">
          <Icon name="ok" /> {text.none}
        </p>
      ) : (
        <dl class="facts">
          {present.map(({ reason, count }) => (
            <div>
              <dt>
                <a href={`/esims?monitoring=${reason}`}>{text[reason]}</a>
              </dt>
              <dd>
                {reason === 'failing' ? (
                  <span class="mark mark-warning">
                    <Icon name="warning" /> {format.count(count)}
                  </span>
                ) : (
                  format.count(count)
                )}
              </dd>
            </div>
          ))}
        </dl>
      )}
    </section>
  );
}
