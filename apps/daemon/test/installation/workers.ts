import { fileURLToPath } from 'node:url';
import type { ScriptedApi } from '@roamwatch/test-peers';
import {
  createDatabase,
  type HeldTransaction,
  queryDatabase,
  startPostgres,
} from '@roamwatch/test-peers/postgres';
import { expect, onTestFinished } from 'vitest';
import type { LogLine } from './daemon.js';
import type { Installation } from './installation.js';
import { type Ended, type Running, run, start } from './program.js';
import { scene } from './scene.js';

const SKEW = fileURLToPath(new URL('skewed-clock.js', import.meta.url));

/** Minutes by which the clocks of the machines are wrong. */
const OFFSETS = [0, 5, -5] as const;

/** A daemon that died is replaced within a minute. This is no limit of speed: it ends what hangs. */
const PATIENCE_MS = 60_000;

/** Waits for what must come about. */
export async function until(what: string, isTrue: () => boolean | Promise<boolean>): Promise<void> {
  const end = performance.now() + PATIENCE_MS;
  while (!(await isTrue())) {
    if (performance.now() > end) throw new Error(`not within a minute: ${what}`);
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
}

/** Three `roamwatch run` on one PostgreSQL database, with wrong clocks. All of it is gone when the test ends. */
export class Workers {
  readonly running: Running[] = [];
  /** Those that were started, the ended ones too. */
  readonly #all: Running[] = [];

  private constructor(
    readonly server: Awaited<ReturnType<typeof startPostgres>>,
    readonly url: string,
    readonly api: ScriptedApi,
    readonly site: Installation,
  ) {}

  /** Starts none yet. */
  static async prepare(esims: number, config: Readonly<Record<string, unknown>>): Promise<Workers> {
    const server = await startPostgres();
    onTestFinished(() => server.close());
    const url = await createDatabase(server.url);
    const { api, site } = await scene({ config: { database: { url }, ...config } });
    for (let esim = 0; esim < esims; esim++) api.add({ remaining: 900 });
    const workers = new Workers(server, url, api, site);
    onTestFinished(async () => {
      for (const { process } of workers.#all) process.kill('SIGKILL');
      await Promise.all(workers.#all.map(({ ended }) => ended));
    });
    return workers;
  }

  async startAll(): Promise<void> {
    for (const place of OFFSETS.keys()) this.start(place);
    await this.started();
  }

  async started(): Promise<void> {
    for (const one of this.running) await one.saying('"event":"started"');
  }

  /** Starts the one of a place, which the server then knows by `worker-PLACE`. */
  start(place: number): Running {
    const minutes = OFFSETS[place] ?? 0;
    const worker = start(['run', '--config', this.site.configFile, '--log-format', 'json'], {
      env: {
        NODE_OPTIONS: `--import=${SKEW}`,
        TEST_CLOCK_OFFSET_MS: String(minutes * 60_000),
        ROAMWATCH_DATABASE_URL: `${this.url}?application_name=worker-${place}`,
      },
    });
    this.running[place] = worker;
    this.#all.push(worker);
    return worker;
  }

  async kill(place: number): Promise<void> {
    this.running[place]?.process.kill('SIGKILL');
    expect((await this.running[place]?.ended)?.signal).toBe('SIGKILL');
  }

  async stopAll(): Promise<void> {
    await this.started();
    for (const one of this.running) one.process.kill('SIGTERM');
    for (const one of this.running) expect((await one.ended).code).toBe(0);
  }

  /** Runs a command beside the workers. */
  roamwatch(...args: readonly string[]): Promise<Ended> {
    return run([...args, '--config', this.site.configFile]);
  }

  query<Row extends object>(text: string): Promise<Row[]> {
    return queryDatabase<Row>(this.url, text);
  }

  /** Log lines of an event, of the ended workers too, with the process that wrote each. */
  events(name: string): readonly (LogLine & { readonly pid: number | undefined })[] {
    return this.#all.flatMap((worker) =>
      worker
        .output()
        .split('\n')
        .flatMap((text) => {
          if (!text.includes(`"event":"${name}"`)) return [];
          const line: LogLine = JSON.parse(text);
          return [{ ...line, pid: worker.process.pid }];
        }),
    );
  }

  placeOf(pid: number | undefined): number {
    return this.running.findIndex(({ process }) => process.pid === pid);
  }

  /** The place of the worker that waits for what this transaction has locked, once there is one. */
  async waitingFor({ pid }: HeldTransaction): Promise<number> {
    let place = -1;
    await until('a worker waits for a lock', async () => {
      const [row] = await this.query<{ name: string }>(
        `select application_name as name from pg_stat_activity where ${pid} = any(pg_blocking_pids(pid))`,
      );
      if (row) place = Number(row.name.slice('worker-'.length));
      return place >= 0;
    });
    return place;
  }

  /** ICCIDs of which the usage was requested since so many requests. */
  polledSince(requests: number): ReadonlySet<string | null> {
    const usage = this.api.requests.slice(requests).filter(({ path }) => path === '/api/esim/usage/details');
    return new Set(usage.map(({ iccid }) => iccid));
  }

  /** How many polls have ended well. */
  async polls(): Promise<number> {
    const [row] = await this.query<{ ended: number }>(
      'select count(*)::int as ended from cycle where ended_at is not null and error is null',
    );
    return row?.ended ?? 0;
  }
}
