import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { TOKEN } from './fleet.js';

/**
 * Configures a daemon in a folder that polls the provider as fast as it goes and serves HTTP.
 *
 * @returns {string} the configuration file
 */
export function configureDaemon(folder, { url }) {
  const file = join(folder, 'roamwatch.yaml');
  writeFileSync(
    file,
    `api: { token: ${TOKEN}, baseUrl: "${url}", requestsPerSecond: 100000, concurrency: 50 }
database: sqlite:./roamwatch.db
http: { listen: "127.0.0.1:0" }
`,
  );
  return file;
}
