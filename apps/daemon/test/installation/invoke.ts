import { vi } from 'vitest';
import { main } from '../../src/cli/main.js';

/** How a command line ended. */
export interface Invoked {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

/**
 * Runs a command line inside the test, which takes a tenth of the time a process takes to start. For what a process alone
 * shows (signals, a broken pipe, colours) there is `run`.
 */
export async function invoke(
  args: readonly string[],
  env: Readonly<Record<string, string>> = {},
): Promise<Invoked> {
  const written = { stdout: '', stderr: '' };
  const spies = (['stdout', 'stderr'] as const).map((name) =>
    vi.spyOn(process[name], 'write').mockImplementation((text, ...rest: readonly unknown[]) => {
      written[name] += String(text);
      const done = rest.at(-1);
      if (typeof done === 'function') done();
      return true;
    }),
  );
  for (const [name, value] of Object.entries(env)) vi.stubEnv(name, value);
  try {
    const code = await main(args);
    return { code, ...written };
  } finally {
    vi.unstubAllEnvs();
    for (const spy of spies) spy.mockRestore();
  }
}
