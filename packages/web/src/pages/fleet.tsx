import { dateOf } from '@roamwatch/core';
import { mayAct } from '../access/role.js';
import { RemainingBar } from '../charts/remaining-bar.js';
import { Sparkline } from '../charts/sparkline.js';
import { Layout } from '../layout/layout.js';
import { Empty } from '../parts/empty.js';
import { EsimLink } from '../parts/esim-link.js';
import { stateOfRow } from '../parts/esim-state.js';
import { Field, Select } from '../parts/field.js';
import { Bytes, Relative } from '../parts/figures.js';
import { Pager } from '../parts/pager.js';
import { SearchForm } from '../parts/search-form.js';
import { StateMark } from '../parts/state-mark.js';
import {
  FLEET_ALERTS,
  FLEET_SORTS,
  type FleetFilters,
  type FleetPage,
  type FleetQuery,
  type FleetRow,
} from '../ports/fleet.js';
import { REASONS_SHOWN } from '../ports/overview.js';
import type { View } from '../view.js';

const SPARK_DAYS = 14;

interface FleetProps {
  readonly view: View;
  readonly query: FleetQuery;
  readonly filters: FleetFilters;
  readonly page: FleetPage;
}

export function FleetListPage({ view, query, filters, page }: FleetProps) {
  const { words } = view;
  return (
    <Layout view={view} title={words.esims.title}>
      <header class="page-head">
        <h1>{words.esims.title}</h1>
        <Downloads view={view} query={query} />
      </header>
      <Filters view={view} query={query} filters={filters} />
      <div id="results">
        {page.rows.length === 0 ? (
          <Nothing view={view} query={query} />
        ) : (
          <>
            <Rows view={view} rows={page.rows} />
            <Pager view={view} label={words.esims.title} next={page.next} />
          </>
        )}
      </div>
    </Layout>
  );
}

function Downloads({ view, query }: Pick<FleetProps, 'view' | 'query'>) {
  const search = new URLSearchParams(view.url.searchParams);
  search.delete('after');
  const suffix = search.size === 0 ? '' : `?${search}`;
  const matcher = matcherOf(query);
  return (
    <p class="page-actions">
      {matcher !== null && view.person !== null && mayAct(view.person) && (
        <a href={`/silences?matcher=${encodeURIComponent(matcher)}&for=1d`}>
          {view.words.esims.silenceThese}
        </a>
      )}
      <a href={`/esims.csv${suffix}`} download>
        CSV
      </a>
      <a href={`/esims.json${suffix}`}>JSON</a>
    </p>
  );
}

/** The silence that covers what these filters show; null where no matcher says the same. */
function matcherOf({ status, costCentre, alert, notMonitored, search }: FleetQuery): string | null {
  if (notMonitored !== null || search !== '') return null;
  const conditions = [
    status === null ? null : `status=${status}`,
    costCentre === null ? null : `cost_centre=${costCentre}`,
    alert === 'critical' || alert === 'warning' ? `severity=${alert}` : null,
  ].filter((condition) => condition !== null);
  return conditions.length === 0 || conditions.some((condition) => condition.includes(','))
    ? null
    : conditions.join(',');
}

function Filters({ view, query, filters }: Omit<FleetProps, 'page'>) {
  const { esims, overview } = view.words;
  const all = ['', esims.all] as const;
  const same = (values: readonly string[]) => [all, ...values.map((value) => [value, value] as const)];
  return (
    <SearchForm view={view} action="/esims" search={query.search}>
      <Field label={esims.status}>
        <Select name="status" value={query.status} options={same(filters.statuses)} />
      </Field>
      <Field label={esims.alert}>
        <Select
          name="alert"
          value={query.alert}
          options={[all, ...FLEET_ALERTS.map((name) => [name, esims.alerts[name]] as const)]}
        />
      </Field>
      {filters.costCentres.length > 0 && (
        <Field label={esims.costCentre}>
          <Select name="cost_centre" value={query.costCentre} options={same(filters.costCentres)} />
        </Field>
      )}
      <Field label={esims.monitored}>
        <Select
          name="monitoring"
          value={query.notMonitored}
          options={[all, ...REASONS_SHOWN.map((name) => [name, overview.notMonitored[name]] as const)]}
        />
      </Field>
      <Field label={esims.sort}>
        <Select
          name="sort"
          value={query.sort}
          options={FLEET_SORTS.map((name) => [name, esims.sorts[name]] as const)}
        />
      </Field>
    </SearchForm>
  );
}

function Nothing({ view, query }: Pick<FleetProps, 'view' | 'query'>) {
  const { esims } = view.words;
  const { search, status, alert, costCentre, notMonitored, after } = query;
  const isFiltered =
    search !== '' || [status, alert, costCentre, notMonitored, after].some((one) => one !== null);
  return isFiltered ? (
    <Empty title={esims.noMatch} hint={esims.noMatchHint} />
  ) : (
    <Empty title={esims.empty} hint={esims.emptyHint} />
  );
}

function Rows({ view, rows }: { readonly view: View; readonly rows: readonly FleetRow[] }) {
  const { columns } = view.words.esims;
  return (
    <table class="list list-esims">
      <thead>
        <tr>
          <th scope="col">{columns.state}</th>
          <th scope="col">{columns.esim}</th>
          <th scope="col">{columns.left}</th>
          <th scope="col">{columns.days}</th>
          <th scope="col">{columns.ends}</th>
          <th scope="col">{columns.read}</th>
        </tr>
      </thead>
      <tbody>
        {rows.map((row) => (
          <Row view={view} row={row} />
        ))}
      </tbody>
    </table>
  );
}

function Row({ view, row }: { readonly view: View; readonly row: FleetRow }) {
  const { words, format } = view;
  const { columns } = words.esims;
  const reason = REASONS_SHOWN.find((shown) => shown === row.notMonitored);
  const sub = [row.status, row.costCentre].filter((text) => text !== null).join(' · ');
  return (
    <tr class={row.severity === null ? undefined : `row-${row.severity}`}>
      <td class="cell-mark">
        <StateMark view={view} state={stateOfRow(row, view.live.isTrusted)} />
        {reason !== undefined && <span class="sub why">{words.overview.notMonitored[reason]}</span>}
        {row.openAlerts > 1 && (
          <span class="sub">{words.esims.open(row.openAlerts, format.count(row.openAlerts))}</span>
        )}
      </td>
      <td class="cell-esim">
        <EsimLink view={view} esim={row} />
        <span class="sub">{sub}</span>
      </td>
      <td class="cell-left">
        <Left view={view} row={row} />
      </td>
      <td class="cell-spark">
        {row.days.length > 0 && (
          <Sparkline
            days={row.days}
            until={dateOf(format.now, 'UTC')}
            count={SPARK_DAYS}
            label={words.esims.usagePeak(
              words.counts.days(SPARK_DAYS, format.count(SPARK_DAYS)),
              format.bytes(Math.max(...row.days.map(({ usedBytes }) => usedBytes))),
            )}
          />
        )}
      </td>
      <td class="cell-when">
        <span class="cell-name">{columns.ends}</span>
        {row.endsAt === null ? words.frame.none : <Relative view={view} at={row.endsAt} />}
      </td>
      <td class="cell-when">
        <span class="cell-name">{columns.read}</span>
        {row.readAt === null ? words.esims.neverRead : <Relative view={view} at={row.readAt} />}
        {row.failingSince !== null && (
          <span class="sub failing">{words.esims.failing(format.instant(row.failingSince))}</span>
        )}
      </td>
    </tr>
  );
}

/** The bar is coloured by the worst alert, so that it never says more than the rules do. */
function Left({ view, row }: { readonly view: View; readonly row: FleetRow }) {
  const { words, format } = view;
  const { allowanceBytes, remainingBytes, severity } = row;
  if (row.unlimited) return <span class="sub">{words.esims.unlimited}</span>;
  if (!row.usageCheck) return <span class="sub">{words.esims.noUsageCheck}</span>;
  if (remainingBytes === null) return <span class="sub">{words.esims.noData}</span>;
  if (allowanceBytes === null || allowanceBytes <= 0) return <Bytes view={view} value={remainingBytes} />;
  const left = Math.max(0, remainingBytes);
  const share = left / allowanceBytes;
  const title = `${format.exactBytes(left)} / ${format.exactBytes(allowanceBytes)}`;
  return (
    <>
      <span class="left" title={title}>
        <strong>{format.percent(share)}</strong>
        <span class="sub">{words.esims.of(format.bytes(left), format.bytes(allowanceBytes))}</span>
      </span>
      <RemainingBar share={share} tone={severity ?? 'ok'} />
    </>
  );
}
