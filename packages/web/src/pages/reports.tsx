import { mayAct } from '../access/role.js';
import { Layout } from '../layout/layout.js';
import { authorOf } from '../parts/author.js';
import { Empty } from '../parts/empty.js';
import { Icon } from '../parts/icon.js';
import type { MonthLine, OpenReason } from '../ports/reports.js';
import type { View } from '../view.js';

/** Every month with its state, its files, and what is missing in it. */
export function ReportsPage({
  view,
  months,
}: {
  readonly view: View;
  readonly months: readonly MonthLine[];
}) {
  const { words } = view;
  return (
    <Layout view={view} title={words.reports.title}>
      <header class="page-head">
        <h1>{words.reports.title}</h1>
      </header>
      {months.length === 0 ? (
        <Empty title={words.reports.empty} hint={words.reports.emptyHint} />
      ) : (
        <table class="list list-months">
          <thead>
            <tr>
              <th scope="col">{words.reports.columns.month}</th>
              <th scope="col">{words.reports.columns.state}</th>
              <th scope="col">{words.reports.columns.missing}</th>
              <th scope="col">{words.reports.columns.files}</th>
              <th scope="col">
                <span class="visually-hidden">{words.reports.close}</span>
              </th>
            </tr>
          </thead>
          <tbody>
            {months.map((month) => (
              <Row view={view} month={month} />
            ))}
          </tbody>
        </table>
      )}
    </Layout>
  );
}

function Row({ view, month }: { readonly view: View; readonly month: MonthLine }) {
  const { words, format } = view;
  const missing = missingOf(view, month);
  const isClosed = month.state === 'closed';
  return (
    <tr>
      <th scope="row" class="cell-main">
        {format.month(month.month)}
        {month.dataAsOf !== null && (
          <span class="sub">{words.reports.asOf(format.instant(month.dataAsOf))}</span>
        )}
      </th>
      <td class="cell-mark">
        <span class={`mark mark-${isClosed ? 'ok' : 'info'}`}>
          <Icon name={isClosed ? 'ok' : 'info'} />
          {words.reports.states[month.state]}
        </span>
        {month.waiting !== null && <span class="sub">{waitingInWords(view, month.waiting)}</span>}
        {month.closedAt !== null && (
          <span class="sub" title={format.exactInstant(month.closedAt)}>
            {month.closedBy === null
              ? words.reports.closed(format.instant(month.closedAt))
              : words.reports.closedBy(format.instant(month.closedAt), authorOf(words, month.closedBy))}
          </span>
        )}
      </td>
      <td class="cell-error">
        {missing.length === 0 ? (
          <span class="sub">
            {month.completeness === null || month.completeness.esims_expected === 0
              ? words.reports.completenessUnknown
              : words.reports.complete(
                  month.completeness.esims_read,
                  format.count(month.completeness.esims_read),
                )}
          </span>
        ) : (
          <ul class="bare">
            {missing.map((text) => (
              <li>
                <Icon name="warning" /> {text}
              </li>
            ))}
          </ul>
        )}
      </td>
      <td class="cell-files">
        {month.files.map((name) => (
          <a href={`/reports/${month.month}/${encodeURIComponent(name)}`} download>
            {kindOf(view, name)}
          </a>
        ))}
      </td>
      <td class="figure">{!isClosed && <Close view={view} month={month} />}</td>
    </tr>
  );
}

/** Missing data, worst first; and why the month is not closed, where something is amiss. */
function missingOf({ words, format }: View, { completeness, waiting }: MonthLine): readonly string[] {
  const { reports } = words;
  const waits = waiting?.kind === 'no-poll' || waiting?.kind === 'purchases-missing';
  return [
    ...(waits ? [waitingInWords({ words, format }, waiting)] : []),
    ...(completeness === null ? [] : reports.missing(completeness, format.count)),
  ];
}

function waitingInWords({ words, format }: Pick<View, 'words' | 'format'>, reason: OpenReason): string {
  const { waiting } = words.reports;
  switch (reason.kind) {
    case 'reopened':
    case 'manual':
    case 'no-poll':
      return waiting[reason.kind];
    case 'before-schedule':
    case 'not-due':
      return waiting[reason.kind](reason.report);
    case 'purchases-missing':
      return waiting['purchases-missing'](reason.esims, format.count(reason.esims));
    case 'earlier-month':
      return waiting['earlier-month'](format.month(reason.month));
  }
}

/** `usage-2026-10.csv` is the usage. */
function kindOf({ words }: View, name: string): string {
  const kind = name.split('-')[0] ?? name;
  return words.reports.kinds[kind] ?? name;
}

function Close({ view, month }: { readonly view: View; readonly month: MonthLine }) {
  const { words, format } = view;
  if (month.state === 'running' || view.person === null || !mayAct(view.person)) return null;
  return (
    <details class="confirm">
      <summary>{words.reports.close}</summary>
      <form method="post" action="/reports" class="stack">
        <input type="hidden" name="month" value={month.month} />
        <p>{words.reports.confirm(format.month(month.month))}</p>
        <p class="sub">{words.reports.closeHint}</p>
        <button type="submit" name="action" value="close">
          {words.reports.close}
        </button>
      </form>
    </details>
  );
}
