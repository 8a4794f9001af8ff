/*
 * What texts look like, as regular expressions for the JSON Schema. The program's own check of each field decides: a form must never
 * refuse what that accepts. Blanks around a text do not count.
 */

/** Text with something in it, on one line. */
export const ONE_LINE_FORM = '(?!\\s)[^\\p{Cc}]*[^\\s\\p{Cc}]';
export const NAME_FORM = '(?![\\s\\p{Cc}]).(?:[^\\p{Cc}]{0,98}[^\\s\\p{Cc}])?';
export const PATH_FORM = '(?!\\s)[^\\0]*[^\\s\\0]';

const FIGURE = '\\d{1,20}(?:\\.\\d{1,20})?';
const NOTHING = '0*(?:\\.0*)?';
export const SIZE_FORM = `${FIGURE}\\s*[KkMmGg]?[Bb]`;
/** More than 0 % and less than 100 %. */
const SHARE = `(?!${NOTHING}\\s*%)0?\\d{1,2}(?:\\.\\d{1,9})?\\s*%`;
export const DATA_THRESHOLD_FORM = `${SHARE}|${SIZE_FORM}`;
/** More than 0 % and at most 1000 %. */
export const SHARE_OF_BUDGET_FORM = `(?!${NOTHING}\\s*%)(?:0?\\d{1,3}(?:\\.\\d{1,9})?|1000(?:\\.0{1,9})?)\\s*%`;
export const BUDGET_LIMIT_FORM = `(?!${NOTHING}\\s*[A-Za-z])(?:\\d{1,15}(?:\\.\\d{1,9})?\\s*[A-Za-z]{3}|${SIZE_FORM})`;
/** From 60/h to 10000000/h. */
export const HOURLY_RATE_FORM = '0*(?:[6-9]\\d|[1-9]\\d{2,6}|10000000)\\s*/\\s*[hH]';
/** More than 1x. */
export const MULTIPLE_FORM = '(?!0*1?(?:\\.0*)?\\s*[xX])(?!0+\\.)\\d+(?:\\.\\d+)?\\s*[xX]';

const PORT = '(?:\\d{1,4}|[0-5]\\d{4}|6[0-4]\\d{3}|65[0-4]\\d{2}|655[0-2]\\d|6553[0-5])';
const BRACKETED = '\\[[\\da-fA-F:.]+\\]';
export const LISTEN_FORM = `(?:${BRACKETED}|[\\p{L}\\p{N}._\\-]+):${PORT}`;
/** An address that only this machine reaches. */
export const LOOPBACK_FORM = `(?:localhost|\\[::1\\]|127(?:\\.\\d{1,3}){3}):${PORT}`;
export const HOST_FORM = '[\\p{L}\\p{N}._\\-]+|[\\da-fA-F]*:[\\da-fA-F.]*:[\\da-fA-F:.]*(?:%\\S+)?';

const SCHEME = '[hH][tT][tT][pP][sS]?://';
export const HTTP_URL_FORM = `${SCHEME}[^\\s/?#\\\\]\\S*`;
/** Without a user, a query and a fragment. */
export const BASE_URL_FORM = `${SCHEME}[^\\s/?#@\\\\]+(?:[/\\\\][^?#\\s]*)?`;
export const POSTGRES_FORM = 'postgres(?:ql)?://[^/?#\\s]+/[^?#\\s]+(?:[?#]\\S*)?';
export const DATABASE_FORM = `sqlite:[^:]+|${POSTGRES_FORM}`;

const OCTET = '(?:25[0-5]|2[0-4]\\d|1?\\d?\\d)';
export const PROXY_FORM = `${OCTET}(?:\\.${OCTET}){3}(?:/0*(?:[12]?\\d|3[0-2]))?|[\\da-fA-F]*:[\\da-fA-F:.]*(?:%\\S+)?(?:/0*(?:1[01]\\d|12[0-8]|\\d?\\d))?`;
