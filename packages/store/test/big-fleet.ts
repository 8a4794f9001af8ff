import type { Store } from '../src/index.js';
import { execute, ON_POSTGRES } from './stores.js';

/** A number with leading zeros. */
function padded(digits: number, number: string): string {
  return ON_POSTGRES ? `lpad((${number})::text, ${digits}, '0')` : `printf('%0${digits}d', ${number})`;
}

const MARCH =
  'create table daily_usage_202603 partition of daily_usage for values from (20260300) to (20260400);';

/** Fills a database with a large fleet: every tenth eSIM has an open alert, nine of ten have an inventory entry. */
export async function fillFleet(store: Store, esims: number, now: number): Promise<void> {
  const numbers = `with recursive n (i) as (select 1 union all select i + 1 from n where i < ${esims})`;
  const days = Array.from({ length: 10 }, (_, day) => `select ${day} as value`).join(' union all ');
  await execute(
    store,
    `${ON_POSTGRES ? MARCH : ''}
    ${numbers} insert into esim (id, esim_id, iccid, status, usage_check, unlimited, top_up, notes, first_seen_at)
      select i, 'esim-' || ${padded(7, 'i')}, '8944' || ${padded(15, 'i * 7919')},
        case when i % 3 = 0 then 'READY' else 'INSTALLED' end, 1, 0, 1, '[]', ${now}
      from n;
    ${numbers} insert into esim_state (esim, reading_at, allowance_bytes, remaining_bytes, package_ends_at, failing_since)
      select i, ${now} - i % 90000, 1073741824, (i * 7919) % 1073741824, ${now} + (i * 31) % 2600000,
        case when i % 500 = 0 then ${now} - 7200 end
      from n;
    ${numbers} insert into inventory (iccid, valid_from, valid_until, label, cost_centre)
      select '8944' || ${padded(15, 'i * 7919')}, 0, 99999999, 'Traveller ' || ${padded(6, `(i * 613) % ${esims}`)}, 'cc-' || (i % 40)
      from n where i % 10 > 0;
    ${numbers} insert into alert (rule, rule_type, esim, epoch, state, severity, opened_at, changed_at, reason, clear_streak)
      select 'low-data', 'data-low', i, 1, 'open', case when i % 3 = 0 then 'critical' else 'warning' end, ${now} - i, ${now} - i,
        '{"kind":"recorded","text":"little data left"}', 0
      from n where i % 10 = 0;
    insert into location (id, name) values (1, 'France');
    ${numbers} insert into daily_usage
      select i, 20260301 + day.value, 1, i, ${now}, ${now}, 0 from n, (${days}) as day;
    analyze;`,
  );
}
