import { ConfigError } from '@roamwatch/config-file';
import { AlreadyRunningError, SecretError } from '@roamwatch/monitor/ports';
import { ListenError } from '../http/listen-error.js';
import { printableOutput } from '../printable.js';

/** The command line is wrong: exit code 2. */
export class UsageError extends Error {
  override readonly name = 'UsageError';
}

/** The command ran and failed; the message gives advice: exit code 1. */
export class CommandFailure extends Error {
  override readonly name = 'CommandFailure';
}

/** Reports the failure on standard error and resolves to the exit code. A stack trace is for our own faults alone. */
export async function explainFailure(error: unknown): Promise<1 | 2> {
  if (error instanceof ConfigError || error instanceof SecretError || error instanceof UsageError) {
    say(error.message);
    return 2;
  }
  if (error instanceof Error && (await isExpected(error))) {
    say(error.message);
    return 1;
  }
  say(`unexpected fault: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`);
  return 1;
}

/** Loads now what is otherwise loaded when something fails: for a program whose own files may be replaced while it runs. */
export async function loadErrors(): Promise<void> {
  await expectedErrors();
}

/** Errors that are expected. */
async function isExpected(error: Error): Promise<boolean> {
  if (error instanceof CommandFailure) return true;
  const [{ RoamifyError }, { StoreError }] = await expectedErrors();
  return [RoamifyError, StoreError, AlreadyRunningError, ListenError].some((kind) => error instanceof kind);
}

/** Their classes are loaded here alone, so that a good run does without. */
function expectedErrors() {
  return Promise.all([import('./provider-errors.js'), import('@roamwatch/store')]);
}

/** A line for people on standard error. */
export function say(text: string): void {
  process.stderr.write(`roamwatch: ${printableOutput(text)}\n`);
}
