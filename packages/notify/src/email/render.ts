import { Readable } from 'node:stream';
import { gunzipSync } from 'node:zlib';
import type { SendMailOptions } from 'nodemailer';
import type { Attachment, Message } from '../message.js';
import { composeLetter } from '../wording/compose-letter.js';
import { isDigest, type Letter } from '../wording/letter.js';
import { plainText } from '../wording/plain-text.js';
import { senderDomain } from './config.js';
import { digestCsv } from './digest.js';
import { htmlLetter } from './html.js';

const DIGEST_FILE = 'roamwatch-alerts.csv';

/** Mail programs need the start and the end of a thread, not all of it; header lines stay short. */
const LONGEST_THREAD = 20;

/** One message to one recipient, as the mail library takes it. */
export function renderEmail(message: Message, from: string, recipient: string): SendMailOptions {
  const letter = composeLetter(message);
  const attachment = digestOf(message, letter);
  return {
    from,
    to: { name: '', address: recipient },
    envelope: { from, to: [recipient] },
    subject: letter.subject,
    text: plainText(letter, attachment && DIGEST_FILE),
    html: htmlLetter(letter, attachment && DIGEST_FILE),
    messageId: messageIdOf(message.id, from),
    date: new Date(message.createdAt * 1000),
    ...threadOf(message, from),
    headers: {
      'Auto-Submitted': 'auto-generated',
      'X-Auto-Response-Suppress': 'All',
      'X-Roamwatch-Id': message.id,
      'List-Id': listIdOf(message.receiver, from),
    },
    attachments: attachment === null ? filesOf(message) : [attachment],
  };
}

/** `<id@roamwatch.example.com>`: the same for every attempt, so that a retry is not a second message. */
function messageIdOf(id: string, from: string): string {
  return `<${id.replace(/[^A-Za-z0-9._-]/g, '_')}@roamwatch.${senderDomain(from)}>`;
}

function threadOf(message: Message, from: string): Pick<SendMailOptions, 'references' | 'inReplyTo'> {
  if (message.kind !== 'alerts') return {};
  const [first, ...later] = message.earlierMessageIds.map((id) => messageIdOf(id, from));
  if (first === undefined) return {};
  const references = [first, ...later.slice(1 - LONGEST_THREAD)];
  return { references, inReplyTo: references.at(-1) ?? first };
}

/** A separate list for each receiver, so that mail programs can file its messages: "ops.roamwatch.example.com". */
function listIdOf(receiver: string, from: string): string {
  const label = receiver
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-+|-+$/g, '')
    .slice(0, 60);
  return `<${label || 'receiver'}.roamwatch.${senderDomain(from)}>`;
}

function filesOf(message: Message): NonNullable<SendMailOptions['attachments']> {
  return message.kind === 'report' ? message.attachments.map(attached) : [];
}

function attached(attachment: Attachment) {
  const filename = attachment.fileName;
  return 'gzip' in attachment
    ? { filename, content: gunzipSync(Buffer.from(attachment.gzip, 'base64')) }
    : { filename, path: attachment.path };
}

/** Everything a digest lists, as a file; null for other messages. */
function digestOf(message: Message, letter: Letter) {
  if (message.kind !== 'alerts' || message.audience === 'traveller' || !isDigest(letter)) return null;
  return {
    filename: DIGEST_FILE,
    content: Readable.from(digestCsv(message)),
    contentType: 'text/csv; charset=utf-8',
  };
}
