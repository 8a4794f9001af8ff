import { createTransport, type SendMailOptions } from 'nodemailer';
import { type Channel, permanent, SENT } from '../channel.js';
import type { EmailConfig } from './config.js';
import { digestRow } from './digest.js';
import { smtpDelivery, smtpFault, UNREADABLE_ATTACHMENT } from './failure.js';
import { renderEmail } from './render.js';
import { Sessions } from './sessions.js';

/** One plain address: no list, no name, no blank, nothing that could end a header or an SMTP command. */
const ADDRESS = /^[^\s@<>(),;:\\"\p{C}]{1,64}@[^\s@<>(),;:\\"\p{C}]{1,255}$/u;

/** Makes the bytes of a message and sends nothing. */
const writer = createTransport({ streamTransport: true, buffer: true, newline: 'windows' });

/** Email over SMTP, one message per recipient. Connections are kept open between messages for a short while. */
export function createEmailChannel(config: EmailConfig): Channel {
  const secrets = config.password ? [config.password] : [];
  const sessions = new Sessions(config);

  return {
    listAlerts: digestRow,
    async deliver(message, recipient, signal) {
      if (!ADDRESS.test(recipient)) return permanent({ kind: 'not-an-address' });
      const mail = renderEmail(message, config.from, recipient);
      try {
        const { envelope, bytes } = await written(mail);
        await sessions.use(signal, (session) => session.send(envelope, bytes, { signal }));
        return SENT;
      } catch (error) {
        return smtpDelivery(error, secrets);
      }
    },
    async probe() {
      try {
        await sessions.use(undefined, async () => {});
        return null;
      } catch (error) {
        return smtpFault(error, secrets);
      }
    },
    async close() {
      sessions.close();
    },
  };
}

/** The whole message. What its attachments are read from can be gone. */
async function written(mail: SendMailOptions) {
  try {
    const { message, envelope } = await writer.sendMail({ ...mail, disableUrlAccess: true });
    const bytes = message as Buffer;
    return { bytes, envelope: { ...envelope, size: bytes.length } };
  } catch (error) {
    const isOfTheDisk = error instanceof Error && 'code' in error;
    throw isOfTheDisk ? Object.assign(new Error('no such file'), { code: UNREADABLE_ATTACHMENT }) : error;
  }
}
