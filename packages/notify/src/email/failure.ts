import { certificateFault } from '@roamwatch/core';
import { type Delivery, permanent, temporary } from '../channel.js';
import { clean } from '../wording/clean.js';

/** What the mail library knows about a failure. */
interface SmtpFailure {
  readonly code: string;
  /** What is wrong with the server's certificate; null when nothing is known to be. */
  readonly certificate: string | null;
  /** The SMTP command that failed; `CONN` and `API` stand for none. */
  readonly command: string;
  readonly reply: string;
  /** Of the reply; null when there was none. */
  readonly replyCode: number | null;
  readonly message: string;
}

/** Replies that ask for a login or a new session: about us, not about the recipient. */
const ABOUT_US: ReadonlySet<number> = new Set([421, 454, 503, 530, 534, 535, 538]);

/** 5xx texts with which servers say that they do not know the sender: about us as well. */
const NOT_ACCEPTED_FROM_US = /\brelay|authenticat|\bnot permitted\b|client host/i;

/** Storage exceeded, message too large: no later attempt with the same message helps. */
const TOO_LARGE = 552;

/** A report file that was moved or deleted in the meantime. */
export const UNREADABLE_ATTACHMENT = 'ESTREAM';

/** Stages at which the server knows something of this one message. */
const ABOUT_THE_MESSAGE = /^(MAIL FROM|RCPT TO|DATA)/;

/**
 * Judges an SMTP failure. Only a 5xx to this recipient or this message is final. What is wrong with the connection,
 * the login, the encryption or the sender is wrong with our set-up: it concerns every message, and waits for the
 * operator instead of giving everything up at once.
 */
export function smtpDelivery(error: unknown, secrets: readonly string[]): Delivery {
  const failure = readFailure(error);
  const text = describe(failure, secrets);
  if (failure.code === UNREADABLE_ATTACHMENT) return permanent(text);
  if (!ABOUT_THE_MESSAGE.test(failure.command)) return temporary(text, 'channel');
  if (isTooLarge(failure)) return permanent(text);
  if (failure.replyCode === null || failure.replyCode < 400) return temporary(text, 'message');
  if (ABOUT_US.has(failure.replyCode)) return temporary(text, 'channel');
  if (failure.replyCode < 500) return temporary(text, 'message');
  if (failure.command === 'MAIL FROM') return temporary(text, 'channel');
  return NOT_ACCEPTED_FROM_US.test(failure.reply) ? temporary(text, 'message') : permanent(text);
}

/** The failure in words, for the outbox and for `check`: one line, short, without login data. */
export function describeSmtpFailure(error: unknown, secrets: readonly string[]): string {
  return describe(readFailure(error), secrets);
}

function isTooLarge({ code, replyCode, command }: SmtpFailure): boolean {
  const refusedBeforeSending = code === 'EMESSAGE' && command === 'MAIL FROM' && replyCode === null;
  return replyCode === TOO_LARGE || refusedBeforeSending;
}

function readFailure(error: unknown): SmtpFailure {
  const known = (typeof error === 'object' && error !== null ? error : {}) as Record<string, unknown>;
  const text = (key: string) => (typeof known[key] === 'string' ? known[key] : '');
  return {
    code: text('code'),
    certificate: certificateFault(text('originalCode')) ?? certificateFault(text('code')),
    command: text('command'),
    reply: text('response'),
    replyCode: typeof known.responseCode === 'number' ? known.responseCode : null,
    message: text('message'),
  };
}

const WHAT_TO_DO: Readonly<Record<string, string>> = {
  EAUTH: 'the mail server refused the login: check smtp.username and the password',
  ENOAUTH: 'the mail server wants a login: set smtp.username and a password',
  EDNS: 'the mail server was not found: check smtp.host',
  ETLS: 'no encrypted connection to the mail server: check smtp.port and its certificate',
  ETIMEDOUT: 'the mail server did not answer in time: check smtp.host and smtp.port',
  ESOCKET: 'no connection to the mail server: check smtp.host and smtp.port',
  [UNREADABLE_ATTACHMENT]: 'a file to attach cannot be read',
  ECONNECTION: 'the mail server closed the connection',
  ESTOPPED: 'the mail server had not accepted the message yet',
};

/** What OpenSSL says of a server that answers in plain text; the rest of its words are addresses in memory. */
const NO_TLS = /wrong version number/;

function describe({ code, certificate, reply, message }: SmtpFailure, secrets: readonly string[]): string {
  if (certificate !== null) return `the mail server: ${certificate}; for a private authority set tls.caFile`;
  if (NO_TLS.test(message))
    return 'the mail server does not begin with TLS there: check smtp.port and smtp.tls';
  const cause = reply === '' ? message : reply;
  const [what, detail] = [WHAT_TO_DO[code] ?? 'the mail server refused the message', clean(cause, 240)];
  return secrets.reduce(
    (text, secret) => text.replaceAll(secret, '…'),
    `${what} (${detail || code || 'no reason given'})`,
  );
}
