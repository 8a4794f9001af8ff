import { userInfo } from 'node:os';
import { CommandFailure, UsageError } from '../../failure.js';
import { printResult } from '../../output.js';
import type { StoreAccess } from '../../with-store.js';

/** Acknowledges those that are open, then throws a failure that names the others. */
export async function acknowledge(
  { store, options, now }: StoreAccess,
  ids: readonly number[],
  comment: string,
): Promise<void> {
  const by = userInfo().username;
  const { done, failed } = await each(ids, (id) => store.alerts.acknowledge(id, now, by, comment));
  if (done.length > 0) {
    printResult(
      options,
      { acknowledged: done },
      () => `Acknowledged ${named(done)}: no more reminders until it gets worse or a new package starts.`,
    );
  }
  if (failed.length > 0) throw failure(done, `not open: ${named(failed)}`);
}

/** Takes acknowledgements back, then throws a failure that names alerts without one. */
export async function unacknowledge(
  { store, options, now }: StoreAccess,
  ids: readonly number[],
): Promise<void> {
  const by = userInfo().username;
  const { done, failed } = await each(ids, (id) => store.alerts.unacknowledge(id, now, by));
  if (done.length > 0) {
    printResult(
      options,
      { unacknowledged: done },
      () => `No longer acknowledged: ${named(done)}. Reminders continue.`,
    );
  }
  if (failed.length > 0) throw failure(done, `not open and acknowledged: ${named(failed)}`);
}

async function each(ids: readonly number[], act: (id: number) => Promise<boolean>) {
  const done: number[] = [];
  const failed: number[] = [];
  for (const id of new Set(ids)) ((await act(id)) ? done : failed).push(id);
  return { done, failed };
}

/** Where nothing at all could be done the command was wrong. */
function failure(done: readonly number[], what: string): Error {
  const text = `${what}. \`roamwatch alerts\` shows the open alerts`;
  return done.length === 0 ? new UsageError(text) : new CommandFailure(text);
}

function named(ids: readonly number[]): string {
  return `${ids.length === 1 ? 'alert' : 'alerts'} ${ids.join(', ')}`;
}
