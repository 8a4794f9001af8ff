import type { UnixSeconds } from '@roamwatch/core';
import type { View } from '../view.js';

interface AtProps {
  readonly view: View;
  readonly at: UnixSeconds;
}

/** An instant in the configured zone; the exact one on hover. */
export function Instant({ view, at }: AtProps) {
  const { format } = view;
  return (
    <time datetime={isoOf(at)} title={format.exactInstant(at)}>
      {format.instant(at)}
    </time>
  );
}

/** "3 h ago"; the exact instant on hover. */
export function Relative({ view, at }: AtProps) {
  const { format } = view;
  return (
    <time datetime={isoOf(at)} title={format.exactInstant(at)}>
      {format.relative(at)}
    </time>
  );
}

/** A size; the exact number of bytes on hover. */
export function Bytes({ view, value }: { readonly view: View; readonly value: number }) {
  return (
    <data value={String(value)} title={view.format.exactBytes(value)}>
      {view.format.bytes(value)}
    </data>
  );
}

function isoOf(at: UnixSeconds): string {
  return new Date(at * 1000).toISOString().replace('.000Z', 'Z');
}
