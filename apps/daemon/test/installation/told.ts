import type { CaughtMail } from '@roamwatch/test-peers';

/** ICCIDs a message names: those of the table attached to a digest, else those in its text. */
function namedIn({ text, attachments }: CaughtMail): readonly string[] {
  const [table] = attachments;
  const whole = table ? table.content.toString() : text;
  return [...new Set(whole.match(/\b89\d{17}\b/g))];
}

/** ICCIDs in notifications, each as often as it was sent; a message that came twice under one Message-ID counts once. */
export function told(mails: readonly CaughtMail[]): readonly string[] {
  const once = new Map(mails.map((mail) => [mail.headers.get('message-id'), mail]));
  return [...once.values()].flatMap(namedIn).sort();
}
