import { Relative } from '../../parts/figures.js';
import { SeverityMark } from '../../parts/severity.js';
import type { EsimProps } from './esim-props.js';

export function RulesCard({ view, esim }: EsimProps) {
  const { words } = view;
  const text = words.esim.rules;
  return (
    <section class="card">
      <h2 id="rules">{text.title}</h2>
      {esim.rules.length === 0 ? (
        <p class="fine">{text.none}</p>
      ) : (
        <section class="scroll" tabindex={0} aria-labelledby="rules">
          <table class="plain rules stacks">
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
                  <td class={rule.finding === null ? 'cell-quiet' : undefined}>
                    <span class="cell-name">{text.value}</span>
                    {rule.finding === null ? words.frame.none : view.sentences.measured(rule.finding)}
                  </td>
                  <td class={rule.finding === null ? 'cell-quiet' : undefined}>
                    <span class="cell-name">{text.threshold}</span>
                    {rule.finding === null ? words.frame.none : view.sentences.threshold(rule.finding)}
                  </td>
                  <td class={rule.next === null ? 'cell-quiet' : undefined}>
                    <span class="cell-name">{text.next}</span>
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
