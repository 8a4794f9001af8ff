import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type {
  Addressee,
  Alert,
  Closing,
  Decision,
  Evaluation,
  FrozenRows,
  ListedEsim,
  PackagePurchase,
  ReachedFinding,
  Reading,
  RowStream,
  Severity,
} from '@roamwatch/core';
import SqliteDatabase from 'better-sqlite3';
import { afterEach } from 'vitest';
import {
  type Notification,
  openStore,
  type ReportSnapshot,
  type Store,
  type StoreOptions,
} from '../src/index.js';
import { Connection } from '../src/sqlite/database/connection.js';
import { addNotification as insertNotification } from '../src/sqlite/outbox/add-notification.js';
import { applyDecision } from './writing.js';

/** 2026-03-10T12:00:00Z. */
export const NOON = Date.UTC(2026, 2, 10, 12) / 1000;

const opened: { close(): void }[] = [];
const folders: string[] = [];

afterEach(() => {
  for (const store of opened.splice(0)) store.close();
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true, force: true });
});

/** A path in a folder of its own, removed after the test. */
export function freshFile(): string {
  const folder = mkdtempSync(join(tmpdir(), 'roamwatch-store-'));
  folders.push(folder);
  return join(folder, 'roamwatch.db');
}

/** A store that is closed after the test. */
export function freshStore(options: Partial<StoreOptions> = {}): Store {
  return closing(openStore({ file: freshFile(), now: () => NOON, ...options }));
}

export function closing<T extends { close(): void }>(thing: T): T {
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

/** A store that knows the eSIMs e1, e2, …; their keys are 1, 2, … */
export async function storeWithEsims(count: number, options: Partial<StoreOptions> = {}): Promise<Store> {
  const store = freshStore(options);
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
  opened.unshift({ close: () => void snapshot.close() });
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

/** A recipient the tests notify, and who delivers. */
export const OPS = { receiver: 'ops', recipient: 'o@x' } as const;
const HOLDER = 'test';

interface Notifying {
  readonly change?: 'opened' | 'resolved';
  readonly to?: Addressee;
  readonly at?: number;
}

/** Runs a part of the store over a connection of its own. */
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
  connected(store, (connection) =>
    insertNotification(connection)({ ...to, change, alertId, severity: 'critical', at }),
  );
  const newest = (await pending(store, to)).at(-1);
  if (newest === undefined) throw new Error('no notification was queued');
  return newest.id;
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

/** Fails to deliver a message for good. */
export async function fail(store: Store, id: string, at = NOON, error = '550 no such user'): Promise<void> {
  await store.outbox.claim(at, 60, 99, HOLDER);
  await store.outbox.deadLetter({ id, at, error, holder: HOLDER }, () => ({ rewrite: [], queue: [] }));
}
