import {
  greeting,
  requestedTopic,
  SimulatorOptionError,
  startAtTerminal,
  TERMINAL_FLAGS,
  TOPICS,
} from '@roamwatch/simulator';
import type { Command } from 'commander';
import { systemClock } from '../../clock.js';
import { UsageError } from '../failure.js';
import { globalOptions } from '../global-options.js';
import { printResult } from '../output.js';
import { abortOnSignals } from '../signals.js';

export function simulatorCommand(program: Command): void {
  const simulator = program
    .command('simulator')
    .description('Run the sandbox API on this machine: a seeded fleet with its own clock');
  for (const { flags, description } of [...TERMINAL_FLAGS, ...TOPICS]) simulator.option(flags, description);
  simulator
    .addHelpText('after', EXAMPLES)
    .action(async (flags: Readonly<Record<string, unknown>>, command: Command) => {
      const topic = await asUsage(() => requestedTopic(flags));
      if (topic === null) await serve(flags, command);
      else process.stdout.write(topic);
    });
}

async function serve(flags: Readonly<Record<string, unknown>>, command: Command): Promise<void> {
  const running = await asUsage(() => startAtTerminal(flags, systemClock()));
  const stopped = abortOnSignals();
  printResult(globalOptions(command), { url: running.url, token: running.token }, () =>
    greeting(running, flags),
  );
  await new Promise<void>((resolve) => stopped.addEventListener('abort', () => resolve(), { once: true }));
  await running.close();
}

/** What the simulator refuses is wrong usage of the command. */
async function asUsage<T>(attempt: () => T | Promise<T>): Promise<T> {
  try {
    return await attempt();
  } catch (error) {
    throw error instanceof SimulatorOptionError ? new UsageError(error.message) : error;
  }
}

const EXAMPLES = `
Control faults and the clock under /_simulator/ on the same port.

Examples:
  roamwatch simulator
  roamwatch simulator --size 5000 --seed 7 --speed 1440
  roamwatch simulator --recipe runs-dry-today
  curl -X POST 127.0.0.1:8788/_simulator/faults \\
    -d '{"kind":"unavailable","times":3}'`;
