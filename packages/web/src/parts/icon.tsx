/** Shapes that differ without colour; drawn in the colour of the text around them. */
const SHAPES = {
  critical: 'M5 1h6l4 4v6l-4 4H5l-4-4V5z M7.2 4h1.6v5H7.2z M7.2 10.4h1.6V12H7.2z',
  warning: 'M8 1.2 15.4 14.6H.6z M7.2 6h1.6v4.4H7.2z M7.2 11.6h1.6v1.6H7.2z',
  ok: 'M8 1a7 7 0 1 1 0 14A7 7 0 0 1 8 1z M6.9 11.4 3.9 8.4l1.1-1.1 1.9 1.9 4.1-4.1 1.1 1.1z',
  info: 'M8 1a7 7 0 1 1 0 14A7 7 0 0 1 8 1z M7.2 7h1.6v5H7.2z M7.2 4h1.6v1.6H7.2z',
  muted: 'M2 6h3l4-4v12l-4-4H2z M11 6l4 4-1 1-4-4z M14 5l1 1-4 4-1-1z',
  acknowledged: 'M6.2 13.2 1.4 8.4 3 6.8l3.2 3.2L13 3.2l1.6 1.6z',
} as const;

export type IconName = keyof typeof SHAPES;

/** Says nothing to a screen reader: a word is always beside it. */
export function Icon({ name }: { readonly name: IconName }) {
  return (
    <svg class="icon" viewBox="0 0 16 16" aria-hidden="true" focusable="false">
      <path d={SHAPES[name]} fill="currentColor" fill-rule="evenodd" />
    </svg>
  );
}
