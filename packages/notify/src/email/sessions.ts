import type { EmailConfig } from './config.js';
import { Session } from './session.js';

/** The time for which a session is kept open for the next message. */
const IDLE_MS = 30_000;

/** Sessions with one mail server. One that is idle is used again. */
export class Sessions {
  readonly #idle: Session[] = [];
  #isClosed = false;

  constructor(readonly config: EmailConfig) {}

  /** Runs `work` with a separate session. */
  async use<T>(signal: AbortSignal | undefined, work: (session: Session) => Promise<T>): Promise<T> {
    const session = this.#takeIdle() ?? (await Session.open(this.config, { signal }));
    try {
      return await work(session);
    } finally {
      this.#giveBack(session);
    }
  }

  close(): void {
    this.#isClosed = true;
    for (const session of this.#idle.splice(0)) session.close();
  }

  #takeIdle(): Session | undefined {
    for (;;) {
      const session = this.#idle.pop();
      if (session === undefined || session.isUsable) return session;
    }
  }

  #giveBack(session: Session): void {
    if (this.#isClosed || !session.isUsable) {
      session.close();
      return;
    }
    this.#idle.push(session);
    setTimeout(() => {
      const place = this.#idle.indexOf(session);
      if (place >= 0) this.#idle.splice(place, 1)[0]?.close();
    }, IDLE_MS).unref();
  }
}
