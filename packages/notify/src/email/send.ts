import { createTransport } from 'nodemailer';
import { type Channel, permanent, SENT } from '../channel.js';
import { checksCertificate, type EmailConfig, requiresTls } from './config.js';
import { describeSmtpFailure, smtpDelivery } from './failure.js';
import { renderEmail } from './render.js';

const CONNECTIONS = 5;

/** One plain address: no list, no name, no blank, nothing that could end a header or an SMTP command. */
const ADDRESS = /^[^\s@<>(),;:\\"\p{C}]{1,64}@[^\s@<>(),;:\\"\p{C}]{1,255}$/u;

/** Email over SMTP, one message per recipient. Connections are kept open between messages for a short while. */
export function createEmailChannel(config: EmailConfig): Channel {
  const timeout = config.timeoutMs ?? 30_000;
  const secrets = config.password ? [config.password] : [];
  const transport = createTransport({
    pool: true,
    maxConnections: CONNECTIONS,
    // A connection lost while sending is reported, not tried again in secret: the outbox decides about that.
    maxRequeues: 0,
    idleTimeout: timeout,
    host: config.host,
    port: config.port,
    secure: config.secure ?? config.port === 465,
    requireTLS: requiresTls(config),
    tls: {
      rejectUnauthorized: checksCertificate(config),
      ...(config.ca === undefined ? {} : { ca: config.ca }),
    },
    ...(config.username === undefined
      ? {}
      : { auth: { user: config.username, pass: config.password ?? '' } }),
    connectionTimeout: timeout,
    greetingTimeout: timeout,
    socketTimeout: timeout,
    disableUrlAccess: true,
  });
  // Errors reach the caller of sendMail; a pooled connection that breaks while idle concerns nobody.
  transport.on('error', () => {});

  return {
    async deliver(message, recipient) {
      if (!ADDRESS.test(recipient)) return permanent('the recipient is not an email address');
      try {
        await transport.sendMail(renderEmail(message, config.from, recipient));
        return SENT;
      } catch (error) {
        return smtpDelivery(error, secrets);
      }
    },
    async probe() {
      try {
        await transport.verify();
        return null;
      } catch (error) {
        return describeSmtpFailure(error, secrets);
      }
    },
    async close() {
      transport.close();
    },
  };
}
