/**
 * Where in the SMTP conversation a fault strikes. `accepted`: the message is kept, and only the
 * confirmation is lost, which is the one place where a duplicate can arise.
 */
export type SmtpStage = 'connect' | 'sender' | 'recipient' | 'data' | 'accepted';

/** A fault of the mail server: where it strikes, whom, and how often. */
export interface MailFault {
  readonly at: SmtpStage;
  /** Strikes only messages to this address; left out, all. Not known yet at `connect` and `sender`. */
  readonly recipient?: string;
  /** A reply such as `{ code: 550, text: 'no such user' }`, silence, or a cut connection. */
  readonly how: { readonly code: number; readonly text?: string } | 'hang' | 'cut';
  /** Strikes this often and is gone; left out, for ever. */
  readonly times?: number;
}

/** Decides which fault, if any, strikes now, and uses up those that strike a limited number of times. */
export class MailFaults {
  #waiting: { readonly fault: MailFault; left: number }[] = [];

  replace(faults: readonly MailFault[]): void {
    this.#waiting = faults.map((fault) => ({ fault, left: fault.times ?? Number.POSITIVE_INFINITY }));
  }

  next(at: SmtpStage, recipients: readonly string[]): MailFault['how'] | null {
    const struck = this.#waiting.find(
      ({ fault, left }) =>
        left > 0 &&
        fault.at === at &&
        (fault.recipient === undefined || recipients.includes(fault.recipient)),
    );
    if (!struck) return null;
    struck.left -= 1;
    return struck.fault.how;
  }
}
