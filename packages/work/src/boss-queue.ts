import { createHash } from 'node:crypto';
import { type Db, type JobInsert, PgBoss, type SendOptions } from 'pg-boss';
import { KIND_NAMES, KINDS, type KindName, QUEUE } from './queues.js';
import { startWorkers, type Taken, type Workers } from './workers.js';

/** Beside the tables of Roamwatch, which never refer to it. */
const SCHEMA = 'roamwatch_queue';

/** Connections at most: jobs do their work over others. */
const CONNECTIONS = 4;

/** Interval, in seconds, at which one of the living processes looks for those that died. */
const LOOK_FOR_DEAD = 5;

/** Of two processes that make the tables at the same time one may fail, which then finds them made. */
const STARTS = 3;

/** What is under way when a process ends gets this long, and goes to another one then. */
const ENDS_WITHIN_MS = 6_000;

/** A server that does not answer is logged this often. */
const COMPLAINS_EVERY_MS = 60_000;

/** As the driver takes it. */
export interface QueueAddress {
  readonly connectionString?: string | undefined;
  readonly ssl?: unknown;
}

/** The log that the queue writes to. */
export interface QueueLog {
  debug(fields: object, message: string): void;
  warn(fields: object, message: string): void;
}

/** The database of the queue, and its log. */
export interface BossOptions {
  readonly address: QueueAddress;
  readonly log: QueueLog;
}

export interface Job {
  readonly kind: KindName;
  /** Of jobs of the same kind and key one is done at a time. */
  readonly key?: string;
  /** JSON. */
  readonly data?: object;
  /** In Unix seconds. Sent again for the same occurrence it is not done again. */
  readonly occurrence?: number;
}

/** A statement with its values, for whoever runs it in a transaction. */
export interface Sending {
  readonly sql: string;
  readonly values: readonly unknown[];
}

type Handlers = Readonly<Record<KindName, (job: Taken) => Promise<void>>>;

/** Jobs that any number of processes share. */
export interface Queue {
  start(handlers: Handlers): Promise<void>;
  send(job: Job): Promise<void>;
  /** What sends jobs of a kind, each with another key, in a transaction on the same database. */
  sending(kind: KindName, jobs: readonly Pick<Job, 'key' | 'data'>[]): Promise<Sending>;
  /** Looks at once for jobs of a kind that a transaction of this process has sent. */
  wake(kind: KindName): void;
  stop(): Promise<void>;
}

/**
 * The queue in a PostgreSQL database: pg-boss in its own schema. It needs neither LISTEN nor locks of a session, so that it works
 * behind PgBouncer in transaction mode.
 *
 * @throws what the driver throws when the server does not answer or refuses.
 */
export async function openBoss({ address, log }: BossOptions): Promise<Queue> {
  const { connectionString, ssl } = address;
  const boss = new PgBoss({
    ...(connectionString !== undefined && { connectionString }),
    ssl,
    schema: SCHEMA,
    max: CONNECTIONS,
    application_name: 'roamwatch queue',
    superviseIntervalSeconds: LOOK_FOR_DEAD,
    monitorIntervalSeconds: LOOK_FOR_DEAD,
    // Schedules are Roamwatch's own: they pass every change of clocks.
    schedule: false,
    registerInstance: false,
    openTelemetry: { enabled: false },
  });
  const complain = complainer(log);
  boss.on('error', complain);
  boss.on('warning', ({ message }) => log.debug({ event: 'queue-warning' }, message));
  await boss.start({ attempts: STARTS });
  for (const name of KIND_NAMES) await boss.createQueue(name, { ...QUEUE, policy: KINDS[name].policy });

  const workers = new Map<KindName, Workers>();
  const wake = (kind: KindName) => workers.get(kind)?.wake();
  return {
    async start(handlers) {
      for (const name of KIND_NAMES) workers.set(name, await startWorkers(boss, name, handlers[name]));
    },
    async send({ kind, key, data = {}, occurrence }) {
      const options: SendOptions = {
        ...(key !== undefined && { singletonKey: key }),
        ...(occurrence !== undefined && { id: idOf(`${kind} ${key ?? ''} ${occurrence}`) }),
      };
      await boss.send(kind, data, options);
      wake(kind);
    },
    sending: (kind, jobs) =>
      statementOf((db) => {
        const inserted = jobs.map(
          ({ key, data = {} }): JobInsert => ({ data, ...(key !== undefined && { singletonKey: key }) }),
        );
        return boss.insert(kind, inserted, { db });
      }),
    wake,
    stop: () => boss.stop({ graceful: true, timeout: ENDS_WITHIN_MS }),
  };
}

/** The one statement that pg-boss would run, which is not run here. */
async function statementOf(work: (db: Db) => Promise<unknown>): Promise<Sending> {
  const statements: Sending[] = [];
  await work({
    async executeSql(sql, values = []) {
      statements.push({ sql, values });
      return { rows: [] };
    },
  });
  const [statement, ...more] = statements;
  if (statement === undefined || more.length > 0) throw new TypeError('pg-boss sends jobs by one statement');
  return statement;
}

/** The same for everybody who sends the same: pg-boss keeps the first one. A UUID of version 8 (RFC 9562). */
function idOf(name: string): string {
  const hex = createHash('sha256').update(name).digest('hex');
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-8${hex.slice(13, 16)}-8${hex.slice(17, 20)}-${hex.slice(20, 32)}`;
}

/** What fails in the background is tried again; while it fails it is logged from time to time. */
function complainer(log: QueueLog): (error: Error) => void {
  let complainedAt = Number.NEGATIVE_INFINITY;
  return ({ message }) => {
    if (performance.now() - complainedAt < COMPLAINS_EVERY_MS) return;
    complainedAt = performance.now();
    log.warn({ event: 'queue-failing', reason: message }, 'the queue cannot be used now; it is tried again');
  };
}
