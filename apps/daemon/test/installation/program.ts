import { type ChildProcess, spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';

const PROGRAM = fileURLToPath(new URL('../../bin/roamwatch.js', import.meta.url));

/** How a run of the program ended. */
export interface Ended {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
  readonly stdout: string;
  readonly stderr: string;
}

export interface Running {
  readonly process: ChildProcess;
  readonly ended: Promise<Ended>;
  /** Resolves when standard error or output has this text; rejects when the program ends without it. */
  saying(text: string): Promise<void>;
  /** What it said so far, on standard output and error. */
  output(): string;
}

export interface RunOptions {
  readonly cwd?: string;
  readonly env?: Readonly<Record<string, string>>;
  /** Left out: the checkout's. */
  readonly program?: string;
}

/** Starts the real program as a child process, without anything of this environment but the path. */
export function start(args: readonly string[], { cwd, env, program = PROGRAM }: RunOptions = {}): Running {
  const process_ = spawn(process.execPath, [program, ...args], {
    ...(cwd === undefined ? {} : { cwd }),
    env: { PATH: process.env.PATH ?? '', ...env },
  });
  let stdout = '';
  let stderr = '';
  const look = new Set<() => void>();
  const heard = () => {
    for (const one of look) one();
  };
  process_.stdout.on('data', (chunk) => {
    stdout += chunk;
    heard();
  });
  process_.stderr.on('data', (chunk) => {
    stderr += chunk;
    heard();
  });
  const ended = new Promise<Ended>((resolve) => {
    process_.on('close', (code, signal) => resolve({ code, signal, stdout, stderr }));
  });
  return {
    process: process_,
    ended,
    output: () => `${stdout}${stderr}`,
    saying: (text) =>
      new Promise((resolve, reject) => {
        const listen = () => {
          if (!`${stdout}${stderr}`.includes(text)) return;
          look.delete(listen);
          resolve();
        };
        look.add(listen);
        void ended.then(() => reject(new Error(`it ended without saying "${text}": ${stderr}`)));
        listen();
      }),
  };
}

/** Runs the program to its end. */
export function run(args: readonly string[], options: RunOptions = {}): Promise<Ended> {
  return start(args, options).ended;
}
