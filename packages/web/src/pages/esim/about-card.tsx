import { mayAct } from '../../access/role.js';
import type { EsimProps } from './esim-props.js';

export function AboutCard({ view, esim }: EsimProps) {
  const { words } = view;
  const showEmail = esim.email !== null && view.person !== null && mayAct(view.person);
  const facts: readonly (readonly [string, string | null])[] = [
    [words.esim.iccid, esim.iccid],
    [words.esim.esimId, esim.esimId],
    [words.esim.email, showEmail ? esim.email : null],
    [words.esim.costCentre, esim.costCentre],
    [words.esim.glCode, esim.glCode],
    [words.esim.project, esim.project],
    [words.esim.notes, esim.notes.length === 0 ? null : esim.notes.join(' ')],
  ];
  return (
    <section class="card" aria-labelledby="about">
      <h2 id="about">eSIM</h2>
      <dl class="facts">
        {facts
          .filter(([, value]) => value !== null)
          .map(([name, value]) => (
            <div>
              <dt>{name}</dt>
              <dd>{value}</dd>
            </div>
          ))}
      </dl>
      <p class="sub">{esim.topUp ? words.esim.topUpSupported : words.esim.topUpUnsupported}</p>
    </section>
  );
}
