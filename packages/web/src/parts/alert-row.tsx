import { findingIn } from '@roamwatch/core';
import type { AlertLine } from '../ports/alerts.js';
import type { View } from '../view.js';
import { subjectOf } from './alert-subject.js';
import { authorOf } from './author.js';
import { EsimLink } from './esim-link.js';
import { Relative } from './figures.js';
import { Icon } from './icon.js';
import { SeverityMark } from './severity.js';

/** Reason, eSIM and start of an alert: one line of every list of alerts. */
export function AlertCells({ view, alert }: { readonly view: View; readonly alert: AlertLine }) {
  const { words } = view;
  return (
    <>
      <td class="cell-mark">
        <SeverityMark view={view} severity={alert.severity} />
      </td>
      <ReasonCell view={view} alert={alert} />
      <td class="cell-esim">
        {alert.esim ? <EsimLink view={view} esim={alert.esim} /> : subjectOf(alert, words)}
      </td>
      <td class="cell-when">
        <span class="cell-name">{words.alerts.columns.since}</span>
        <Relative view={view} at={alert.openedAt} />
      </td>
    </>
  );
}

/** The reason, which leads to the alert; below it the rule, and what has happened since. */
export function ReasonCell({ view, alert }: { readonly view: View; readonly alert: AlertLine }) {
  return (
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
  );
}

/** The remaining data by now, where the alert measured another value when it last changed. */
export function LeftNow({ view, alert }: { readonly view: View; readonly alert: AlertLine }) {
  const left = alert.esim?.remainingBytes ?? null;
  const finding = findingIn(alert.reason);
  if (alert.state !== 'open' || left === null || finding === null) return null;
  if (!('remainingBytes' in finding.measured) || finding.measured.remainingBytes === left) return null;
  return <> · {view.words.alerts.now(view.format.bytes(Math.max(0, left)))}</>;
}

/** Acknowledged, silenced: why nobody is reminded. */
export function AlertFlags({ view, alert }: { readonly view: View; readonly alert: AlertLine }) {
  const { words, format } = view;
  return (
    <>
      {alert.acknowledged && (
        <span class="flag" title={alert.acknowledged.comment}>
          <Icon name="acknowledged" />
          {words.alerts.acknowledgedBy(
            authorOf(words, alert.acknowledged.by),
            format.relative(alert.acknowledged.at),
          )}
        </span>
      )}
      {alert.silence && (
        <span class="flag" title={alert.silence.comment}>
          <Icon name="muted" />
          {words.alerts.silenced(format.instant(alert.silence.endsAt))}
        </span>
      )}
    </>
  );
}
