import { sendTest, type TestResult } from '@roamwatch/monitor';
import type { Command } from 'commander';
import type { Context } from '../../context.js';
import { say, UsageError } from '../failure.js';
import { type GlobalOptions, globalOptions, logFor } from '../global-options.js';
import { holdUnlessHeld } from '../hold-unless-held.js';
import type { Outcome } from '../outcome.js';
import { printResult } from '../output.js';
import { withContext } from '../with-context.js';

export function notifyCommand(program: Command, outcome: Outcome): void {
  const notify = program
    .command('notify')
    .description('Send a test notification')
    .addHelpText('after', '\nExample:\n  roamwatch notify test ops');
  notify
    .command('test')
    .argument('<receiver>', 'its name in the configuration')
    .option('--to <address>', 'for a receiver that takes addresses from the inventory')
    .description('Send a clearly marked test message through the real outbox and channel')
    .addHelpText(
      'after',
      '\nWhile the daemon is running, it delivers the message.\n\nExample:\n  roamwatch notify test ops',
    )
    .action(async (receiver: string, local: { to?: string }, command: Command) => {
      const options = globalOptions(command);
      outcome.exitCode = await withContext(options, logFor(options, 'silent'), (ctx) =>
        test(ctx, options, receiver, local.to),
      );
    });
}

async function test(
  ctx: Context,
  options: GlobalOptions,
  name: string,
  to: string | undefined,
): Promise<number> {
  const receiver = ctx.config.receivers.find((candidate) => candidate.name === name);
  if (!receiver) {
    const known = ctx.config.receivers.map((candidate) => candidate.name).join(', ') || 'none';
    throw new UsageError(`no receiver is called "${name}"; the configuration has: ${known}`);
  }
  if (to === undefined && receiver.recipients === 'inventory')
    throw new UsageError(`${name} takes addresses from the inventory: give one with --to`);
  const { release } = await holdUnlessHeld(ctx);
  if (release === null) say('the daemon is running and will deliver it within a minute');
  try {
    const results = await sendTest(ctx, receiver, { to, by: release === null ? 'another' : 'this process' });
    printResult(options, results, () => results.map(inWords).join('\n'));
    return results.every(({ state }) => state === 'sent') ? 0 : 1;
  } finally {
    await release?.();
  }
}

function inWords({ recipient, state, error }: TestResult): string {
  if (state === 'sent') return `${recipient}: sent`;
  if (state === 'dead') return `${recipient}: failed permanently: ${error}`;
  if (state === 'obsolete') return `${recipient}: discarded`;
  if (error === null) return `${recipient}: queued, no delivery attempt yet (roamwatch outbox)`;
  return `${recipient}: not delivered yet, will be retried: ${error}`;
}
