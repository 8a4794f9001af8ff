import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { OTHER_CORE, pinned } from '../measure/run-measured.js';

const SERVER = fileURLToPath(new URL('server.js', import.meta.url));

/** Our listing suspects a cut at a round number and queries by status, which is not measured here. */
const LESS = 3;

/** Starts the provider with a fleet of about this size, on the core that is not measured. */
export async function startProvider(size) {
  const [file, ...args] = pinned(OTHER_CORE, [process.execPath, SERVER, String(size - LESS)]);
  const server = spawn(file, args, { stdio: ['ignore', 'pipe', 'inherit'] });
  const [line] = await once(server.stdout, 'data');
  const url = String(line).trim();
  return {
    url,
    enterRound: async (round) => {
      await fetch(`${url}/round/${round}`);
    },
    stop: () => server.kill(),
  };
}
