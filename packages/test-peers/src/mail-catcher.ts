import type { AddressInfo, Socket } from 'node:net';
import { simpleParser } from 'mailparser';
import { SMTPServer, type SMTPServerSession } from 'smtp-server';
import { Arrivals } from './arrivals.js';
import type { ServerIdentity } from './certificates.js';
import { type MailFault, MailFaults, type SmtpStage } from './mail-fault.js';

/** One message as it came in over SMTP. */
export interface CaughtMail {
  readonly from: string;
  /** Recipients of the envelope. */
  readonly to: readonly string[];
  readonly raw: Buffer;
  readonly subject: string;
  readonly text: string;
  readonly html: string;
  /** Header lines as they were sent, unfolded, by lower-case name. */
  readonly headers: ReadonlyMap<string, string>;
  readonly attachments: readonly CaughtAttachment[];
}

/** A file of a mail, decoded. */
export interface CaughtAttachment {
  readonly fileName: string;
  readonly contentType: string;
  readonly content: Buffer;
}

/** What the server requires and how it misbehaves. */
export interface MailCatcherOptions {
  /** 0, the default, takes a free one. */
  readonly port?: number;
  /** Requires this login; left out, anybody may send. */
  readonly auth?: { readonly username: string; readonly password: string };
  /** Offers STARTTLS, with this identity or a self-signed certificate. Default: no encryption. */
  readonly startTls?: boolean | ServerIdentity;
  readonly faults?: readonly MailFault[];
}

/** An SMTP server on loopback that keeps every mail. */
export interface MailCatcher {
  readonly host: string;
  readonly port: number;
  readonly received: readonly CaughtMail[];
  /** Connections taken so far, whether or not a message came of them. */
  readonly connections: number;
  waitFor(count: number, timeoutMs?: number): Promise<readonly CaughtMail[]>;
  setFaults(faults: readonly MailFault[]): void;
  close(): Promise<void>;
}

/** Starts a real SMTP server on loopback that keeps every message. */
export async function startMailCatcher(options: MailCatcherOptions = {}): Promise<MailCatcher> {
  const arrivals = new Arrivals<CaughtMail>();
  const faults = new MailFaults();
  faults.replace(options.faults ?? []);
  const sockets = new Map<number | undefined, Socket>();
  let connections = 0;

  /** Lets the next fault strike, or continues. */
  function pass(at: SmtpStage, session: SMTPServerSession, to: readonly string[], done: Done): void {
    const how = faults.next(at, to);
    if (how === null) done();
    else if (how === 'cut') sockets.get(session.remotePort)?.destroy();
    else if (how !== 'hang')
      done(Object.assign(new Error(how.text ?? 'refused'), { responseCode: how.code }));
  }

  const server = new SMTPServer({
    disabledCommands: options.startTls ? [] : ['STARTTLS'],
    ...(typeof options.startTls === 'object' ? options.startTls : {}),
    authOptional: options.auth === undefined,
    allowInsecureAuth: true,
    disableReverseLookup: true,
    closeTimeout: 1,
    onAuth(given, _session, done) {
      const known = given.username === options.auth?.username && given.password === options.auth?.password;
      if (known) done(null, { user: given.username });
      else done(new Error('Invalid username or password'));
    },
    onConnect(session, done) {
      connections += 1;
      pass('connect', session, [], done);
    },
    onMailFrom(_address, session, done) {
      pass('sender', session, [], done);
    },
    onRcptTo(address, session, done) {
      pass('recipient', session, [address.address], done);
    },
    onData(stream, session, done) {
      const to = session.envelope.rcptTo.map((recipient) => recipient.address);
      readAll(stream)
        .then((raw) =>
          pass('data', session, to, (refusal) => {
            if (refusal) return done(refusal);
            keep(raw, session, to).then(() => pass('accepted', session, to, done), done);
          }),
        )
        .catch(done);
    },
  });

  async function keep(raw: Buffer, session: SMTPServerSession, to: readonly string[]): Promise<void> {
    const sender = session.envelope.mailFrom;
    arrivals.add(await parseMail(raw, sender === false ? '' : sender.address, to));
  }

  // A cut or reset connection is the point of some tests, never a reason to fall over.
  server.on('error', () => {});
  server.server.on('connection', (socket) => {
    const { remotePort } = socket;
    sockets.set(remotePort, socket);
    socket.on('close', () => sockets.delete(remotePort));
  });
  await new Promise<void>((resolve, reject) => {
    server.server.once('error', reject);
    server.listen(options.port ?? 0, '127.0.0.1', resolve);
  });
  const { port } = server.server.address() as AddressInfo;

  return {
    host: '127.0.0.1',
    port,
    received: arrivals.kept,
    get connections() {
      return connections;
    },
    waitFor: (count, timeoutMs) => arrivals.waitFor(count, timeoutMs),
    setFaults: (next) => faults.replace(next),
    close: () =>
      new Promise((resolve) => {
        server.close(resolve);
        for (const socket of sockets.values()) socket.destroy();
      }),
  };
}

type Done = (refusal?: Error | null) => void;

async function readAll(stream: AsyncIterable<Buffer>): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of stream) chunks.push(chunk);
  return Buffer.concat(chunks);
}

async function parseMail(raw: Buffer, from: string, to: readonly string[]): Promise<CaughtMail> {
  const parsed = await simpleParser(raw);
  return {
    from,
    to,
    raw,
    subject: parsed.subject ?? '',
    text: parsed.text ?? '',
    html: parsed.html || '',
    headers: new Map(parsed.headerLines.map(({ key, line }) => [key, headerValue(line)])),
    attachments: parsed.attachments.map((attachment) => ({
      fileName: attachment.filename || '',
      contentType: attachment.contentType,
      content: attachment.content,
    })),
  };
}

/** The text behind the colon, unfolded. */
function headerValue(line: string): string {
  const value = line.slice(line.indexOf(':') + 1);
  return value.replace(/\r?\n\s*/g, ' ').trim();
}
