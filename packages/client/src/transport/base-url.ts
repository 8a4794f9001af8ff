/** The base URL in the two parts that a connection and a request need. */
export interface Base {
  /** Scheme, host and port. */
  readonly origin: string;
  /** The prefix of each operation's path, without a slash at its end; usually empty. */
  readonly prefix: string;
}

/** Throws a `TypeError` fit for people when `text` cannot be the API's address. */
export function parseBaseUrl(text: string): Base {
  // The URL parser would drop line breaks and tabs, wherever they are.
  if (typeof text !== 'string' || /[\s\p{Cc}]/u.test(text) || !URL.canParse(text)) {
    throw new TypeError('the base URL is not a URL');
  }
  const url = new URL(text);
  if (url.protocol !== 'https:' && url.protocol !== 'http:') {
    throw new TypeError('the base URL must begin with https:// or http://');
  }
  if (url.username !== '' || url.password !== '')
    throw new TypeError('the base URL must not contain a user or password');
  if (url.search !== '' || url.hash !== '')
    throw new TypeError('the base URL must end with its path: no query, no fragment');
  return { origin: url.origin, prefix: url.pathname.replace(/\/+$/, '') };
}
