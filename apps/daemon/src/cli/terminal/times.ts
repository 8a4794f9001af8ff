import { formatInstant, span, type UnixSeconds } from '@roamwatch/core';

/** "3 h ago", "in 2 days", "now". */
export function relative(at: UnixSeconds, now: UnixSeconds): string {
  if (at === now) return 'now';
  return at < now ? `${span(now - at)} ago` : `in ${span(at - now)}`;
}

/** The same for a narrow column: "in 10 d". */
function briefly(at: UnixSeconds, now: UnixSeconds): string {
  return relative(at, now).replace(/ days\b/, ' d');
}

/** A cell's long and short form of an instant; `none` replaces a missing one. */
export function instantCell<Row>(
  of: (row: Row) => UnixSeconds | null,
  { now, zone }: { readonly now: UnixSeconds; readonly zone: string },
  none = '',
): { readonly cell: (row: Row) => string; readonly brief: (row: Row) => string } {
  const form = (write: (at: UnixSeconds) => string) => (row: Row) => {
    const at = of(row);
    return at === null ? none : write(at);
  };
  return { cell: form((at) => formatInstant(at, zone)), brief: form((at) => briefly(at, now)) };
}
