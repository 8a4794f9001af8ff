import { counted } from './counted.js';
import type { DeliveryFaultWords, Language } from './language.js';

const SECOND_TRY = 'if it persists, contact the administrator of the mail server';

/** Why messages are not delivered. */
export const ENGLISH_DELIVERY_FAULTS: DeliveryFaultWords = {
  mailServer: 'the mail server',
  services: { slack: 'Slack', teams: 'Teams', webhook: 'the webhook' },
  mail: {
    'no-tls': {
      error: 'the mail server does not begin with TLS there',
      advice: 'check smtp.port and smtp.tls',
    },
    'no-encryption': {
      error: 'no encrypted connection to the mail server',
      advice: 'check smtp.port and smtp.tls',
    },
    'login-rejected': {
      error: 'the mail server rejected the login',
      advice: 'check smtp.username and smtp.passwordFile',
    },
    'login-required': {
      error: 'the mail server requires a login',
      advice: 'set smtp.username and smtp.passwordFile',
    },
    'not-found': { error: 'the mail server was not found', advice: 'check smtp.host' },
    'no-answer': {
      error: 'the mail server did not answer in time',
      advice: 'check smtp.host and smtp.port, and that no firewall is in between',
    },
    'no-connection': { error: 'no connection to the mail server', advice: 'check smtp.host and smtp.port' },
    'connection-closed': { error: 'the mail server closed the connection', advice: SECOND_TRY },
    stopped: {
      error: 'the mail server had not accepted the message yet when Roamwatch was shut down',
      advice: '',
    },
    'attachment-unreadable': {
      error: 'a file to attach cannot be read',
      advice: 'write the report again: roamwatch report',
    },
    'too-large': {
      error: 'the message is too large for the mail server',
      advice: 'raise its limit, or take the files from the folder of the report',
    },
    'turned-away': {
      error: 'the mail server turns this machine away',
      advice: 'check smtp.host and smtp.port, or contact its administrator',
    },
    'not-accepted-yet': { error: 'the mail server did not accept the message yet', advice: SECOND_TRY },
    'sender-rejected': { error: 'the mail server rejected the sender', advice: 'check smtp.from' },
    'not-passed-on': {
      error: 'the mail server does not pass mail on for this sender',
      advice: 'log in with smtp.username, or allow this machine to relay',
    },
    'recipient-rejected': {
      error: 'the mail server rejected the recipient',
      advice: 'check the address in the configuration or the inventory',
    },
    'message-rejected': {
      error: 'the mail server rejected the message',
      advice: 'contact its administrator; it may be a spam filter',
    },
    unclear: {
      error: 'the conversation with the mail server failed',
      advice: 'check smtp.host and smtp.port',
    },
  },
  hook: {
    'no-answer': ({ name, key }) => ({
      error: `${name} did not answer in time`,
      advice: `check ${key}, and that this machine can reach it`,
    }),
    stopped: ({ name }) => ({ error: `${name} had not answered when Roamwatch was shut down`, advice: '' }),
    unreachable: ({ name, key }) => ({
      error: `${name} could not be reached`,
      advice: `check ${key}, and that this machine can reach it`,
    }),
    'slow-down': ({ name, status }) => ({ error: `${name} answered ${status}`, advice: '' }),
    failing: ({ name, status }) => ({
      error: `${name} answered ${status}`,
      advice: 'if it persists, check the status of the service',
    }),
    redirected: ({ name, key, status }) => ({
      error: `${name} answered ${status}`,
      advice: `that is a redirect: set ${key} to the final address`,
    }),
    denied: ({ name, key, status }) => ({
      error: `${name} answered ${status}`,
      advice: `access is denied: check that ${key} is current and complete`,
    }),
    gone: ({ name, key, status }) => ({
      error: `${name} answered ${status}`,
      advice: `nothing is there any more: check ${key}, or create a new hook`,
    }),
    'too-large': ({ name, status }) => ({
      error: `${name} answered ${status}`,
      advice: 'the message is too large for it: raise its limit',
    }),
    rejected: ({ name, status }) => ({
      error: `${name} answered ${status}`,
      advice: 'the message was rejected: check what the service expects at this address',
    }),
    'hook-ended': ({ name }) =>
      name === 'Teams'
        ? {
            error: 'Teams no longer runs this workflow',
            advice: 'turn it on, or create a new one and store its address',
          }
        : {
            error: `${name} no longer accepts this hook`,
            advice: 'create a new incoming webhook and store its address',
          },
    'not-the-service': ({ name, key }) => ({
      error: `the answer is not the one of ${name}`,
      advice: `check ${key}, and whether a proxy answers in its place`,
    }),
  },
  certificate: (server, problem) => ({
    error: `${server}: the server's certificate was not accepted: ${problem}`,
    advice: 'for a private authority set tls.caFile',
  }),
  internal: { composing: 'composing the message failed', sending: 'sending the message failed' },
  receiverRemoved: (receiver) => ({
    error: `receiver "${receiver}" is no longer configured`,
    advice: 'add it again, or discard the message',
  }),
  notAnAddress: {
    error: 'the recipient is not an email address',
    advice: 'correct it in the configuration or the inventory',
  },
  notTried: { error: 'not tried: Roamwatch was shutting down', advice: '' },
  notInTime: 'not delivered within 24 hours',
};

export const ENGLISH_CERTIFICATES: Language['certificates'] = {
  'unknown-authority': 'it is signed by no known authority',
  'unknown-authority-or-gap': 'it is signed by no known authority, or an intermediate certificate is missing',
  expired: 'it has expired',
  'not-valid-yet': 'it is not valid yet, by the clock of this machine',
  revoked: 'it was revoked',
  rejected: 'it was rejected',
  'wrong-signature': 'its signature is wrong',
  'chain-too-long': 'its chain is too long',
  'authority-may-not-sign': 'its authority may not sign it',
  'not-for-servers': 'it is not meant for a server',
  'other-host': 'it is for another host name',
  'unreadable-hosts': 'its host names are unreadable',
  'of-proxy': 'it is the one of the proxy, and for another host name',
};

/** A fault of the inventory, or of a line of it. */
export const ENGLISH_INVENTORY_FAULTS: Language['inventoryFaults'] = {
  'not-utf8': (_fault, file) => `${file} is not UTF-8 text: save it as "CSV UTF-8"`,
  'not-csv': ({ mostMisplaced }, file) =>
    `${file} is not CSV: more than ${mostMisplaced} lines have misplaced quotes`,
  empty: ({ columns }, file) => `${file} is empty: its first line must be ${columns.join(',')}`,
  'too-many-lines': ({ most }, file) => `${file} has more than ${most} lines`,
  'column-twice': ({ column }, file) => `${file} has the column ${column} twice`,
  'no-iccid-column': (_fault, file) => `${file} has no column iccid: its first line must name the columns`,
  'no-iccid': () => 'has no ICCID',
  'iccid-rounded': ({ cell }) =>
    `the ICCID ${cell} was rounded by a spreadsheet: format the column as text and enter it again`,
  'not-an-iccid': ({ cell }) => `"${cell}" is not an ICCID of 16 to 22 digits`,
  'not-an-address': () => 'the email address cannot be read',
  'not-a-date': ({ cell }) => `valid_from must be a date such as 2026-01-31, not "${cell}"`,
  'cell-too-long': ({ most }) => `a cell contains more than ${most} characters`,
  duplicate: ({ line }) => `duplicate of line ${line} (same ICCID and valid_from)`,
  'quote-open': () => 'a quote is opened and not closed',
  'too-many-cells': ({ cells, columns }) =>
    `has ${counted(cells, 'cell')} for ${counted(columns, 'column')}: text with a delimiter needs quotes`,
  'unknown-language': ({ cell, known }) =>
    `unknown language "${cell}", ignored; known are ${known.join(' and ')}`,
  'unknown-column': ({ name, meant }) =>
    `unknown column "${name}", ignored${meant === null ? '' : `; did you mean "${meant}"?`}`,
};
