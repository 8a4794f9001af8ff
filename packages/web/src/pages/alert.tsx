import { mayAct } from '../access/role.js';
import { Layout } from '../layout/layout.js';
import { AlertFlags, LeftNow } from '../parts/alert-row.js';
import { subjectOf } from '../parts/alert-subject.js';
import { authorOf } from '../parts/author.js';
import { EsimLink } from '../parts/esim-link.js';
import { Field } from '../parts/field.js';
import { Instant, Relative } from '../parts/figures.js';
import { SeverityMark } from '../parts/severity.js';
import { type SilenceDraft, SilenceForm } from '../parts/silence-form.js';
import type { AlertDetail, AlertEvent, AlertLine } from '../ports/alerts.js';
import type { View } from '../view.js';

interface AlertProps {
  readonly view: View;
  readonly detail: AlertDetail;
}

/** One alert: why, since when, who was notified, what was done; and what can be done. */
export function AlertDetailPage({ view, detail, draft }: AlertProps & { readonly draft: SilenceDraft }) {
  const { words, format } = view;
  const { line } = detail;
  const canAct = view.person !== null && mayAct(view.person);
  return (
    <Layout view={view} title={words.alert.title(String(line.id))} live={!canAct}>
      <header class="page-head">
        <div>
          <h1>{view.sentences.reason(line.reason)}</h1>
          <p class="sub">
            {words.alert.title(String(line.id))} · {line.rule}
            <LeftNow view={view} alert={line} />
            <AlertFlags view={view} alert={line} />
          </p>
        </div>
        {line.state === 'open' ? (
          <SeverityMark view={view} severity={line.severity} />
        ) : (
          <span class="mark mark-ok">{words.alert.states.resolved}</span>
        )}
      </header>
      <dl class="figures">
        <div>
          <dt>{words.alerts.columns.esim}</dt>
          <dd>{line.esim ? <EsimLink view={view} esim={line.esim} /> : subjectOf(line, words)}</dd>
        </div>
        <div>
          <dt>{words.alert.opened}</dt>
          <dd>
            <strong>
              <Relative view={view} at={line.openedAt} />
            </strong>
            <span class="sub">{format.instant(line.openedAt)}</span>
          </dd>
        </div>
        {line.resolvedAt !== null && (
          <div>
            <dt>{words.alert.resolved}</dt>
            <dd>
              <strong>
                <Relative view={view} at={line.resolvedAt} />
              </strong>
              <span class="sub">{format.instant(line.resolvedAt)}</span>
            </dd>
          </div>
        )}
        <div>
          <dt>{words.alert.notified}</dt>
          <dd>
            <strong>
              {line.lastNotifiedAt === null ? (
                words.alert.never
              ) : (
                <Relative view={view} at={line.lastNotifiedAt} />
              )}
            </strong>
            {line.timesNotified > 0 && (
              <span class="sub">
                {words.counts.times(line.timesNotified, format.count(line.timesNotified))}
              </span>
            )}
          </dd>
        </div>
      </dl>
      {line.state === 'open' && !canAct && <p class="fine">{words.alert.viewersMayNot}</p>}
      <div class="pair">
        <div class="stack-cards">
          {line.state === 'open' && canAct && <AcknowledgeForm view={view} alert={line} />}
          <HistoryCard view={view} detail={detail} />
        </div>
        <div class="stack-cards">
          {line.state === 'open' && canAct && (
            <section class="card" aria-labelledby="silence">
              <h2 id="silence">{words.silences.create}</h2>
              <SilenceForm
                view={view}
                path={`/alerts/${line.id}`}
                draft={draft}
                suggestions={suggestionsFor(line)}
              />
            </section>
          )}
          <NotifiedCard view={view} detail={detail} />
        </div>
      </div>
    </Layout>
  );
}

/** Narrowest first: this alert, this eSIM, the rule, the cost centre. */
export function suggestionsFor({ esim, rule }: Pick<AlertLine, 'esim' | 'rule'>): readonly string[] {
  const iccid = esim?.iccid ?? null;
  const costCentre = esim?.costCentre ?? null;
  return [
    iccid === null ? null : `iccid=${iccid},rule=${rule}`,
    iccid === null ? null : `iccid=${iccid}`,
    costCentre === null || costCentre.includes(',') ? null : `cost_centre=${costCentre}`,
    `rule=${rule}`,
  ].filter((matcher) => matcher !== null);
}

function AcknowledgeForm({ view, alert }: { readonly view: View; readonly alert: AlertLine }) {
  const { words } = view;
  const { acknowledged } = alert;
  return (
    <section class="card" aria-labelledby="acknowledge" id="acknowledge-form">
      <h2 id="acknowledge">{words.alert.acknowledge.title}</h2>
      <form method="post" action={`/alerts/${alert.id}`} class="stack">
        {acknowledged === null ? (
          <>
            <p class="fine">{words.alert.acknowledge.hint}</p>
            <Field label={words.alert.acknowledge.comment}>
              <input type="text" name="comment" maxlength={500} />
            </Field>
            <button type="submit" name="action" value="acknowledge">
              {words.alert.acknowledge.submit}
            </button>
          </>
        ) : (
          <>
            <p>
              {words.alerts.acknowledgedBy(
                authorOf(words, acknowledged.by),
                view.format.relative(acknowledged.at),
              )}
            </p>
            {acknowledged.comment !== '' && <blockquote>{acknowledged.comment}</blockquote>}
            <button type="submit" name="action" value="unacknowledge" class="quiet">
              {words.alert.acknowledge.undo}
            </button>
          </>
        )}
      </form>
    </section>
  );
}

function HistoryCard({ view, detail }: AlertProps) {
  const { words } = view;
  return (
    <section class="card" aria-labelledby="history">
      <h2 id="history">{words.alert.history}</h2>
      <ol class="timeline">
        {detail.events.map((event) => (
          <Event view={view} event={event} />
        ))}
      </ol>
    </section>
  );
}

function Event({ view, event }: { readonly view: View; readonly event: AlertEvent }) {
  const { words } = view;
  const by = byOf(event);
  return (
    <li>
      <span class="timeline-what">
        {words.alert.changes[event.change] ?? event.change}
        {by !== null && <span class="sub"> {words.alert.by(authorOf(words, by))}</span>}
      </span>
      <span class="timeline-when">
        <Instant view={view} at={event.at} />
      </span>
      <EventText view={view} event={event} />
    </li>
  );
}

/** The author; null: Roamwatch itself. */
function byOf({ reason }: AlertEvent): string | null {
  return reason.kind === 'acknowledged' || reason.kind === 'unacknowledged' ? reason.by : null;
}

function EventText({ view, event: { reason } }: { readonly view: View; readonly event: AlertEvent }) {
  if (reason.kind === 'unacknowledged') return null;
  const text = reason.kind === 'acknowledged' ? reason.comment : view.sentences.reason(reason);
  return text === '' ? null : <span class="timeline-text">{text}</span>;
}

function NotifiedCard({ view, detail }: AlertProps) {
  const { words } = view;
  return (
    <section class="card" aria-labelledby="notified">
      <h2 id="notified">{words.alert.notified}</h2>
      {detail.notified.length === 0 ? (
        <p class="fine">{words.alert.nobody}</p>
      ) : (
        <table class="plain">
          <thead class="visually-hidden">
            <tr>
              <th scope="col">{words.outbox.columns.to}</th>
              <th scope="col">{words.outbox.columns.state}</th>
              <th scope="col">{words.outbox.columns.created}</th>
            </tr>
          </thead>
          <tbody>
            {detail.notified.map(({ receiver, recipient, state, at }) => (
              <tr>
                <th scope="row">
                  {receiver}
                  {recipient !== receiver && <span class="sub">{recipient}</span>}
                </th>
                <td>
                  <span class={state === 'failed' ? 'mark mark-critical' : ''}>
                    {words.alert.notificationStates[state]}
                  </span>
                </td>
                <td>
                  <Relative view={view} at={at} />
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
    </section>
  );
}
