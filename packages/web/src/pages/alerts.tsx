import { mayAct } from '../access/role.js';
import { Layout } from '../layout/layout.js';
import { AlertCells } from '../parts/alert-row.js';
import { Empty } from '../parts/empty.js';
import { Field, Select } from '../parts/field.js';
import { Relative } from '../parts/figures.js';
import { Pager } from '../parts/pager.js';
import { SearchForm } from '../parts/search-form.js';
import { SelectAll } from '../parts/select-all.js';
import type { AlertLine, AlertPage, AlertQuery } from '../ports/alerts.js';
import type { View } from '../view.js';

interface AlertsProps {
  readonly view: View;
  readonly query: AlertQuery;
  readonly page: AlertPage;
}

/** All alerts that are open, worst first, or those resolved; operators acknowledge several at once. */
export function AlertsPage({ view, query, page }: AlertsProps) {
  const { words } = view;
  const canAct = view.person !== null && mayAct(view.person) && query.state === 'open';
  const matcher = matcherOf(query);
  return (
    <Layout view={view} title={words.alerts.title}>
      <header class="page-head">
        <h1>{words.alerts.title}</h1>
        <p class="page-actions">
          {canAct && matcher !== null && (
            <a href={`/silences?matcher=${encodeURIComponent(matcher)}&for=1d`}>{words.esims.silenceThese}</a>
          )}
        </p>
      </header>
      <Filters view={view} query={query} rules={page.rules} />
      <div id="results">
        {page.rows.length === 0 ? (
          <Nothing view={view} query={query} />
        ) : (
          <>
            {canAct ? (
              <form method="post" action="/alerts">
                <Rows view={view} rows={page.rows} selectable={true} />
                <BulkActions view={view} />
              </form>
            ) : (
              <Rows view={view} rows={page.rows} selectable={false} />
            )}
            <Pager view={view} label={words.alerts.title} next={page.next} />
          </>
        )}
      </div>
    </Layout>
  );
}

/** The silence that covers what these filters show; null where no matcher says the same. */
function matcherOf({ severity, rule, search, acknowledged }: AlertQuery): string | null {
  if (search !== '' || acknowledged !== null || rule?.includes(',')) return null;
  const conditions = [
    severity === null ? null : `severity=${severity}`,
    rule === null ? null : `rule=${rule}`,
  ].filter((condition) => condition !== null);
  return conditions.length === 0 ? 'rule=*' : conditions.join(',');
}

function Filters({
  view,
  query,
  rules,
}: {
  readonly view: View;
  readonly query: AlertQuery;
  readonly rules: readonly string[];
}) {
  const { alerts, esims, severity } = view.words;
  const all = ['', esims.all] as const;
  return (
    <SearchForm view={view} action="/alerts" search={query.search}>
      <Field label={view.words.alert.state}>
        <Select
          name="state"
          value={query.state}
          options={[
            ['open', alerts.open],
            ['resolved', alerts.resolved],
          ]}
        />
      </Field>
      <Field label={alerts.severity}>
        <Select
          name="severity"
          value={query.severity}
          options={[all, ['critical', severity.critical], ['warning', severity.warning]]}
        />
      </Field>
      <Field label={alerts.rule}>
        <Select
          name="rule"
          value={query.rule}
          options={[all, ...rules.map((rule) => [rule, rule] as const)]}
        />
      </Field>
      <Field label={alerts.acknowledgement}>
        <Select
          name="acknowledged"
          value={query.acknowledged === null ? null : query.acknowledged ? 'yes' : 'no'}
          options={[all, ['no', alerts.notAcknowledged], ['yes', alerts.acknowledged]]}
        />
      </Field>
    </SearchForm>
  );
}

function Nothing({ view, query }: Pick<AlertsProps, 'view' | 'query'>) {
  const { alerts } = view.words;
  const isFiltered =
    query.search !== '' || query.severity !== null || query.rule !== null || query.acknowledged !== null;
  if (isFiltered) return <Empty title={alerts.noMatch} hint={alerts.noMatchHint} />;
  if (query.state === 'resolved')
    return <Empty title={alerts.emptyResolved} hint={alerts.emptyResolvedHint} />;
  return <Empty icon="ok" title={alerts.empty} hint={alerts.emptyHint} />;
}

interface RowsProps {
  readonly view: View;
  readonly rows: readonly AlertLine[];
  readonly selectable: boolean;
}

function Rows({ view, rows, selectable }: RowsProps) {
  const { columns, severity, select, selectAll } = view.words.alerts;
  return (
    <table class="list list-alerts">
      <thead>
        <tr>
          {selectable && <SelectAll label={selectAll} />}
          <th scope="col">{severity}</th>
          <th scope="col">{columns.alert}</th>
          <th scope="col">{columns.esim}</th>
          <th scope="col">{columns.since}</th>
          <th scope="col">{columns.notified}</th>
        </tr>
      </thead>
      <tbody>
        {rows.map((alert) => (
          <tr class={alert.state === 'open' ? `row-${alert.severity}` : 'row-past'}>
            {selectable && (
              <td class="cell-select">
                <input
                  type="checkbox"
                  name="alert"
                  value={String(alert.id)}
                  aria-label={select(String(alert.id))}
                />
              </td>
            )}
            <AlertCells view={view} alert={alert} />
            <td class="cell-when">
              <span class="cell-name">{columns.notified}</span>
              {alert.lastNotifiedAt === null ? (
                <span class="sub">{view.words.alerts.notNotified}</span>
              ) : (
                <Relative view={view} at={alert.lastNotifiedAt} />
              )}
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

function BulkActions({ view }: { readonly view: View }) {
  const { words } = view;
  return (
    <fieldset class="bulk">
      <legend>{words.alerts.bulk}</legend>
      <Field label={words.alert.acknowledge.comment}>
        <input type="text" name="comment" maxlength={500} />
      </Field>
      <button type="submit" name="action" value="acknowledge">
        {words.alert.acknowledge.submit}
      </button>
      <button type="submit" name="action" value="unacknowledge" class="quiet">
        {words.alert.acknowledge.undo}
      </button>
      <button type="submit" formmethod="get" formaction="/silences" class="quiet">
        {words.alerts.silenceSelected}
      </button>
    </fieldset>
  );
}
