import { Readable } from 'node:stream';
import SMTPConnection, { type SMTPEnvelope } from 'nodemailer/lib/smtp-connection';
import { checksCertificate, type EmailConfig, requiresTls } from './config.js';
import { type Deadline, withinDeadline } from './deadline.js';

/** A reply of a mail server takes a few lines. */
const LARGEST_REPLY = 64 * 1024;

/** A message that moves more slowly than this, in bytes a second, is not worth waiting for. */
const SLOWEST = 10_000;

/** RFC 5321, 4.5.3.2.6: a server that has the whole message may take ten minutes to accept it. */
const FINAL_REPLY_MS = 10 * 60_000;

/**
 * A connection to the mail server, logged in. Each step has a deadline as a whole, because a server that sends a byte now and then
 * is never silent. What fails is closed.
 */
export class Session {
  #isUsable = true;

  private constructor(
    readonly connection: SMTPConnection,
    readonly config: EmailConfig,
  ) {
    // Errors reach the callback of the step they end; one of an idle session only makes it useless.
    connection.on('error', () => this.#spoil());
    connection.on('end', () => this.#spoil());
  }

  /** Connects, encrypts as configured and logs in, within twice `timeoutMs`. */
  static async open(config: EmailConfig, deadline: Omit<Deadline, 'ms' | 'stage'>): Promise<Session> {
    const timeout = timeoutOf(config);
    const connection = new SMTPConnection({
      host: config.host,
      port: config.port,
      secure: config.secure ?? config.port === 465,
      requireTLS: requiresTls(config),
      tls: {
        rejectUnauthorized: checksCertificate(config),
        ...(config.secureContext === undefined ? {} : { secureContext: config.secureContext }),
      },
      connectionTimeout: timeout,
      greetingTimeout: timeout,
      dnsTimeout: timeout,
      // The deadlines of the steps end what takes too long.
      socketTimeout: 2 * finalReplyOf(config),
      socketCloseTimeout: 1,
      maxResponseSize: LARGEST_REPLY,
    });
    const session = new Session(connection, config);
    await session.#step({ ...deadline, ms: 2 * timeout, stage: 'CONN' }, (done) => session.#logIn(done));
    return session;
  }

  get isUsable(): boolean {
    return this.#isUsable;
  }

  /** Hands a message over: all of it in a time that fits its size, and its acceptance within ten minutes after that. */
  async send(
    envelope: SMTPEnvelope,
    message: Buffer,
    deadline: Omit<Deadline, 'ms' | 'stage'>,
  ): Promise<void> {
    const ms = 2 * timeoutOf(this.config) + (message.length / SLOWEST) * 1000;
    const body = Readable.from([message]);
    await this.#step({ ...deadline, ms, stage: 'DATA' }, (done, extend) => {
      body.once('end', () => extend(finalReplyOf(this.config)));
      this.connection.send(envelope, body, done);
    });
  }

  /** Quits the session; whatever the server answers, the connection closes soon. */
  close(): void {
    if (this.#isUsable) this.connection.quit();
    this.#isUsable = false;
    setTimeout(() => this.connection.close(), QUIT_MS).unref();
  }

  #logIn(done: (error?: Error | null) => void): void {
    const { username, password = '' } = this.config;
    this.connection.connect((error) => {
      if (error) return done(error);
      if (username === undefined || !this.connection.allowsAuth) return done();
      this.connection.login({ credentials: { user: username, pass: password } }, done);
    });
  }

  async #step(deadline: Deadline, work: Work): Promise<void> {
    let onError = (_error: Error): void => {};
    try {
      await withinDeadline(
        deadline,
        (extend) =>
          new Promise<void>((resolve, reject) => {
            onError = reject;
            this.connection.on('error', onError);
            work((error) => (error ? reject(error) : resolve()), extend);
          }),
      );
    } catch (error) {
      this.#spoil();
      throw error;
    } finally {
      this.connection.off('error', onError);
    }
  }

  #spoil(): void {
    this.#isUsable = false;
    this.connection.close();
  }
}

/** A step of a session: ends with `done`, and may reset its deadline. */
type Work = (done: (error?: Error | null) => void, extend: (ms: number) => void) => void;

const QUIT_MS = 1_000;

function timeoutOf({ timeoutMs }: EmailConfig): number {
  return timeoutMs ?? 30_000;
}

function finalReplyOf({ finalReplyMs }: EmailConfig): number {
  return finalReplyMs ?? FINAL_REPLY_MS;
}
