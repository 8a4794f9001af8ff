import type { Schema } from '../schema/schema.js';

/** The tables that are copied. The lease shows who works on one database, and shards are parts of a cycle that is under way there: both stay. */
export type CopiedTable = Exclude<keyof Schema, 'lease' | 'poll_shard'>;

/**
 * Every table, with what its rows are to people; the compiler finds one that is missing. In this order: what a row refers to
 * comes before it, and months are closed last, so that no row that comes marks them as late.
 */
export const COPIED: Readonly<Record<CopiedTable, string>> = {
  location: 'places',
  esim: 'eSIMs',
  esim_state: 'states of eSIMs',
  esim_alias: 'former names of eSIMs',
  esim_place: 'places of eSIMs',
  poll_memory: 'rhythms of polling',
  push_mark: 'marks of pushed events',
  daily_usage: 'days of usage',
  daily_usage_former: 'former figures of days',
  reading: 'readings',
  purchase: 'purchases',
  alert: 'alerts',
  alert_event: 'events of alerts',
  message: 'messages',
  notification: 'notifications',
  operator_action: 'actions of operators',
  inventory: 'inventory entries',
  session: 'sessions of the page',
  silence: 'silences',
  cycle: 'cycles',
  setting: 'settings',
  rejected: 'rejected items',
  closing: 'closed months',
  closing_event: 'closings and reopenings',
  closed_party: 'eSIMs in closed months',
  closed_usage: 'days in closed months',
  closed_purchase: 'purchases in closed months',
  closed_reconciliation: 'reconciliations of closed months',
  closed_cost: 'costs in closed months',
  late_usage: 'late days',
  late_purchase: 'late purchases',
  erasure: 'erasures',
  erased_entry: 'erased entries',
};

export const COPIED_TABLES = Object.keys(COPIED) as readonly CopiedTable[];

/** A column as PostgreSQL has it: `type` is `text`, or a kind of whole number. */
export interface Column {
  readonly name: string;
  readonly type: string;
}

export type Row = Readonly<Record<string, string | number | null>>;
