export const HIDDEN = '[hidden]';

/** A rotated token may still be quoted; older ones are worth nothing. */
const MOST_KEPT = 5;

/** A shorter text is no secret, and would be found in any sentence. */
const SHORTEST = 4;

/**
 * The tokens this client has used. Wherever text of the provider enters an error, they are hidden in every form in
 * which they travel: plain, in any case, percent-encoded, escaped for JSON or HTML, in hexadecimal, and inside Base64,
 * whatever is encoded together with them.
 */
export class KnownSecrets {
  #kept: readonly KnownSecret[] = [];

  constructor(readonly mostKept = MOST_KEPT) {}

  add(secret: string): void {
    if (secret.length < SHORTEST || this.#kept.some((known) => known.secret === secret)) return;
    const known = { secret, plain: plainForms(secret), encoded: base64Forms(secret) };
    this.#kept = [known, ...this.#kept].slice(0, this.mostKept);
  }

  hide(text: string): string {
    return this.#kept.reduce(hideOne, text);
  }
}

interface KnownSecret {
  readonly secret: string;
  /** Matches the forms of exactly the secret. */
  readonly plain: RegExp;
  /** The characters that a Base64 text with the secret inside contains. */
  readonly encoded: readonly string[];
}

function hideOne(text: string, { plain, encoded }: KnownSecret): string {
  return encoded.reduce(hideBase64, text.replace(plain, HIDDEN));
}

/** Hides each Base64 text, of either alphabet, that contains `core`; in a time that grows with the text alone. */
function hideBase64(text: string, core: string): string {
  let hidden = '';
  let from = 0;
  for (let at = text.indexOf(core); at !== -1; at = text.indexOf(core, from)) {
    let start = at;
    while (start > from && BASE64.test(text.charAt(start - 1))) start -= 1;
    let end = at + core.length;
    while (BASE64.test(text.charAt(end))) end += 1;
    while (text.charAt(end) === '=') end += 1;
    hidden += text.slice(from, start) + HIDDEN;
    from = end;
  }
  return hidden + text.slice(from);
}

const BASE64 = /[A-Za-z0-9+/_-]/;

function plainForms(secret: string): RegExp {
  const bytes = Buffer.from(secret);
  const inJson = JSON.stringify(secret).slice(1, -1);
  const forms = [
    secret,
    encodeURIComponent(secret),
    percentEncoded(bytes),
    inJson,
    inJson.replaceAll('/', '\\/'),
    htmlEscaped(secret),
    bytes.toString('hex'),
  ];
  // The longest first: an alternative is taken as soon as it fits.
  const longestFirst = [...new Set(forms)].sort((a, b) => b.length - a.length);
  return new RegExp(longestFirst.map(escaped).join('|'), 'gi');
}

/** For every place that the secret can have among the three bytes that Base64 encodes together. */
function base64Forms(secret: string): readonly string[] {
  const cores = [0, 1, 2].flatMap((offset) => insideBase64(Buffer.from(secret), offset));
  return [...new Set(cores.flatMap((core) => [core, core.replaceAll('+', '-').replaceAll('/', '_')]))];
}

/**
 * The Base64 text of the secret after so many other bytes (modulo three), without the characters that depend on its
 * neighbours.
 */
function insideBase64(secret: Buffer, offset: number): readonly string[] {
  const encoded = Buffer.concat([Buffer.alloc(offset), secret]).toString('base64');
  const core = encoded.slice(Math.ceil((offset * 8) / 6), Math.floor(((offset + secret.length) * 8) / 6));
  return core.length < SHORTEST ? [] : [core];
}

function percentEncoded(bytes: Buffer): string {
  return [...bytes].map((byte) => `%${byte.toString(16).padStart(2, '0')}`).join('');
}

function htmlEscaped(text: string): string {
  return text
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;')
    .replaceAll("'", '&#39;');
}

function escaped(text: string): string {
  return text.replace(/[\\^$.*+?()[\]{}|/-]/g, '\\$&');
}
