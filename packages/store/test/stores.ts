import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type {
  Addressee,
  Alert,
  Closing,
  Decision,
  DeliveryFault,
  Evaluation,
  FrozenRows,
  ListedEsim,
  PackagePurchase,
  ReachedFinding,
  Reading,
  RowStream,
  Severity,
} from '@roamwatch/core';
import { createDatabase, dropDatabase, queryDatabase } from '@roamwatch/test-peers/postgres';
import SqliteDatabase from 'better-sqlite3';
import { afterEach, inject } from 'vitest';
import {
  type NewNotification,
  type Notification,
  openStore,
  type ReportSnapshot,
  type Store,
  type StoreOptions,
} from '../src/index.js';
import { Connection as PostgresConnection } from '../src/postgres/database/connection.js';
import { createPool } from '../src/postgres/database/pool.js';
import { SchemaFence } from '../src/postgres/database/schema-fence.js';
import { openPostgresStore } from '../src/postgres/index.js';
import { migrations } from '../src/postgres/migrations/index.js';
import { addNotifications as addToPostgres } from '../src/postgres/outbox/add-notifications.js';
import { Connection } from '../src/sqlite/database/connection.js';
import { addNotification as addToSqlite } from '../src/sqlite/outbox/add-notification.js';
import { applyDecision } from './writing.js';

/** True when this run of the suite is about PostgreSQL. */
export const ON_POSTGRES = process.env.ROAMWATCH_SUITE === 'postgres';

/** 2026-03-10T12:00:00Z. */
export const NOON = Date.UTC(2026, 2, 10, 12) / 1000;

interface Closable {
  close(): unknown;
}

const opened: Closable[] = [];
const folders: string[] = [];
const databases: string[] = [];
/** The addresses of stores in PostgreSQL. */
const addresses = new WeakMap<Store, string>();

afterEach(async () => {
  for (const store of opened.splice(0)) await store.close();
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true, force: true });
  for (const url of databases.splice(0)) await dropDatabase(url);
});

/** A path in a separate folder, removed after the test. */
export function freshFile(): string {
  const folder = mkdtempSync(join(tmpdir(), 'roamwatch-store-'));
  folders.push(folder);
  return join(folder, 'roamwatch.db');
}

/** A PostgreSQL database with our schema, removed after the test. */
export async function freshDatabase(): Promise<string> {
  const server = inject('postgres');
  const url = await createDatabase(server.url, server.template);
  databases.push(url);
  return url;
}

/** A store of the database that this run of the suite is about; it is closed after the test. */
export async function freshStore(options: Partial<StoreOptions> = {}): Promise<Store> {
  if (!ON_POSTGRES) return closing(openStore({ file: freshFile(), now: () => NOON, ...options }));
  return opening(await freshDatabase());
}

/** The same database, as another process sees it. */
export async function seenByAnother(store: Store): Promise<Store> {
  const url = addresses.get(store);
  return url === undefined ? closing(openStore({ file: store.file, now: () => NOON })) : opening(url);
}

async function opening(url: string): Promise<Store> {
  const store = closing(await openPostgresStore({ url, now: () => NOON, connections: 3 }));
  addresses.set(store, url);
  return store;
}

/** Queries a store's database directly. */
export async function query(store: Store, text: string): Promise<readonly Record<string, unknown>[]> {
  const url = addresses.get(store);
  if (url !== undefined) return queryDatabase(url, text);
  return connected(store, ({ sqlite }) => sqlite.prepare<[], Record<string, unknown>>(text).all());
}

/** Runs statements in a store's database directly. */
export async function execute(store: Store, statements: string): Promise<void> {
  const url = addresses.get(store);
  if (url === undefined) connected(store, ({ sqlite }) => sqlite.exec(statements));
  else await queryDatabase(url, statements);
}

export function closing<T extends Closable>(thing: T): T {
  opened.push(thing);
  return thing;
}

export function listed(esimId: string, changes: Partial<ListedEsim> = {}): ListedEsim {
  return {
    esimId,
    iccid: `8944-${esimId}`,
    status: 'INSTALLED',
    usageCheck: true,
    unlimited: false,
    topUp: true,
    notes: [],
    createdAt: null,
    updatedAt: null,
    expiresAt: null,
    ...changes,
  };
}

/** A listing of these alone: what else was listed has left. Returns how many have. */
export async function listAlone(
  { fleet }: Pick<Store, 'fleet'>,
  esims: readonly ListedEsim[],
  at: number,
): Promise<number> {
  const known = new Set(await fleet.recordListed({ esims, rejected: [] }, at));
  return fleet.markLeft(await fleet.unlisted(known, at, at), at);
}

/** A store that knows the eSIMs e1, e2, …; their keys are 1, 2, … */
export async function storeWithEsims(count: number, options: Partial<StoreOptions> = {}): Promise<Store> {
  const store = await freshStore(options);
  const esims = Array.from({ length: count }, (_, index) => listed(`e${index + 1}`));
  await store.fleet.recordListed({ esims, rejected: [] }, NOON);
  return store;
}

export function reading(at: number, remainingBytes: number | null, changes: Partial<Reading> = {}): Reading {
  return {
    at,
    allowanceBytes: 1000,
    remainingBytes,
    packageStartedAt: null,
    packageEndsAt: null,
    ...changes,
  };
}

export function purchase(packageId: string, changes: Partial<PackagePurchase> = {}): PackagePurchase {
  return {
    esimId: 'e1',
    packageId,
    packageName: `Package ${packageId}`,
    type: 'esim',
    price: '4.50',
    currency: 'EUR',
    purchasedAt: NOON,
    updatedAt: null,
    ...changes,
  };
}

export function evaluation(decision: Decision, alert: Alert | null = null): Evaluation {
  return {
    rule: 'low-data',
    ruleType: 'data-low',
    epoch: 1,
    verdict: { kind: 'unknown', cause: 'no-fresh-reading' },
    decision,
    alert,
    inhibitedBy: null,
  };
}

/** Low data: a threshold of that percentage is reached. */
export function finding(severity: Severity, percent: number): ReachedFinding {
  return {
    kind: 'data-low',
    measured: { allowanceBytes: 1000, remainingBytes: percent * 10 },
    reached: { severity, percent, bytes: null },
    next: null,
    nextAt: null,
  };
}

/** A decision to raise an alert to a threshold of that percentage. */
export function raise(kind: 'open' | 'reopen' | 'escalate', severity: Severity, percent: number): Decision {
  return { kind, severity, reason: finding(severity, percent) };
}

/** A decision to resolve one, silently or not. */
export function resolution(silent: boolean): Decision {
  return { kind: 'resolve', silent, rearm: !silent, reason: { kind: 'muted', by: 'used-up' } };
}

/** Opens a critical alert of an eSIM in an epoch and returns its id. */
export async function openAlert(store: Store, esim: number, epoch = 1): Promise<number> {
  const opening = evaluation(raise('open', 'critical', 10));
  const change = await applyDecision(store, { esim, epoch }, opening, NOON);
  if (change === null) throw new Error('the alert was open already');
  return change.alertId;
}

/** The reason of the StoreError that `work` throws. */
export function reasonOf(work: () => unknown): string {
  try {
    work();
  } catch (error) {
    if (error instanceof Error && 'reason' in error) return String(error.reason);
    throw error;
  }
  throw new Error('nothing was thrown');
}

/** Rows as a database gives them. */
export async function* paged<Row>(rows: Iterable<Row>, size = 1_000): AsyncGenerator<readonly Row[]> {
  let page: Row[] = [];
  for (const row of rows) {
    page.push(row);
    if (page.length < size) continue;
    yield page;
    page = [];
  }
  yield page;
}

/** All rows of a stream. */
export async function rowsOf<Row>(stream: RowStream<Row>): Promise<Row[]> {
  const rows: Row[] = [];
  for await (const page of stream) rows.push(...page);
  return rows;
}

/** A snapshot that is closed after the test. */
export async function snapshotOf(store: Store): Promise<ReportSnapshot> {
  const snapshot = await store.snapshot();
  opened.unshift(snapshot);
  return snapshot;
}

/** Closes a month with these rows. */
export async function freeze(store: Store, { month, ...facts }: Closing, rows: FrozenRows): Promise<void> {
  const draft = await store.closing.begin(month, () => undefined);
  try {
    await draft.fill(rows);
    await draft.seal(facts);
  } finally {
    await draft.discard();
  }
}

/** A recipient the tests notify, and the deliverer. */
export const OPS = { receiver: 'ops', recipient: 'o@x' } as const;
const HOLDER = 'test';

interface Notifying {
  readonly change?: 'opened' | 'resolved';
  readonly to?: Addressee;
  readonly at?: number;
}

/** Runs a part of a store in SQLite over a separate connection. */
export function connected<T>({ file }: Pick<Store, 'file'>, work: (connection: Connection) => T): T {
  const sqlite = new SqliteDatabase(file);
  try {
    return work(new Connection(sqlite));
  } finally {
    sqlite.close();
  }
}

/** Queues a notification of an alert, and returns its id. */
export async function addNotification(store: Store, alertId: number, how: Notifying = {}): Promise<number> {
  const { change = 'opened', to = OPS, at = NOON } = how;
  await insertNotification(store, { ...to, change, alertId, severity: 'critical', at });
  const newest = (await pending(store, to)).at(-1);
  if (newest === undefined) throw new Error('no notification was queued');
  return newest.id;
}

async function insertNotification(store: Store, notification: NewNotification): Promise<void> {
  const url = addresses.get(store);
  if (url === undefined) {
    connected(store, (connection) => addToSqlite(connection)(notification));
    return;
  }
  const pool = createPool({ url }, 1);
  const fence = new SchemaFence('test', migrations.length);
  await addToPostgres(new PostgresConnection({ work: pool, side: pool, snapshots: pool }, fence))([
    notification,
  ]);
  await pool.end();
}

/** The notifications that are pending for a recipient. */
export async function pending(store: Store, to: Addressee = OPS): Promise<readonly Notification[]> {
  const groups = await store.outbox.pending();
  const group = groups.find((one) => one.receiver === to.receiver && one.recipient === to.recipient);
  let found: readonly Notification[] = [];
  await store.outbox.plan(group ?? { ...to, ids: [] }, NOON, ({ notifications }) => {
    found = notifications;
    return { discard: [], message: null };
  });
  return found;
}

/** Makes a message of these notifications, and returns its id. */
export async function toMessage(
  store: Store,
  notificationIds: readonly number[],
  { to = OPS, at = NOON }: Notifying = {},
): Promise<string> {
  const message = { notificationIds, body: { firstStart: false } };
  await store.outbox.plan({ ...to, ids: notificationIds }, at, () => ({ discard: [], message }));
  const newest = (await store.outbox.undelivered()).at(-1);
  if (newest === undefined) throw new Error('no message was made');
  return newest.id;
}

/** A message about an alert. */
export async function messageAbout(store: Store, alertId: number, how: Notifying = {}): Promise<string> {
  return toMessage(store, [await addNotification(store, alertId, how)], how);
}

/** Delivers a message. */
export async function send(store: Store, id: string, at = NOON): Promise<boolean> {
  await store.outbox.claim(at, 60, 99, HOLDER);
  return store.outbox.markSent(id, at, HOLDER);
}

/** How a mail server refuses a recipient permanently, and temporarily. */
export const NO_SUCH_USER: DeliveryFault = {
  kind: 'mail',
  problem: 'recipient-rejected',
  quote: '550 no such user',
};
export const LATER: DeliveryFault = { kind: 'mail', problem: 'not-accepted-yet', quote: '451 later' };

/** Fails to deliver a message for good. */
export async function fail(store: Store, id: string, at = NOON): Promise<void> {
  await store.outbox.claim(at, 60, 99, HOLDER);
  await store.outbox.deadLetter({ id, at, fault: NO_SUCH_USER, holder: HOLDER }, () => ({
    rewrite: [],
    queue: [],
  }));
}
