import type { Child } from 'hono/jsx';

export interface ShareBar {
  readonly name: Child;
  readonly value: number;
  readonly figure: string;
  readonly tone?: 'critical' | 'warning' | 'ok';
}

/** Horizontal bars with name and figure, for a handful of counts. */
export function ShareBars({ bars }: { readonly bars: readonly ShareBar[] }) {
  const peak = Math.max(1, ...bars.map(({ value }) => value));
  return (
    <dl class="shares">
      {bars.map(({ name, value, figure, tone = 'ok' }) => (
        <div>
          <dt>{name}</dt>
          <dd>{figure}</dd>
          <svg class={`bar bar-${tone}`} viewBox="0 0 100 4" preserveAspectRatio="none" aria-hidden="true">
            <rect class="bar-track" width="100" height="4" />
            <rect
              class="bar-fill"
              width={Math.max(value > 0 ? 1 : 0, (value / peak) * 100).toFixed(1)}
              height="4"
            />
          </svg>
        </div>
      ))}
    </dl>
  );
}
