/** A structured log: fields for machines, a sentence for people. pino's loggers are one. */
export interface Log {
  debug(fields: object, message: string): void;
  info(fields: object, message: string): void;
  warn(fields: object, message: string): void;
  error(fields: object, message: string): void;
  /** The same log; `fields` are in every line. */
  child(fields: Readonly<Record<string, unknown>>): Log;
}
