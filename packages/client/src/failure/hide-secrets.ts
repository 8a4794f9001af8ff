import { HIDDEN, KnownSecrets } from './known-secrets.js';

/** Fields of the API, and of what stands before it, that are secret or personal. */
const SECRET_FIELDS =
  'lpaCode|activationCode|matchingId|qrCode|qrCodeUrl|pin|puk|number|iosQuickInstall|androidQuickInstall|apnUsername|apnPassword|password|secret|apiKey|authorization|accessToken';

/** A field in JSON, however deep, with a text or a bare value. What follows a text that was cut short is part of it. */
const FIELD = new RegExp(`("(?:${SECRET_FIELDS})"\\s*:\\s*)(?:"((?:[^"\\\\]|\\\\[^])*)"?|([\\w.+-]+))`, 'gi');
/** The same inside a text of JSON, where quotation marks are escaped. */
const ESCAPED_FIELD = new RegExp(
  `(\\\\"(?:${SECRET_FIELDS})\\\\+"\\s*:\\s*)(?:\\\\+"([^"\\\\]*)|([\\w.+-]+))`,
  'gi',
);

/** The most secrets of one text that are looked for in the rest of it, and the longest. */
const MOST_SECRETS = 200;
const LONGEST_SECRET = 400;

/** What every activation code begins with. As a known secret it is found inside Base64 as well. */
const ACTIVATION_CODES = new KnownSecrets();
ACTIVATION_CODES.add('LPA:1$');

/** Percent-encoded, escaped for HTML or JSON, and in hexadecimal too. */
const ACTIVATION_CODE = /(?:LPA(?::|%3A|&#58;|&colon;|\\u003A)|4c50413a)[^\s"'<>\\]*/gi;
const LINK = /\bhttps?:(?:\\?\/|%2F){2}[^\s"'<>\\]*(?:\\\/[^\s"'<>\\]*)*/gi;

/**
 * The text without what could be a secret: the tokens this client used, what the API's secret fields contain, wherever the
 * text has it again and in every encoding, activation codes, links (QR codes are behind them), whatever follows the words
 * "bearer" and "token", and any long run of characters that could be a token.
 */
export function hideSecrets(text: string, known: KnownSecrets): string {
  // The known ones first: a token in JSON that is not escaped would end a field early.
  const withoutFields = hideFields(known.hide(text));
  return ACTIVATION_CODES.hide(withoutFields.replace(ACTIVATION_CODE, '[activation code]'))
    .replace(LINK, '[link]')
    .replace(/\b(bearer|token)\b([\s:=]+)(?!\[hidden\])[^\s"'<>\\]+/gi, `$1$2${HIDDEN}`)
    .replace(/[\w.~+/-]{40,}=*/g, HIDDEN);
}

function hideFields(text: string): string {
  const found = new KnownSecrets(MOST_SECRETS);
  const hideField = (
    field: string,
    name: string,
    content: string | undefined,
    bare: string | undefined,
  ): string => {
    const secret = content ?? bare ?? '';
    if (secret === '' || secret === HIDDEN || bare === 'null') return field;
    if (secret.length <= LONGEST_SECRET) found.add(secret);
    const mark = name.slice(0, name.search(/[a-z]/i));
    return `${name}${mark}${HIDDEN}${mark}`;
  };
  const hidden = text.replace(FIELD, hideField);
  return found.hide(hidden.includes('\\"') ? hidden.replace(ESCAPED_FIELD, hideEscaped) : hidden);

  /** The closing quotation mark was not part of it. */
  function hideEscaped(
    field: string,
    name: string,
    content: string | undefined,
    bare: string | undefined,
  ): string {
    const shown = hideField(field, name, content, bare);
    return content === undefined ? shown : shown.replace(/\\+"$/, '');
  }
}
