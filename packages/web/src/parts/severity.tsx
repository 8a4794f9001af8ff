import type { Severity } from '@roamwatch/core';
import type { View } from '../view.js';
import { Icon } from './icon.js';

/** Shape, word and colour, so that no one of them carries the meaning alone. */
export function SeverityMark({
  view,
  severity,
}: {
  readonly view: View;
  readonly severity: Severity | null;
}) {
  const name = severity ?? 'ok';
  return (
    <span class={`mark mark-${name}`}>
      <Icon name={name} />
      {view.words.severity[name]}
    </span>
  );
}
