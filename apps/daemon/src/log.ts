import { Writable } from 'node:stream';
import { type DestinationStream, type Logger, pino, stdTimeFunctions } from 'pino';
import pretty from 'pino-pretty';
import { printableJson, printableOutput } from './printable.js';

export type { Logger } from 'pino';

/** Level and form of the log; `auto` is pretty on a terminal and JSON elsewhere. */
export interface LogOptions {
  readonly level: string;
  readonly format: 'auto' | 'json' | 'pretty';
}

/** Keys whose values never reach a log, wherever they are in an object. */
const SECRET_KEYS = [
  'token',
  'password',
  'secret',
  'authorization',
  'webhookUrl',
  'activationCode',
  'lpaCode',
  'qrCodeUrl',
  'pin',
  'puk',
  'number',
];

/** Logs go to standard error, so that standard output contains results alone. */
export function createLog(options: LogOptions): Logger {
  const redact = { paths: SECRET_KEYS.flatMap((key) => [key, `*.${key}`, `*.*.${key}`]), censor: '[secret]' };
  const settings = { level: options.level, redact, base: null, timestamp: stdTimeFunctions.isoTime };
  return pino(settings, destination(options.format));
}

/** For tests and for commands that print only their result. */
export function silentLog(): Logger {
  return pino({ level: 'silent' });
}

function destination(format: LogOptions['format']): DestinationStream {
  const onTerminal = format === 'auto' && process.stderr.isTTY === true;
  if (format === 'pretty' || onTerminal) {
    return pretty({
      destination: safely(printableOutput),
      sync: true,
      colorize: process.stderr.isTTY === true,
      translateTime: 'SYS:HH:MM:ss',
    });
  }
  const lines = pino.destination({ dest: 2, sync: true });
  return { write: (line) => void lines.write(printableJson(line)) };
}

/** Standard error, with control characters made visible, because a log contains text from outside. */
function safely(made: (text: string) => string): Writable {
  const lines = pino.destination({ dest: 2, sync: true });
  return new Writable({
    decodeStrings: false,
    write(text, _encoding, done) {
      lines.write(made(String(text)));
      done();
    },
  });
}
