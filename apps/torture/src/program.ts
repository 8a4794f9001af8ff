import { spawn } from 'node:child_process';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { Violation } from './violation.js';

const PROGRAM = fileURLToPath(new URL('../../daemon/bin/roamwatch.js', import.meta.url));

/** How a run of the program ended. */
export interface Ended {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
  readonly stdout: string;
  readonly stderr: string;
}

export interface RunOptions {
  readonly configFile: string;
  /** Sends this signal after so many milliseconds. */
  readonly stop?: { readonly afterMs: number; readonly signal: 'SIGKILL' | 'SIGTERM' };
}

/** Longer than any command may take here, with everything answering. */
const PATIENCE_MS = 90_000;

/**
 * Runs the real program to its end.
 *
 * @throws Violation when it hangs, prints a stack trace, or prints what must stay secret.
 */
export async function runProgram(args: readonly string[], { configFile, stop }: RunOptions): Promise<Ended> {
  const program = spawn(process.execPath, [PROGRAM, ...args, '--config', configFile], {
    env: { PATH: process.env.PATH ?? '' },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let stdout = '';
  let stderr = '';
  program.stdout.on('data', (chunk) => {
    stdout += chunk;
  });
  program.stderr.on('data', (chunk) => {
    stderr += chunk;
  });
  const ended = new Promise<Ended>((resolve) => {
    program.on('close', (code, signal) => resolve({ code, signal, stdout, stderr }));
  });
  const given = new AbortController();
  void stopLater(program, given.signal, stop);
  const result = await Promise.race([
    ended,
    sleep(PATIENCE_MS, null, { signal: given.signal }).catch(() => null),
  ]);
  given.abort();
  if (result === null) {
    program.kill('SIGKILL');
    throw new Violation(`\`${args.join(' ')}\` has not ended after ${PATIENCE_MS / 1000} s`, {
      stdout,
      stderr,
    });
  }
  requireDecentOutput(args, result);
  return result;
}

async function stopLater(
  program: { kill(signal: NodeJS.Signals): boolean },
  given: AbortSignal,
  stop: RunOptions['stop'],
): Promise<void> {
  if (stop === undefined) return;
  await sleep(stop.afterMs, null, { signal: given }).then(
    () => program.kill(stop.signal),
    () => {},
  );
}

function requireDecentOutput(args: readonly string[], { stdout, stderr }: Ended): void {
  const output = `${stdout}\n${stderr}`;
  if (/^\s+at .+:\d+:\d+\)?$/m.test(output))
    throw new Violation(`\`${args.join(' ')}\` printed a stack trace`, { output });
  if (output.includes('SECRET-')) throw new Violation(`\`${args.join(' ')}\` printed a secret`, { output });
}
