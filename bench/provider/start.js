import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { OTHER_CORE, pinned } from '../measure/run-measured.js';

const SERVER = fileURLToPath(new URL('server.js', import.meta.url));

/** Our listing suspects a cut at a round number and queries by status, which is not measured here. */
const LESS = 3;

/** Starts the provider with a fleet of about this size, on the core that is not measured. Each answer begins after the latency. */
export async function startProvider(about, latencyMs = 0) {
  const size = about - LESS;
  const [file, ...args] = pinned(OTHER_CORE, [process.execPath, SERVER, String(size), String(latencyMs)]);
  const server = spawn(file, args, { stdio: ['ignore', 'pipe', 'inherit'] });
  const [line] = await once(server.stdout, 'data');
  const url = String(line).trim();
  return {
    url,
    size,
    enterRound: async (round) => {
      await fetch(`${url}/round/${round}`);
    },
    /** When it was asked in this round, in milliseconds of the clock: `listedAt firstUsageAt lastUsageAt`. */
    seen: async () => (await fetch(`${url}/seen`)).json(),
    stop: () => server.kill(),
  };
}
