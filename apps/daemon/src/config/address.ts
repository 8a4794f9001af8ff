const ADDRESS = /^[^\s@<>()[\]\\,;:"\p{Cc}]+@[^\s@<>()[\]\\,;:"\p{Cc}.]+(\.[^\s@<>()[\]\\,;:"\p{Cc}.]+)*$/u;
const MAILBOX = /^[^<>\p{Cc}]*<([^<>]+)>$/u;

/** Whether the text is one plain address such as `ops@example.com`. Whether it exists only its server knows. */
export function isEmailAddress(text: string): boolean {
  return text.length <= 254 && ADDRESS.test(text);
}

/** Whether the text is an address, or a name with one: `Roamwatch <alerts@example.com>`. */
export function isMailbox(text: string): boolean {
  return isEmailAddress(MAILBOX.exec(text)?.[1] ?? text);
}
