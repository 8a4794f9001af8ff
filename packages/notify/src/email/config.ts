import type { SecureContext } from 'node:tls';
import type { ChannelDescription } from '../hook.js';

export const email: ChannelDescription = {
  title: 'SMTP',
  about: 'By email.',
};

/** The mail server, the sender and the login. */
export interface EmailConfig {
  readonly host: string;
  readonly port: number;
  /** TLS from the first byte. Default: true on port 465, else STARTTLS where the server offers it. */
  readonly secure?: boolean;
  /**
   * Refuses to send without encryption by a trusted certificate. Default: true when there is a password and the
   * host is not this machine.
   */
  readonly requireTls?: boolean;
  /** Certificates to trust, for a mail server with one of a private authority. Left out: the well-known authorities. */
  readonly secureContext?: SecureContext;
  readonly username?: string;
  readonly password?: string;
  /** `Roamwatch <alerts@example.com>` or a bare address. */
  readonly from: string;
  /** For connecting, in milliseconds; twice that for all until the login, and for all until the message. Default: 30,000. */
  readonly timeoutMs?: number;
  /** For the server's answer to a whole message, in milliseconds. Default: the ten minutes of RFC 5321. */
  readonly finalReplyMs?: number;
}

const LOOPBACK = /^(localhost|127\.\d+\.\d+\.\d+|::1)$/;

/** A password never crosses a network in the clear unless the operator allows it. */
export function requiresTls({ requireTls, password, host }: EmailConfig): boolean {
  return requireTls ?? (password !== undefined && !LOOPBACK.test(host));
}

/**
 * True when a certificate must be signed by a trusted authority. A relay on this machine usually has a self-signed one, and nobody
 * is in between.
 */
export function checksCertificate({ requireTls, secureContext, host }: EmailConfig): boolean {
  return requireTls === true || secureContext !== undefined || !LOOPBACK.test(host);
}

/** The domain of the sender, for message ids. */
export function senderDomain(from: string): string {
  return /@([A-Za-z0-9.-]+)>?\s*$/.exec(from)?.[1]?.toLowerCase() ?? 'localhost';
}
