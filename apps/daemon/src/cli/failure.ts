import { RoamifyError } from '@roamwatch/client';
import { StoreError } from '@roamwatch/store';
import { ConfigError } from '../config/problem.js';
import { SecretError } from '../config/secret.js';
import { ListenError } from '../http/server.js';
import { AlreadyRunningError } from '../jobs/instance.js';

/** The command line asks for something that cannot be: exit code 2. */
export class UsageError extends Error {
  override readonly name = 'UsageError';
}

/** Says on standard error what went wrong and returns the exit code. A stack trace is for our own faults alone. */
export function explainFailure(error: unknown): 1 | 2 {
  if (error instanceof ConfigError || error instanceof SecretError || error instanceof UsageError) {
    say(error.message);
    return 2;
  }
  if (
    error instanceof RoamifyError ||
    error instanceof StoreError ||
    error instanceof AlreadyRunningError ||
    error instanceof ListenError
  ) {
    say(error.message);
    return 1;
  }
  say(`unexpected fault: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`);
  return 1;
}

/** A line for people on standard error. */
export function say(text: string): void {
  process.stderr.write(`roamwatch: ${text}\n`);
}
