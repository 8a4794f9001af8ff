import { fileURLToPath } from 'node:url';
import { alternated } from '../measure/run-measured.js';
import { TOKEN } from '../provider/fleet.js';
import { startProvider } from '../provider/start.js';

const here = (path) => fileURLToPath(new URL(path, import.meta.url));

/** Calls for usage details alone; the start of the process is measured by a run without calls and taken off. */
export async function measureClient(calls, rounds) {
  const provider = await startProvider(calls);
  try {
    const contestant = (name, file, count) => ({
      name,
      command: [process.execPath, here(`../contestants/${file}`), provider.url, TOKEN, String(count)],
    });
    const [client, clientStart, undici, undiciStart] = await alternated(
      [
        contestant('typed client', 'ask-client.js', calls),
        contestant('typed client, start', 'ask-client.js', 0),
        contestant('undici.request', 'ask-undici.js', calls),
        contestant('undici.request, start', 'ask-undici.js', 0),
      ],
      rounds,
    );
    const perCall = (whole, start) => ((whole.cpuS - start.cpuS) / calls) * 1e6;
    return { calls, clientUs: perCall(client, clientStart), undiciUs: perCall(undici, undiciStart) };
  } finally {
    provider.stop();
  }
}
