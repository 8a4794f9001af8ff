import type { View } from '../view.js';

interface EsimName {
  readonly iccid: string | null;
  readonly esimId: string;
  readonly label: string | null;
}

/** Label over ICCID; leads to the eSIM. */
export function EsimLink({ view, esim }: { readonly view: View; readonly esim: EsimName }) {
  const number = esim.iccid ?? esim.esimId;
  return (
    <a class="esim" href={esimPath(esim)}>
      <span class={esim.label === null ? 'esim-label unnamed' : 'esim-label'}>
        {esim.label ?? view.words.esims.unnamed}
      </span>
      <span class="number">{number}</span>
    </a>
  );
}

function esimPath({ iccid, esimId }: Pick<EsimName, 'iccid' | 'esimId'>): string {
  return `/esims/${encodeURIComponent(iccid ?? esimId)}`;
}
