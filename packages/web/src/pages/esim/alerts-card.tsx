import { mayAct } from '../../access/role.js';
import { ReasonCell } from '../../parts/alert-row.js';
import { Instant } from '../../parts/figures.js';
import { Icon } from '../../parts/icon.js';
import { SeverityMark } from '../../parts/severity.js';
import type { EsimProps } from './esim-props.js';

export function AlertsCard({ view, esim }: EsimProps) {
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
                <ReasonCell view={view} alert={alert} />
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
