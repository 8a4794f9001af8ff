import {
  optionsFromFlags,
  SIMULATOR_FLAGS,
  SimulatorOptionError,
  type SimulatorOptions,
  startSimulator,
} from '@roamwatch/simulator';
import type { Command } from 'commander';
import { systemClock } from '../../clock.js';
import { UsageError } from '../failure.js';
import { globalOptions } from '../global-options.js';
import { printResult } from '../output.js';
import { abortOnSignals } from '../signals.js';

/** Where the command differs from the simulator in a test: an address that stays, and the time it is. */
const AT_THE_TERMINAL = { port: 8788, speed: 1 };
const DEFAULT_TEXTS: Readonly<Record<string, string>> = {
  '--port <number>': String(AT_THE_TERMINAL.port),
  '--speed <factor>': String(AT_THE_TERMINAL.speed),
  '--start <instant>': 'now',
};

export function simulatorCommand(program: Command): void {
  const simulator = program
    .command('simulator')
    .description('Run the sandbox API on this machine: a seeded fleet with its own clock');
  for (const { flags, description, defaultText } of SIMULATOR_FLAGS) {
    simulator.option(flags, `${description} (default: ${DEFAULT_TEXTS[flags] ?? defaultText})`);
  }
  simulator.addHelpText('after', EXAMPLES).action(async (local: object, command: Command) => {
    const running = await start({ ...local });
    const stopped = abortOnSignals();
    printResult(
      globalOptions(command),
      { url: running.url, token: running.token },
      () =>
        `The simulated API is listening at ${running.url} (token ${running.token}). Press Ctrl-C to stop it.`,
    );
    await new Promise<void>((resolve) => stopped.addEventListener('abort', () => resolve(), { once: true }));
    await running.close();
  });
}

async function start(flags: Readonly<Record<string, unknown>>) {
  try {
    const options: SimulatorOptions = {
      ...AT_THE_TERMINAL,
      startAt: systemClock(),
      ...optionsFromFlags(flags),
    };
    return await startSimulator(options);
  } catch (error) {
    if (error instanceof SimulatorOptionError) throw new UsageError(error.message);
    if ((error as NodeJS.ErrnoException).code === 'EADDRINUSE')
      throw new UsageError('the port is in use; choose another with --port');
    throw error;
  }
}

const EXAMPLES = `
Control faults and the clock under /_simulator/ on the same port.

Examples:
  roamwatch simulator
  roamwatch simulator --size 5000 --seed 7 --speed 1440
  curl -X POST 127.0.0.1:8788/_simulator/faults \\
    -d '{"kind":"unavailable","times":3}'`;
