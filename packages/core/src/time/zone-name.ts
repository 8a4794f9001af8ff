/**
 * The short name of a zone as people write it. Where a zone has no name in a language, `Intl` gives its distance from Greenwich, also where
 * that is none ("GMT+0", "GMT-5"): written as "UTC" and "UTC-5".
 */
export function zoneName(short: string): string {
  return short === 'GMT+0' ? 'UTC' : short.replace(/^GMT(?=[+-])/, 'UTC');
}
