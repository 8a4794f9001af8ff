import { mayAct } from '../access/role.js';
import { Layout } from '../layout/layout.js';
import { authorOf } from '../parts/author.js';
import { Empty } from '../parts/empty.js';
import { Relative } from '../parts/figures.js';
import { Icon } from '../parts/icon.js';
import { Pager } from '../parts/pager.js';
import { SelectAll } from '../parts/select-all.js';
import type { HandledNotification, NotificationLine, NotificationPage } from '../ports/notifications.js';
import type { View } from '../view.js';

/** As many alerts as a line names. */
const NAMED = 3;

export function OutboxPage({ view, page }: { readonly view: View; readonly page: NotificationPage }) {
  const { words } = view;
  const canAct = view.person !== null && mayAct(view.person);
  return (
    <Layout view={view} title={words.outbox.title}>
      <header class="page-head">
        <h1>{words.outbox.title}</h1>
      </header>
      {page.rows.length === 0 ? (
        <Empty icon="ok" title={words.outbox.empty} hint={words.outbox.emptyHint} />
      ) : canAct ? (
        <form method="post" action="/outbox">
          <Rows view={view} rows={page.rows} selectable={true} />
          <fieldset class="bulk">
            <legend>{words.outbox.bulk}</legend>
            <button type="submit" name="action" value="retry">
              {words.outbox.retryAll}
            </button>
            <button type="submit" name="action" value="discard" class="quiet">
              {words.outbox.discardAll}
            </button>
          </fieldset>
        </form>
      ) : (
        <Rows view={view} rows={page.rows} selectable={false} />
      )}
      <Pager view={view} label={words.outbox.title} next={page.next} />
      {page.handled.length > 0 && <Handled view={view} handled={page.handled} />}
    </Layout>
  );
}

interface RowsProps {
  readonly view: View;
  readonly rows: readonly NotificationLine[];
  readonly selectable: boolean;
}

function Rows({ view, rows, selectable }: RowsProps) {
  const { columns, states } = view.words.outbox;
  return (
    <table class="list list-outbox">
      <thead>
        <tr>
          {selectable && <SelectAll label={view.words.outbox.selectAll} />}
          <th scope="col">{columns.state}</th>
          <th scope="col">{columns.to}</th>
          <th scope="col">{columns.about}</th>
          <th scope="col">{columns.error}</th>
          <th scope="col">{columns.next}</th>
        </tr>
      </thead>
      <tbody>
        {rows.map((row) => (
          <tr class={row.state === 'failed' ? 'row-critical' : undefined}>
            {selectable && (
              <td class="cell-select">
                <input
                  type="checkbox"
                  name="notification"
                  value={row.id}
                  aria-label={view.words.outbox.select(row.receiver)}
                />
              </td>
            )}
            <td class="cell-mark">
              <span class={row.state === 'failed' ? 'mark mark-critical' : 'mark mark-info'}>
                <Icon name={row.state === 'failed' ? 'critical' : 'info'} />
                {states[row.state]}
              </span>
            </td>
            <td class="cell-esim">
              <strong>{row.receiver}</strong>
              {row.recipient !== row.receiver && <span class="sub">{row.recipient}</span>}
            </td>
            <td class="cell-main">
              <About view={view} row={row} />
            </td>
            <td class="cell-error">
              <LastFault view={view} fault={row.lastFault} />
              {row.attempts > 0 && (
                <span class="sub">
                  {view.words.counts.attempts(row.attempts, view.format.count(row.attempts))}
                </span>
              )}
            </td>
            <td class="cell-when">
              <span class="cell-name">{columns.next}</span>
              {row.nextAttemptAt === null ? (
                view.words.outbox.never
              ) : (
                <Relative view={view} at={row.nextAttemptAt} />
              )}
              <span class="sub">
                {columns.created} <Relative view={view} at={row.createdAt} />
              </span>
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

/** Our words, and marked as a quotation those of the server. */
function LastFault({ view, fault }: { readonly view: View; readonly fault: NotificationLine['lastFault'] }) {
  if (fault === null) return <>{view.words.frame.none}</>;
  const { error, quote, advice } = view.sentences.deliveryFault(fault);
  return (
    <>
      {error}
      {quote !== null && (
        <>
          {error !== '' && ': '}
          <q lang="en">{quote}</q>
        </>
      )}
      {advice !== '' && <span class="sub">{advice}</span>}
    </>
  );
}

/** The authors of retried and discarded messages. */
function Handled({
  view,
  handled,
}: {
  readonly view: View;
  readonly handled: readonly HandledNotification[];
}) {
  const { words } = view;
  const { columns, actions } = words.outbox;
  return (
    <section class="card" aria-labelledby="handled">
      <h2 id="handled">{words.outbox.handled}</h2>
      <table class="plain stacks">
        <thead>
          <tr>
            <th scope="col">{columns.action}</th>
            <th scope="col">{columns.to}</th>
            <th scope="col">{columns.about}</th>
            <th scope="col">{columns.by}</th>
          </tr>
        </thead>
        <tbody>
          {handled.map((one) => (
            <tr>
              <th scope="row">{actions[one.action]}</th>
              <td>
                <span class="cell-name">{columns.to}</span>
                {one.receiver}
                {one.recipient !== one.receiver && <span class="sub">{one.recipient}</span>}
              </td>
              <td>
                <span class="cell-name">{columns.about}</span>
                <About view={view} row={one} />
              </td>
              <td>
                <span class="cell-name">{columns.by}</span>
                {one.by === null ? words.frame.unknown : authorOf(words, one.by)}
                <span class="sub">
                  <Relative view={view} at={one.at} />
                </span>
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}

interface AboutProps {
  readonly view: View;
  readonly row: Pick<NotificationLine, 'about' | 'kind'>;
}

function About({ view, row }: AboutProps) {
  const { words, format } = view;
  const more = row.about.length - NAMED;
  return (
    <>
      {row.about.length === 0 && words.outbox.kinds[row.kind]}
      {row.about.slice(0, NAMED).map(({ alertId, name }, index) => (
        <>
          {index > 0 && ', '}
          <a href={`/alerts/${alertId}`}>{name ?? words.alerts.provider}</a>
        </>
      ))}
      {more > 0 && ` ${words.outbox.andMore(format.count(more))}`}
    </>
  );
}
