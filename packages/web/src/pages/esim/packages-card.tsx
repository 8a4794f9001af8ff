import { Instant } from '../../parts/figures.js';
import type { EsimProps } from './esim-props.js';

export function PackagesCard({ view, esim }: EsimProps) {
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
