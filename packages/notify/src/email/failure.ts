import { certificateFault } from '@roamwatch/core';
import { type Delivery, type Problem, permanent, temporary } from '../channel.js';
import { clean } from '../wording/clean.js';

/** What the mail library knows about a failure. */
interface SmtpFailure {
  readonly code: string;
  /** What is wrong with the server's certificate; null when nothing is known to be. */
  readonly certificate: string | null;
  /** The SMTP command that failed; `CONN` and `API` mean none. */
  readonly command: string;
  readonly reply: string;
  /** Of the reply; null when there was none. */
  readonly replyCode: number | null;
  readonly message: string;
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
 * the login, the encryption or the sender is wrong with our set-up: it concerns every message, and waits for the
 * operator instead of giving everything up at once.
 */
export function smtpDelivery(error: unknown, secrets: readonly string[]): Delivery {
  const failure = readFailure(error);
  const problem = describe(failure, secrets);
  if (failure.code === UNREADABLE_ATTACHMENT) return permanent(problem);
  if (!ABOUT_THE_MESSAGE.test(failure.command)) return temporary(problem, 'channel');
  if (isTooLarge(failure)) return permanent(problem);
  if (failure.replyCode === null || failure.replyCode < 400) return temporary(problem, 'message');
  if (ABOUT_US.has(failure.replyCode)) return temporary(problem, 'channel');
  if (failure.replyCode < 500) return temporary(problem, 'message');
  if (failure.command === 'MAIL FROM') return temporary(problem, 'channel');
  return isNotAcceptedFromUs(failure) ? temporary(problem, 'message') : permanent(problem);
}

/** What is wrong and what to do, for `check`: one line each, short, without login data. */
export function smtpProblem(error: unknown, secrets: readonly string[]): Problem {
  return describe(readFailure(error), secrets);
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
    certificate: certificateFault(text('originalCode')) ?? certificateFault(text('code')),
    command: text('command'),
    reply: text('response'),
    replyCode: typeof known.responseCode === 'number' ? known.responseCode : null,
    message: text('message'),
  };
}

const SECOND_TRY = 'if it persists, contact the administrator of the mail server';

/** Errors of the mail library or the system, before the server answered anything about the message. */
const BY_CODE: Readonly<Record<string, Problem>> = {
  EAUTH: {
    error: 'the mail server rejected the login',
    advice: 'check smtp.username and smtp.passwordFile',
  },
  ENOAUTH: {
    error: 'the mail server requires a login',
    advice: 'set smtp.username and smtp.passwordFile',
  },
  EDNS: { error: 'the mail server was not found', advice: 'check smtp.host' },
  ETLS: {
    error: 'no encrypted connection to the mail server',
    advice: 'check smtp.port and smtp.tls',
  },
  ETIMEDOUT: {
    error: 'the mail server did not answer in time',
    advice: 'check smtp.host and smtp.port, and that no firewall is in between',
  },
  ESOCKET: { error: 'no connection to the mail server', advice: 'check smtp.host and smtp.port' },
  ECONNECTION: { error: 'the mail server closed the connection', advice: SECOND_TRY },
  [UNREADABLE_ATTACHMENT]: {
    error: 'a file to attach cannot be read',
    advice: 'write the report again: roamwatch report',
  },
  ESTOPPED: { error: 'the mail server had not accepted the message yet', advice: '' },
};

/** OpenSSL's error for a server that answers in plain text; the rest of its text is addresses in memory. */
const NO_TLS = /wrong version number/;

function describe(failure: SmtpFailure, secrets: readonly string[]): Problem {
  const { code, certificate, reply, message } = failure;
  if (certificate !== null) {
    return { error: `the mail server: ${certificate}`, advice: 'for a private authority set tls.caFile' };
  }
  if (NO_TLS.test(message)) {
    return { error: 'the mail server does not begin with TLS there', advice: 'check smtp.port and smtp.tls' };
  }
  const { error, advice } = problemOf(failure);
  const detail = clean(reply === '' ? message : reply, 240);
  const shown = secrets.reduce(
    (text, secret) => text.replaceAll(secret, '…'),
    `${error} (${detail || code || 'no reason given'})`,
  );
  return { error: shown, advice };
}

/** A reply is more precise than the library's code: a mailbox that does not exist is not a wrong password. */
function problemOf(failure: SmtpFailure): Problem {
  const { code, command, replyCode } = failure;
  const known = BY_CODE[code];
  if (isTooLarge(failure)) {
    return {
      error: 'the message is too large for the mail server',
      advice: 'raise its limit, or take the files from the folder of the report',
    };
  }
  if (replyCode === 530) return BY_CODE.ENOAUTH ?? FALLBACK;
  if (known !== undefined || replyCode === null) return known ?? FALLBACK;
  if (!ABOUT_THE_MESSAGE.test(command) && replyCode >= 500) {
    return {
      error: 'the mail server turns this machine away',
      advice: 'check smtp.host and smtp.port, or contact its administrator',
    };
  }
  if (ABOUT_US.has(replyCode) || replyCode < 500) {
    return { error: 'the mail server did not accept the message yet', advice: SECOND_TRY };
  }
  if (command === 'MAIL FROM') {
    return { error: 'the mail server rejected the sender', advice: 'check smtp.from' };
  }
  if (isNotAcceptedFromUs(failure)) {
    return {
      error: 'the mail server does not pass mail on for this sender',
      advice: 'log in with smtp.username, or allow this machine to relay',
    };
  }
  if (command === 'RCPT TO') {
    return {
      error: 'the mail server rejected the recipient',
      advice: 'check the address in the configuration or the inventory',
    };
  }
  return {
    error: 'the mail server rejected the message',
    advice: 'contact its administrator; it may be a spam filter',
  };
}

const FALLBACK: Problem = {
  error: 'the conversation with the mail server failed',
  advice: 'check smtp.host and smtp.port',
};
