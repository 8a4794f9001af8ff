import type { DataUnit } from '@roamwatch/core';
import { SimulatorOptionError, startSimulator } from '@roamwatch/simulator';
import type { Command } from 'commander';
import { UsageError } from '../failure.js';
import { globalOptions } from '../frame.js';
import { printResult } from '../output.js';
import { abortOnSignals } from '../signals.js';

interface SimulatorArguments {
  readonly port: string;
  readonly size: string;
  readonly seed: string;
  readonly speed: string;
  readonly start?: string;
  readonly token: string;
  readonly allowanceUnit: string;
  readonly dailyUnit: string;
  readonly listCap?: string;
}

export function simulatorCommand(program: Command): void {
  program
    .command('simulator')
    .description('The sandbox API on loopback: a seeded fleet with its own clock, until it is stopped')
    .option('--port <n>', 'port on 127.0.0.1', '8788')
    .option('--size <n>', 'eSIMs in the account', '300')
    .option('--seed <n>', 'the same seed gives the same fleet', '1')
    .option('--speed <n>', 'simulated seconds a second: 1 is real time, 1440 a day a minute', '1')
    .option('--start <YYYY-MM-DD>', 'the simulated day it starts on (default: today)')
    .option('--token <token>', 'the bearer token it accepts', 'simulator-token')
    .option('--allowance-unit <unit>', 'B, KB, MB or GB', 'MB')
    .option('--daily-unit <unit>', 'B, KB, MB or GB', 'KB')
    .option('--list-cap <n>', 'never list more than this, as some servers do')
    .addHelpText('after', EXAMPLES)
    .action(async (local: SimulatorArguments, command: Command) => {
      const options = globalOptions(command);
      const simulator = await start(local);
      const stopped = abortOnSignals();
      printResult(
        options,
        { url: simulator.url, token: simulator.token },
        () => `The simulated API answers at ${simulator.url} (token ${simulator.token}). Ctrl-C stops it.`,
      );
      await new Promise<void>((resolve) =>
        stopped.addEventListener('abort', () => resolve(), { once: true }),
      );
      await simulator.close();
    });
}

async function start(local: SimulatorArguments) {
  try {
    return await startSimulator({
      port: Number(local.port),
      size: Number(local.size),
      seed: Number(local.seed),
      speed: Number(local.speed),
      startAt: startOf(local.start),
      token: local.token,
      units: { allowance: local.allowanceUnit as DataUnit, dailyUsage: local.dailyUnit as DataUnit },
      ...(local.listCap === undefined ? {} : { listCap: Number(local.listCap) }),
    });
  } catch (error) {
    if (error instanceof SimulatorOptionError) throw new UsageError(error.message);
    if ((error as NodeJS.ErrnoException).code === 'EADDRINUSE') {
      throw new UsageError(`port ${local.port} is in use; choose another with --port`);
    }
    throw error;
  }
}

function startOf(date: string | undefined): number {
  const milliseconds = date === undefined ? Date.now() : Date.parse(date);
  if (Number.isNaN(milliseconds)) throw new UsageError(`--start takes a date as YYYY-MM-DD, not "${date}"`);
  return Math.floor(milliseconds / 1000);
}

const EXAMPLES = `
Faults on demand and the clock are under /_simulator/ on the same port.

Examples:
  roamwatch simulator
  roamwatch simulator --size 5000 --seed 7 --speed 1440
  curl -X POST 127.0.0.1:8788/_simulator/faults -d '{"kind":"status-503","times":3}'`;
