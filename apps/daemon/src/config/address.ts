const LABEL = String.raw`[^\s@<>()\[\]\\,;:"\p{Cc}.]+`;
const LOCAL_PART = String.raw`[^\s@<>()\[\]\\,;:"\p{Cc}]+`;
/** As regular expressions, for the JSON Schema too. */
export const EMAIL_ADDRESS_FORM = String.raw`(?!\S{255})${LOCAL_PART}@${LABEL}(?:\.${LABEL})*`;
export const MAILBOX_FORM = String.raw`${EMAIL_ADDRESS_FORM}|[^<>\p{Cc}]*<${EMAIL_ADDRESS_FORM}>`;

const ADDRESS = new RegExp(`^${EMAIL_ADDRESS_FORM}$`, 'u');
const MAILBOX = /^[^<>\p{Cc}]*<([^<>]+)>$/u;

/** True when the text is one plain address such as `ops@example.com`. Only its server knows whether it exists. */
export function isEmailAddress(text: string): boolean {
  return ADDRESS.test(text);
}

/** True when the text is an address, or a name with one: `Roamwatch <alerts@example.com>`. */
export function isMailbox(text: string): boolean {
  return isEmailAddress(MAILBOX.exec(text)?.[1] ?? text);
}
