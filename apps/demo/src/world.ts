import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { type Simulator, startSimulator } from '@roamwatch/simulator';
import {
  type HookCatcher,
  type MailCatcher,
  startHookCatcher,
  startMailCatcher,
} from '@roamwatch/test-peers';
import { type Config, loadConfig } from 'roamwatch/dist/index.js';
import { inventoryCsv } from './inventory.js';

/** Everything outside Roamwatch: the API, a mail server and a Slack hook, all on loopback, and the folder it works in. */
export interface World {
  readonly simulator: Simulator;
  readonly mail: MailCatcher;
  readonly slack: HookCatcher;
  readonly folder: string;
  readonly configFile: string;
  readonly config: Config;
  close(): Promise<void>;
}

export interface WorldOptions {
  readonly seed: number;
  readonly size: number;
  readonly startAt: number;
}

/** Starts the world and writes the configuration and the inventory that an operator would write. */
export async function startWorld(options: WorldOptions): Promise<World> {
  const folder = resolve('.demo');
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });

  const simulator = await startSimulator({ ...options, newPerDay: options.size / 60 });
  const mail = await startMailCatcher();
  const slack = await startHookCatcher();

  writeFileSync(join(folder, 'inventory.csv'), inventoryCsv(simulator.truth, options.seed));
  writeFileSync(join(folder, 'token'), simulator.token, { mode: 0o600 });
  writeFileSync(join(folder, 'slack-hook'), `${slack.url}/services/T000/B000/demo`, { mode: 0o600 });
  const configFile = join(folder, 'roamwatch.yaml');
  writeFileSync(configFile, configuration(simulator.url, mail.port));

  return {
    simulator,
    mail,
    slack,
    folder,
    configFile,
    config: loadConfig(configFile, {}),
    async close() {
      await Promise.all([simulator.close(), mail.close(), slack.close()]);
    },
  };
}

/** A configuration as an operator would write it; only the addresses are local, and nobody needs to be polite here. */
function configuration(apiUrl: string, smtpPort: number): string {
  return `# Written by the demo. For a real account: baseUrl https://api.getroamify.com and your own token file.
api: { baseUrl: "${apiUrl}", tokenFile: ./token, requestsPerSecond: 10000, concurrency: 8 }
database: sqlite:./roamwatch.db
timeZone: Europe/London
http: { listen: "127.0.0.1:8787" }
poll: { schedule: "0 */6 * * *", statuses: [INSTALLED] }
inventory: ./inventory.csv
receivers:
  - { name: travel-desk, email: { to: [travel-desk@example.com] } }
  - { name: team, slack: { webhookUrlFile: ./slack-hook } }
smtp: { host: 127.0.0.1, port: ${smtpPort}, from: "Roamwatch <roamwatch@example.com>" }
routes:
  - { match: { severity: critical }, receivers: [travel-desk, team] }
  - { match: {}, receivers: [travel-desk] }
`;
}
