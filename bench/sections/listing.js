import { fileURLToPath } from 'node:url';
import { NODE_OF_A_SERVICE } from '../measure/program.js';
import { alternated } from '../measure/run-measured.js';
import { TOKEN } from '../provider/fleet.js';
import { startProvider } from '../provider/start.js';

const here = (path) => fileURLToPath(new URL(path, import.meta.url));

/** The list alone, read and thrown away. `.json()` fails where the list is longer than a string can be. */
export async function measureListing(size, rounds) {
  const provider = await startProvider(size);
  try {
    const args = [provider.url, TOKEN];
    const contestants = [
      { name: 'our listing', command: [...NODE_OF_A_SERVICE, here('../contestants/list-fleet.js'), ...args] },
      {
        name: 'undici and .json()',
        command: [process.execPath, here('../contestants/list-json.js'), ...args],
        mayFail: true,
      },
    ];
    return { size, results: await alternated(contestants, rounds) };
  } finally {
    provider.stop();
  }
}
