/** The short name of a zone as people write it: what `Intl` calls "GMT+0", in German and in a few zones, is GMT. */
export function zoneName(short: string): string {
  return short === 'GMT+0' ? 'GMT' : short;
}
