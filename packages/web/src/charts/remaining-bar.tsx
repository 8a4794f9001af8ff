/** Share from 0 to 1, held within it. */
export function RemainingBar({
  share,
  tone,
}: {
  readonly share: number;
  readonly tone: 'critical' | 'warning' | 'ok';
}) {
  const width = Math.max(0, Math.min(1, share)) * 100;
  return (
    <svg
      class={`bar bar-${tone}`}
      viewBox="0 0 100 6"
      preserveAspectRatio="none"
      aria-hidden="true"
      focusable="false"
    >
      <rect class="bar-track" width="100" height="6" />
      {width > 0 && <rect class="bar-fill" width={Math.max(width, 1).toFixed(1)} height="6" />}
    </svg>
  );
}
