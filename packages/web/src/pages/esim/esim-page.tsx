import { Layout } from '../../layout/layout.js';
import { AboutCard } from './about-card.js';
import { AlertsCard } from './alerts-card.js';
import { DaysCard, RemainingCard } from './charts.js';
import type { EsimProps } from './esim-props.js';
import { Figures } from './figures.js';
import { PackagesCard } from './packages-card.js';
import { RulesCard } from './rules-card.js';
import { Remarks, State } from './state.js';

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
