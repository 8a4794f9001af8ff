import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { type Answer, ENTRY, type Order } from './protocol.js';

/** A PostgreSQL server for tests, on loopback, gone with this process. */
export interface PostgresServer {
  /** Of its superuser, without a password; ends before the database's name. A role `guarded`, once made, needs a password. */
  readonly url: string;
  /** Ends every connection at once, as a crash does. */
  stop(): Promise<void>;
  /** All it was asked to do so far, as it logs it: `statement: begin`. Only with `log_statement: 'all'`. */
  statements(): readonly string[];
  /** After `stop`: on the same port, with the same data. */
  start(): Promise<void>;
  /** Ends it, and removes its files. */
  close(): Promise<void>;
}

/**
 * Makes a server from the programs that the registry has, in about two seconds.
 *
 * @param settings of PostgreSQL, in the place of those for tests: by default nothing is synced to the disk.
 */
export async function startPostgres(
  settings: Readonly<Record<string, string>> = {},
): Promise<PostgresServer> {
  const keeper = fork(fileURLToPath(new URL('keeper.js', import.meta.url)), [JSON.stringify(settings)], {
    stdio: 'inherit',
    execArgv: [],
  });
  const { port, log } = await tell(keeper, 'start');
  return {
    url: `postgres://postgres@127.0.0.1:${port}/`,
    statements: () => (log === null ? [] : statementsIn(readFileSync(log, 'utf8'))),
    stop: async () => void (await tell(keeper, 'stop')),
    start: async () => void (await tell(keeper, 'start')),
    async close() {
      const ended = once(keeper, 'exit');
      keeper.disconnect();
      await ended;
    },
  };
}

function statementsIn(log: string): readonly string[] {
  const logged = 'LOG:  ';
  return log
    .split(`\n${ENTRY}`)
    .flatMap((entry) => (/^LOG: {2}(statement|execute)/.test(entry) ? [entry.slice(logged.length)] : []));
}

async function tell(keeper: ChildProcess, order: Order): Promise<Exclude<Answer, { failed: string }>> {
  const answered = once(keeper, 'message') as Promise<[Answer]>;
  const ended = once(keeper, 'exit').then((): [Answer] => [
    { failed: 'the process that keeps PostgreSQL ended' },
  ]);
  keeper.send(order);
  const [answer] = await Promise.race([answered, ended]);
  if ('failed' in answer) throw new Error(answer.failed);
  return answer;
}
