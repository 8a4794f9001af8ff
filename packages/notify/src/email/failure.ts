import { certificateProblem, type MailFault, type MailProblem } from '@roamwatch/core';
import { type Delivery, permanent, temporary } from '../channel.js';
import { clean } from '../wording/clean.js';
import { DeadlinePassed } from './deadline.js';

/** A failure as the mail library reports it. */
interface SmtpFailure {
  readonly code: string;
  /** The code of what is wrong with the server's certificate; null when nothing is known to be. */
  readonly certificate: string | null;
  /** The SMTP command that failed; `CONN` and `API` mean none. */
  readonly command: string;
  readonly reply: string;
  /** Of the reply; null when there was none. */
  readonly replyCode: number | null;
  readonly message: string;
  /** We ended it, or found it: its message is no quote of anybody. */
  readonly isOurs: boolean;
}

/** Replies that require a login or a new session: about us, not about the recipient. */
const ABOUT_US: ReadonlySet<number> = new Set([421, 454, 503, 530, 534, 535, 538]);

/** 5xx texts with which servers reject an unknown sender: about us as well. */
const NOT_ACCEPTED_FROM_US = /\brelay|authenticat|\bnot permitted\b|client host/i;

/** Storage exceeded, message too large: no later attempt with the same message helps. */
const TOO_LARGE = 552;

/** A report file that was moved or deleted in the meantime. */
export const UNREADABLE_ATTACHMENT = 'ESTREAM';

/** Stages at which the server knows something of this one message. */
const ABOUT_THE_MESSAGE = /^(MAIL FROM|RCPT TO|DATA)/;

/**
 * Judges an SMTP failure. Only a 5xx to this recipient or this message is final. What is wrong with the connection,
 * the login, the encryption or the sender is wrong with our set-up: it concerns every message. All
 * stay pending for the operator instead of being dead-lettered at once.
 */
export function smtpDelivery(error: unknown, secrets: readonly string[]): Delivery {
  const failure = readFailure(error);
  const fault = faultOf(failure, secrets);
  if (failure.code === UNREADABLE_ATTACHMENT) return permanent(fault);
  if (!ABOUT_THE_MESSAGE.test(failure.command)) return temporary(fault, 'channel');
  if (isTooLarge(failure)) return permanent(fault);
  if (failure.replyCode === null || failure.replyCode < 400) return temporary(fault, 'message');
  if (ABOUT_US.has(failure.replyCode)) return temporary(fault, 'channel');
  if (failure.replyCode < 500) return temporary(fault, 'message');
  if (failure.command === 'MAIL FROM') return temporary(fault, 'channel');
  return isNotAcceptedFromUs(failure) ? temporary(fault, 'message') : permanent(fault);
}

/** The failure, without login data. */
export function smtpFault(error: unknown, secrets: readonly string[]): MailFault {
  return faultOf(readFailure(error), secrets);
}

function isNotAcceptedFromUs({ reply }: SmtpFailure): boolean {
  return NOT_ACCEPTED_FROM_US.test(reply);
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
    certificate:
      [text('originalCode'), text('code')].find((code) => certificateProblem(code) !== null) ?? null,
    command: text('command'),
    reply: text('response'),
    replyCode: typeof known.responseCode === 'number' ? known.responseCode : null,
    message: text('message'),
    isOurs: error instanceof DeadlinePassed || text('code') === UNREADABLE_ATTACHMENT,
  };
}

/** Errors of the mail library or the system, before the server answered anything about the message. */
const BY_CODE: Readonly<Record<string, MailProblem>> = {
  EAUTH: 'login-rejected',
  ENOAUTH: 'login-required',
  EDNS: 'not-found',
  ETLS: 'no-encryption',
  ETIMEDOUT: 'no-answer',
  ESOCKET: 'no-connection',
  ECONNECTION: 'connection-closed',
  [UNREADABLE_ATTACHMENT]: 'attachment-unreadable',
  ESTOPPED: 'stopped',
};

/** OpenSSL's error for a server that answers in plain text; the rest of its text is addresses in memory. */
const NO_TLS = /wrong version number/;

function faultOf(failure: SmtpFailure, secrets: readonly string[]): MailFault {
  const { certificate, message } = failure;
  if (certificate !== null) return { kind: 'mail', problem: 'certificate', quote: certificate };
  if (NO_TLS.test(message)) return { kind: 'mail', problem: 'no-tls', quote: null };
  return { kind: 'mail', problem: problemOf(failure), quote: quoteOf(failure, secrets) };
}

/** The text of the server, else of the mail library; null where the failure is one of ours, which has its own words. */
function quoteOf({ code, reply, message, isOurs }: SmtpFailure, secrets: readonly string[]): string | null {
  const quote = clean(reply === '' && !isOurs ? message : reply, 240) || (isOurs ? '' : code);
  return secrets.reduce((text, secret) => text.replaceAll(secret, '…'), quote) || null;
}

/** A reply is more precise than the library's code: a mailbox that does not exist is not a wrong password. */
function problemOf(failure: SmtpFailure): MailProblem {
  const { code, command, replyCode } = failure;
  const known = BY_CODE[code];
  if (isTooLarge(failure)) return 'too-large';
  if (replyCode === 530) return 'login-required';
  if (known !== undefined || replyCode === null) return known ?? 'unclear';
  if (!ABOUT_THE_MESSAGE.test(command) && replyCode >= 500) return 'turned-away';
  if (ABOUT_US.has(replyCode) || replyCode < 500) return 'not-accepted-yet';
  if (command === 'MAIL FROM') return 'sender-rejected';
  if (isNotAcceptedFromUs(failure)) return 'not-passed-on';
  return command === 'RCPT TO' ? 'recipient-rejected' : 'message-rejected';
}
