/** Keeps "@channel" readable while nothing takes it for a mention; other addresses stay as they are, to be copied. */
const WORD_JOINER = '\u2060';

const MENTIONS_ALL = /@(?=(?:channel|here|everyone|group)\b)/gi;

/** Signs that Slack reads as markup, with look-alikes that it does not. */
const LOOK_ALIKES: Readonly<Record<string, string>> = { '*': '∗', '~': '∼', '`': 'ˋ' };

/** Text from outside for Slack's `mrkdwn`: mentions and links do nothing. */
export function escapeSlack(text: string): string {
  return text
    .replace(/&/g, '&amp;')
    .replace(/</g, '&lt;')
    .replace(/>/g, '&gt;')
    .replace(MENTIONS_ALL, `@${WORD_JOINER}`);
}

/** The same between signs of markup, where the text's own would end them. */
export function bold(text: string): string {
  return `*${escapeSlack(text).replace(/[*~`]/g, (sign) => LOOK_ALIKES[sign] ?? sign)}*`;
}
