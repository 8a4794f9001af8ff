import type { Migration } from './migration.js';

/** `news` was another word for notifications. */
export const notifications: Migration = {
  name: '2026-11-26-notifications',
  rewritesData: false,
  sql: `
alter table news rename to notification;
alter table notification rename column dropped_at to discarded_at;
alter table notification rename column drop_reason to discard_reason;
drop index news_by_alert;
drop index news_by_message;
drop index news_waiting;
create index notification_by_alert on notification (alert, receiver, recipient);
create index notification_by_message on notification (message);
create index notification_pending on notification (id) where message is null and discarded_at is null;
`,
};
