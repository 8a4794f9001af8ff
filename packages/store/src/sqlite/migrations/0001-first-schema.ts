import type { Migration } from './migration.js';

/** Instants are Unix seconds, dates yyyymmdd, months yyyymm, sizes bytes, yes and no 1 and 0. */
export const firstSchema: Migration = {
  name: '0001-first-schema',
  rewritesData: false,
  sql: `
create table esim (
  id integer primary key,
  esim_id text not null unique,
  iccid text,
  iccid_moved_at integer,
  status text not null,
  usage_check integer not null,
  unlimited integer not null,
  top_up integer not null,
  notes text not null,
  created_at integer,
  updated_at integer,
  expires_at integer,
  first_seen_at integer not null,
  left_list_at integer
) strict;
create unique index esim_by_iccid on esim (iccid) where iccid_moved_at is null;

create table esim_state (
  esim integer primary key references esim (id) on delete cascade,
  listed_at integer not null,
  clock_due_at integer,
  failing_since integer,
  failures integer not null default 0,
  failure_reason text,
  answer_fingerprint text,
  quiet_until integer,
  history_fetched_at integer,
  history_failed_at integer,
  reading_at integer,
  allowance_bytes integer,
  remaining_bytes integer,
  package_started_at integer,
  package_ends_at integer,
  epoch integer,
  epoch_started_at integer,
  epoch_reason text,
  epoch_allowance_bytes integer,
  epoch_ends_at integer,
  epoch_end_since integer,
  epoch_history_rows integer
) strict;

create table location (id integer primary key, name text not null unique) strict;

create table esim_place (
  esim integer not null references esim (id) on delete cascade,
  location integer not null references location (id),
  primary key (esim, location)
) strict, without rowid;

create table daily_usage (
  esim integer not null references esim (id),
  date integer not null,
  location integer not null references location (id),
  used_bytes integer not null,
  first_seen_at integer not null,
  last_changed_at integer not null,
  restated integer not null,
  primary key (esim, date, location)
) strict, without rowid;

create table daily_usage_former (
  esim integer not null references esim (id),
  date integer not null,
  location integer not null references location (id),
  replaced_at integer not null,
  used_bytes integer not null,
  last_changed_at integer not null,
  primary key (esim, date, location, replaced_at)
) strict, without rowid;

create table reading (
  esim integer not null references esim (id) on delete cascade,
  at integer not null,
  allowance_bytes integer,
  remaining_bytes integer,
  package_started_at integer,
  package_ends_at integer,
  primary key (esim, at)
) strict, without rowid;

create table alert (
  id integer primary key autoincrement,
  rule text not null,
  rule_type text not null,
  esim integer references esim (id),
  epoch integer not null,
  state text not null check (state in ('open', 'resolved')),
  severity text not null check (severity in ('warning', 'critical')),
  step integer not null,
  opened_at integer not null,
  changed_at integer not null,
  resolved_at integer,
  reason text not null,
  clear_streak integer not null,
  acknowledged_at integer,
  acknowledged_by text,
  acknowledged_comment text
) strict;
create unique index alert_key on alert (coalesce(esim, 0), rule, epoch);
create index alert_by_esim on alert (esim);
create index alert_open on alert (severity, opened_at) where state = 'open';

create table alert_event (
  id integer primary key autoincrement,
  alert integer not null references alert (id) on delete cascade,
  at integer not null,
  change text not null,
  severity text not null,
  reason text not null
) strict;
create index alert_event_by_alert on alert_event (alert);

create table message (
  seq integer primary key autoincrement,
  id text not null unique,
  kind text not null,
  receiver text not null,
  recipient text not null,
  created_at integer not null,
  body text not null,
  state text not null check (state in ('pending', 'sent', 'obsolete', 'dead')),
  attempts integer not null,
  next_attempt_at integer not null,
  lease_holder text,
  lease_until integer,
  last_error text,
  finished_at integer
) strict;
create index message_pending on message (next_attempt_at) where state = 'pending';
create index message_dead on message (seq) where state = 'dead';

create table news (
  id integer primary key autoincrement,
  change text not null,
  alert integer not null references alert (id) on delete cascade,
  severity text not null,
  step integer not null,
  receiver text not null,
  recipient text not null,
  at integer not null,
  message integer references message (seq),
  dropped_at integer,
  drop_reason text
) strict;
create index news_by_alert on news (alert, receiver, recipient);
create index news_by_message on news (message);
create index news_waiting on news (id) where message is null and dropped_at is null;

create table inventory (
  iccid text not null,
  valid_from integer not null,
  valid_until integer not null,
  label text,
  email text,
  cost_centre text,
  gl_code text,
  project text,
  primary key (iccid, valid_from)
) strict, without rowid;

create table purchase (
  id integer primary key,
  esim integer not null references esim (id),
  package_id text not null,
  type text not null,
  purchased_at integer,
  ordinal integer not null,
  package_name text not null,
  price text,
  currency text not null,
  updated_at integer,
  dated_at integer not null
) strict;
create unique index purchase_key on purchase (esim, package_id, type, coalesce(purchased_at, 0), ordinal);
create index purchase_by_date on purchase (dated_at);

create table silence (
  id integer primary key autoincrement,
  matcher text not null,
  comment text not null,
  created_at integer not null,
  ends_at integer not null
) strict;

create table cycle (
  id integer primary key autoincrement,
  begun_at integer not null,
  ended_at integer,
  summary text,
  error text
) strict;

create table setting (key text primary key, value text not null) strict, without rowid;

create table rejected (
  id integer primary key,
  esim integer references esim (id) on delete cascade,
  what text not null,
  reason text not null,
  sample text not null,
  first_at integer not null,
  last_at integer not null,
  times integer not null
) strict;
create unique index rejected_key on rejected (coalesce(esim, 0), what, reason, sample);

create table lease (
  id integer primary key check (id = 1),
  holder text not null,
  host text not null,
  pid integer not null,
  process text not null,
  acquired_at integer not null,
  renewed_at integer not null,
  expires_at integer not null
) strict;

create table closing (
  period integer primary key,
  closed_at integer not null,
  data_as_of integer,
  time_zone text not null
) strict;

create table closing_event (
  id integer primary key autoincrement,
  period integer not null,
  at integer not null,
  action text not null check (action in ('closed', 'reopened')),
  comment text not null
) strict;

create table closed_party (
  id integer primary key,
  period integer not null references closing (period) on delete cascade,
  iccid text,
  esim_id text not null,
  label text,
  cost_centre text,
  gl_code text,
  project text
) strict;
create index closed_party_by_period on closed_party (period);
create index closed_party_by_esim on closed_party (esim_id);

create table closed_usage (
  period integer not null references closing (period) on delete cascade,
  seq integer not null,
  date integer not null,
  party integer not null,
  location integer not null references location (id),
  country_code text not null,
  correction integer not null,
  used_bytes integer not null,
  restated integer not null,
  first_seen_at integer not null,
  last_changed_at integer not null,
  primary key (period, seq)
) strict, without rowid;

create table closed_purchase (
  period integer not null references closing (period) on delete cascade,
  seq integer not null,
  purchased_at integer not null,
  party integer not null,
  package_id text not null,
  package_name text not null,
  type text not null,
  price text,
  currency text not null,
  primary key (period, seq)
) strict, without rowid;
create index closed_purchase_by_time on closed_purchase (purchased_at);

create table closed_reconciliation (
  period integer not null references closing (period) on delete cascade,
  seq integer not null,
  iccid text,
  row text not null,
  primary key (period, seq)
) strict, without rowid;

create table erasure (id integer primary key, iccid text not null, at integer not null) strict;
create table erased_entry (digest text primary key) strict, without rowid;
`,
};
