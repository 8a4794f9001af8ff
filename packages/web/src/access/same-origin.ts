/** The headers by which browsers report where a request comes from. */
export interface OriginHeaders {
  readonly site: string | undefined;
  readonly origin: string | undefined;
  readonly host: string | undefined;
}

/**
 * True when a form was sent by a page of ours. Every current browser reports it in `Sec-Fetch-Site`, older ones in `Origin`;
 * a request with neither comes from no browser, and has to show a token instead.
 */
export function isSameOrigin({ site, origin, host }: OriginHeaders, publicUrl: string | null): boolean {
  if (site !== undefined) return site === 'same-origin';
  if (origin === undefined) return false;
  return hostOf(origin) === host || (publicUrl !== null && hostOf(origin) === hostOf(publicUrl));
}

function hostOf(url: string): string | null {
  return URL.canParse(url) ? new URL(url).host : null;
}
