import { dateOf } from '@roamwatch/core';
import { mayAct } from '../access/role.js';
import { plotRemaining } from '../charts/remaining.js';
import { RemainingBar } from '../charts/remaining-bar.js';
import { RemainingLine } from '../charts/remaining-line.js';
import { stackDays } from '../charts/stack.js';
import { StackedDays } from '../charts/stacked-days.js';
import { Layout } from '../layout/layout.js';
import { AlertFlags, LeftNow } from '../parts/alert-row.js';
import { Bytes, Instant, Relative } from '../parts/figures.js';
import { Icon } from '../parts/icon.js';
import { SeverityMark } from '../parts/severity.js';
import { worstOpen } from '../parts/worst-open.js';
import type { EsimDetail } from '../ports/esim.js';
import type { View } from '../view.js';

/** As many days as the chart of usage shows at most. */
const CHART_DAYS = 45;

interface EsimProps {
  readonly view: View;
  readonly esim: EsimDetail;
}

/** One eSIM: how much is left, how it was used, which alerts it has, and what every rule says. */
export function EsimPage({ view, esim }: EsimProps) {
  const name = esim.label ?? esim.iccid ?? esim.esimId;
  return (
    <Layout view={view} title={name}>
      <header class="page-head">
        <div>
          <h1>{name}</h1>
          <p class="sub">
            <span class="number">{esim.iccid ?? esim.esimId}</span> · {esim.status}
            {esim.costCentre !== null && ` · ${esim.costCentre}`}
          </p>
        </div>
        <State view={view} esim={esim} />
      </header>
      <Remarks view={view} esim={esim} />
      <Figures view={view} esim={esim} />
      <div class="pair">
        <DaysCard view={view} esim={esim} />
        <RemainingCard view={view} esim={esim} />
      </div>
      <AlertsCard view={view} esim={esim} />
      <RulesCard view={view} esim={esim} />
      <div class="pair">
        <PackagesCard view={view} esim={esim} />
        <AboutCard view={view} esim={esim} />
      </div>
    </Layout>
  );
}

/** In order alone where its figures are read: what nobody looks at may be anything. */
function State({ view, esim }: EsimProps) {
  const severity = worstOpen(esim.alerts);
  const { reading, failing, leftListAt, nextPoll } = esim;
  const isMonitored = reading !== null && failing === null && leftListAt === null && nextPoll.at !== null;
  // What Roamwatch has not looked at for long is not in order either.
  if (severity !== null || (isMonitored && view.live.isTrusted))
    return <SeverityMark view={view} severity={severity} />;
  return (
    <span class="mark mark-info">
      <Icon name="info" />
      {isMonitored ? view.words.overview.notCurrentMark : view.words.overview.notMonitored.title}
    </span>
  );
}

function Remarks({ view, esim }: EsimProps) {
  const { words, format } = view;
  const { failing, leftListAt } = esim;
  return (
    <>
      {leftListAt !== null && (
        <p class="box box-warning">
          <Icon name="warning" /> {words.esim.left_list(format.instant(leftListAt))}
        </p>
      )}
      {failing !== null && (
        <p class="box box-warning">
          <Icon name="warning" />{' '}
          {words.esim.failing(
            format.instant(failing.since),
            words.counts.times(failing.times, format.count(failing.times)),
          )}{' '}
          <span class="sub">{failing.reason}</span>
        </p>
      )}
    </>
  );
}

function Figures({ view, esim }: EsimProps) {
  const { words, format } = view;
  const { reading, nextPoll } = esim;
  const ends = reading?.packageEndsAt ?? null;
  return (
    <dl class="figures">
      <div>
        <dt>{words.esim.left}</dt>
        <dd>
          <LeftFigure view={view} esim={esim} />
        </dd>
      </div>
      <div>
        <dt>{ends === null && esim.expiresAt !== null ? words.esim.profileExpires : words.esim.ends}</dt>
        <dd>
          {ends === null && esim.expiresAt === null ? (
            words.frame.none
          ) : (
            <>
              <strong>
                <Relative view={view} at={ends ?? esim.expiresAt ?? 0} />
              </strong>
              <span class="sub">{format.instant(ends ?? esim.expiresAt ?? 0)}</span>
            </>
          )}
        </dd>
      </div>
      <div>
        <dt>{words.esim.forecast}</dt>
        <dd>
          <ForecastFigure view={view} esim={esim} />
        </dd>
      </div>
      <div>
        <dt>{words.esim.read}</dt>
        <dd>
          <strong>
            {reading === null ? words.esims.neverRead : <Relative view={view} at={reading.at} />}
          </strong>
          <span class="sub" title={view.sentences.nextPoll(nextPoll.reason)}>
            {words.esim.nextPoll}{' '}
            {nextPoll.at === null
              ? view.sentences.nextPoll(nextPoll.reason)
              : format.relative(Math.max(nextPoll.at, format.now))}
          </span>
        </dd>
      </div>
    </dl>
  );
}

function LeftFigure({ view, esim }: EsimProps) {
  const { words, format } = view;
  const { reading } = esim;
  if (esim.unlimited) return <strong>{words.esims.unlimited}</strong>;
  if (!esim.usageCheck) return <strong>{words.esims.noUsageCheck}</strong>;
  if (reading === null || reading.remainingBytes === null) return <strong>{words.esims.noData}</strong>;
  const left = Math.max(0, reading.remainingBytes);
  const allowance = reading.allowanceBytes;
  if (allowance === null || allowance <= 0) {
    return (
      <strong>
        <Bytes view={view} value={left} />
      </strong>
    );
  }
  return (
    <>
      <strong>
        <Bytes view={view} value={left} />
      </strong>
      <span class="sub">{`${format.percent(left / allowance)} ${words.esims.of('', format.bytes(allowance))}`}</span>
      <RemainingBar share={left / allowance} tone={worstOpen(esim.alerts) ?? 'ok'} />
    </>
  );
}

function ForecastFigure({ view, esim }: EsimProps) {
  const { words, format } = view;
  const { forecast, reading } = esim;
  if (forecast === null) return <span class="sub">{words.esim.noForecast}</span>;
  if (forecast.emptyAt === null) return <strong>{words.esim.noForecastUse}</strong>;
  const end = reading?.packageEndsAt ?? null;
  const lasts = end !== null && forecast.emptyAt >= end;
  return (
    <>
      <strong>
        {lasts ? words.esim.forecastAfterEnd : words.esim.forecastEmpty(format.relative(forecast.emptyAt))}
      </strong>
      <span class="sub" title={format.exactInstant(forecast.emptyAt)}>
        {words.esim.forecastRate(format.bytes(Math.round(forecast.bytesPerDay)))}
      </span>
    </>
  );
}

function DaysCard({ view, esim }: EsimProps) {
  const { charts } = view.words.esim;
  const stack = stackDays(esim.days, dateOf(view.format.now, 'UTC'), CHART_DAYS);
  return (
    <section class="card" aria-labelledby="days">
      <h2 id="days">{charts.days}</h2>
      {stack.total === 0 ? <p class="fine">{charts.daysEmpty}</p> : <StackedDays view={view} stack={stack} />}
    </section>
  );
}

function RemainingCard({ view, esim }: EsimProps) {
  const { charts } = view.words.esim;
  const plot = plotRemaining({ readings: esim.readings, forecast: esim.forecast, now: view.format.now });
  return (
    <section class="card" aria-labelledby="left">
      <h2 id="left">{charts.left}</h2>
      {plot === null ? (
        <p class="fine">{charts.leftEmpty}</p>
      ) : (
        <RemainingLine view={view} plot={plot} thresholds={esim.thresholds} />
      )}
    </section>
  );
}

function AlertsCard({ view, esim }: EsimProps) {
  const { words } = view;
  return (
    <section class="card" aria-labelledby="alerts">
      <header>
        <h2 id="alerts">{words.esim.alerts.title}</h2>
        {esim.iccid !== null && view.person !== null && mayAct(view.person) && (
          <a href={`/silences?matcher=iccid%3D${encodeURIComponent(esim.iccid)}&for=1d`}>
            {words.silences.create}
          </a>
        )}
      </header>
      {esim.alerts.length === 0 ? (
        <p class="fine">{words.esim.alerts.empty}</p>
      ) : (
        <table class="list list-history">
          <thead class="visually-hidden">
            <tr>
              <th scope="col">{words.alerts.severity}</th>
              <th scope="col">{words.alerts.columns.alert}</th>
              <th scope="col">{words.alerts.columns.since}</th>
            </tr>
          </thead>
          <tbody>
            {esim.alerts.map((alert) => (
              <tr class={alert.state === 'open' ? `row-${alert.severity}` : 'row-past'}>
                <td class="cell-mark">
                  {alert.state === 'open' ? (
                    <SeverityMark view={view} severity={alert.severity} />
                  ) : (
                    <span class="mark mark-ok">
                      <Icon name="ok" />
                      {words.alert.states.resolved}
                    </span>
                  )}
                </td>
                <td class="cell-main">
                  <a class="reason" href={`/alerts/${alert.id}`}>
                    {view.sentences.reason(alert.reason)}
                  </a>
                  <span class="sub">
                    {alert.rule}
                    <LeftNow view={view} alert={alert} />
                    <AlertFlags view={view} alert={alert} />
                  </span>
                </td>
                <td class="cell-when">
                  <Instant view={view} at={alert.openedAt} />
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
    </section>
  );
}

function RulesCard({ view, esim }: EsimProps) {
  const { words } = view;
  const text = words.esim.rules;
  return (
    <section class="card">
      <h2 id="rules">{text.title}</h2>
      {esim.rules.length === 0 ? (
        <p class="fine">{text.none}</p>
      ) : (
        <section class="scroll" tabindex={0} aria-labelledby="rules">
          <table class="plain rules">
            <thead>
              <tr>
                <th scope="col">{text.rule}</th>
                <th scope="col">{text.decision}</th>
                <th scope="col">{text.value}</th>
                <th scope="col">{text.threshold}</th>
                <th scope="col">{text.next}</th>
              </tr>
            </thead>
            <tbody>
              {esim.rules.map((rule) => (
                <tr>
                  <th scope="row">
                    {rule.rule}
                    {rule.type !== rule.rule && <span class="sub">{rule.type}</span>}
                  </th>
                  <td>
                    {rule.severity !== null && <SeverityMark view={view} severity={rule.severity} />}{' '}
                    {rule.alertId === null ? (
                      view.sentences.reason(rule.reason)
                    ) : (
                      <a href={`/alerts/${rule.alertId}`}>{view.sentences.reason(rule.reason)}</a>
                    )}
                    {rule.mutedBy !== null && <span class="sub">{text.mutedBy(rule.mutedBy)}</span>}
                  </td>
                  <td>{rule.finding === null ? words.frame.none : view.sentences.measured(rule.finding)}</td>
                  <td>{rule.finding === null ? words.frame.none : view.sentences.threshold(rule.finding)}</td>
                  <td>
                    {rule.next === null ? (
                      words.frame.none
                    ) : (
                      <>
                        <Relative view={view} at={rule.next.at} />
                        <span class="sub">{rule.next.by === 'clock' ? text.byClock : text.byForecast}</span>
                      </>
                    )}
                  </td>
                </tr>
              ))}
            </tbody>
          </table>
        </section>
      )}
    </section>
  );
}

function PackagesCard({ view, esim }: EsimProps) {
  const { words, format } = view;
  const text = words.esim.packages;
  return (
    <section class="card" aria-labelledby="packages">
      <header>
        <h2 id="packages">{text.title}</h2>
        {esim.topUp && esim.dashboardUrl !== null && (
          <a href={esim.dashboardUrl} rel="noreferrer noopener">
            {words.esim.topUp}
          </a>
        )}
      </header>
      {esim.packages.length === 0 ? (
        <p class="fine">{text.empty}</p>
      ) : (
        <table class="plain">
          <thead>
            <tr>
              <th scope="col">{text.name}</th>
              <th scope="col">{text.bought}</th>
              <th scope="col" class="figure">
                {text.price}
              </th>
            </tr>
          </thead>
          <tbody>
            {esim.packages.map((bought) => (
              <tr>
                <th scope="row">
                  {bought.packageName}
                  <span class="sub">{text.types[bought.type] ?? bought.type}</span>
                </th>
                <td>
                  {bought.purchasedAt === null ? (
                    words.frame.unknown
                  ) : (
                    <Instant view={view} at={bought.purchasedAt} />
                  )}
                </td>
                <td class="figure">
                  {bought.price === null ? words.frame.unknown : format.price(bought.price, bought.currency)}
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
    </section>
  );
}

function AboutCard({ view, esim }: EsimProps) {
  const { words } = view;
  const showEmail = esim.email !== null && view.person !== null && mayAct(view.person);
  const facts: readonly (readonly [string, string | null])[] = [
    [words.esim.iccid, esim.iccid],
    [words.esim.esimId, esim.esimId],
    [words.esim.email, showEmail ? esim.email : null],
    [words.esim.costCentre, esim.costCentre],
    [words.esim.glCode, esim.glCode],
    [words.esim.project, esim.project],
    [words.esim.notes, esim.notes.length === 0 ? null : esim.notes.join(' ')],
  ];
  return (
    <section class="card" aria-labelledby="about">
      <h2 id="about">eSIM</h2>
      <dl class="facts">
        {facts
          .filter(([, value]) => value !== null)
          .map(([name, value]) => (
            <div>
              <dt>{name}</dt>
              <dd>{value}</dd>
            </div>
          ))}
      </dl>
      <p class="sub">{esim.topUp ? words.esim.topUpSupported : words.esim.topUpUnsupported}</p>
    </section>
  );
}
