import type { View } from '../view.js';
import type { EsimState } from './esim-state.js';
import { Icon } from './icon.js';
import { SeverityMark } from './severity.js';

/** Shape and word of a state; "OK" alone where it is known to be. */
export function StateMark({ view, state }: { readonly view: View; readonly state: EsimState }) {
  if (state === 'critical' || state === 'warning') return <SeverityMark view={view} severity={state} />;
  if (state === 'ok') return <SeverityMark view={view} severity={null} />;
  return (
    <span class="mark mark-info">
      <Icon name="info" />
      {view.words.esims.states[state]}
    </span>
  );
}
