import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { PROGRAM } from '../measure/program.js';
import { TOKEN } from '../provider/fleet.js';

const env = () => ({ ...process.env, ROAMIFY_API_TOKEN: TOKEN });

/** Of pino. */
const ERROR = 50;

/** No poll but those that are requested, and a limit of requests that is not met. */
export function writeConfig(folder, { provider, database, concurrency }) {
  const file = join(folder, `${new URL(provider.url).port}.yaml`);
  writeFileSync(
    file,
    `api: { baseUrl: "${provider.url}", requestsPerSecond: 10000, concurrency: ${concurrency} }
database: "${database.url}"
poll: { schedule: "0 0 1 1 *" }
receivers: [{ name: nobody, webhook: { url: "http://127.0.0.1:9/in" } }]
`,
  );
  return file;
}

/** Starts `roamwatch run`. Where no poll ended within the last minutes, it begins with one. */
export async function startWorker(config) {
  const [file, ...args] = [...PROGRAM, 'run', '--config', config, '--log-format', 'json'];
  const daemon = spawn(file, args, { env: env(), stdio: ['ignore', 'ignore', 'pipe'] });
  const exited = once(daemon, 'exit');
  const events = [];
  let heard = () => {};
  createInterface(daemon.stderr).on('line', (line) => {
    events.push(line.startsWith('{') ? JSON.parse(line) : { level: ERROR, msg: line });
    heard();
  });
  const said = async (name) => {
    for (;;) {
      const found = events.find(({ event }) => event === name);
      if (found !== undefined) return found;
      const failure = events.find(({ level }) => level >= ERROR);
      if (failure !== undefined || daemon.exitCode !== null) {
        throw new Error(`a worker failed: ${JSON.stringify(failure ?? events.at(-1))}`);
      }
      const next = new Promise((resolve) => {
        heard = resolve;
      });
      await Promise.race([exited, next]);
    }
  };
  await said('started');
  return {
    pid: daemon.pid,
    /** The summary of its first poll, when that has ended. */
    firstPoll: () => said('cycle'),
    /** When the last poll ended that it led, in milliseconds of the clock; 0: it led none. */
    lastPollAt: () => Date.parse(events.findLast(({ event }) => event === 'cycle')?.time ?? 0),
    async stop() {
      daemon.kill();
      const [code] = await exited;
      if (code !== 0) throw new Error(`a worker ended with ${code}: ${JSON.stringify(events.at(-1))}`);
    },
    kill: () => daemon.kill('SIGKILL'),
  };
}

/** Has the workers poll, as an operator does; returns the summary of the poll. */
export async function requestPoll(config) {
  const [file, ...args] = [...PROGRAM, 'poll', '--json', '--config', config];
  const command = spawn(file, args, { env: env(), stdio: ['ignore', 'pipe', 'pipe'] });
  const said = { stdout: '', stderr: '' };
  for (const stream of ['stdout', 'stderr']) {
    command[stream].setEncoding('utf8').on('data', (text) => {
      said[stream] += text;
    });
  }
  const [code] = await once(command, 'close');
  if (code !== 0) throw new Error(`a poll failed: ${said.stderr}`);
  return JSON.parse(said.stdout);
}
