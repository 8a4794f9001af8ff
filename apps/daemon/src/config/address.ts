const ADDRESS = /^[^\s@<>()[\]\\,;:"\p{Cc}]+@[^\s@<>()[\]\\,;:"\p{Cc}.]+(\.[^\s@<>()[\]\\,;:"\p{Cc}.]+)*$/u;
const MAILBOX = /^[^<>\p{Cc}]*<([^<>]+)>$/u;

/** True when the text is one plain address such as `ops@example.com`. Only its server knows whether it exists. */
export function isEmailAddress(text: string): boolean {
  return text.length <= 254 && ADDRESS.test(text);
}

/** True when the text is an address, or a name with one: `Roamwatch <alerts@example.com>`. */
export function isMailbox(text: string): boolean {
  return isEmailAddress(MAILBOX.exec(text)?.[1] ?? text);
}
