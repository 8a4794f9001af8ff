import type { Migration } from './migration.js';

/**
 * Reasons become data. What was stored in words stays readable as what it is, a recorded sentence, and what people
 * were notified of stays notified, by the rank of its threshold.
 */
export const findings: Migration = {
  name: '2026-11-26-findings',
  rewritesData: true,
  sql: `
alter table alert add column notified text;
update alert set notified = json_object('kind', 'recorded', 'rank', step) where step > 0;
update alert set reason = iif(reason = 'erased',
  json_object('kind', 'erased'), json_object('kind', 'recorded', 'text', reason));
alter table alert drop column step;

update alert_event set reason = iif(reason = 'erased',
  json_object('kind', 'erased'), json_object('kind', 'recorded', 'text', reason));

alter table notification add column threshold text;
update notification set threshold = cast(step as text) where step > 0;
alter table notification drop column step;

alter table esim_state rename column epoch_reason to epoch_changes;
update esim_state set epoch_changes = '["' || replace(replace(replace(replace(replace(epoch_changes,
  'first reading', 'first-reading'),
  'allowance changed', 'allowance-changed'),
  'package end moved later', 'end-moved-later'),
  'history gained a row', 'history-row-added'),
  ', ', '","') || '"]'
  where epoch_changes is not null;
`,
};
