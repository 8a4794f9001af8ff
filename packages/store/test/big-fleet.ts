import SqliteDatabase from 'better-sqlite3';

/** Fills a database with a large fleet: every tenth eSIM has an open alert, nine of ten have an inventory entry. */
export function fillFleet(file: string, esims: number, now: number): void {
  const sqlite = new SqliteDatabase(file);
  const numbers = `with recursive n (i) as (select 1 union all select i + 1 from n where i < ${esims})`;
  sqlite.exec(`
    ${numbers} insert into esim (id, esim_id, iccid, status, usage_check, unlimited, top_up, notes, first_seen_at)
      select i, printf('esim-%07d', i), printf('8944%015d', i * 7919), iif(i % 3 = 0, 'READY', 'INSTALLED'), 1, 0, 1, '[]', ${now}
      from n;
    ${numbers} insert into esim_state (esim, listed_at, reading_at, allowance_bytes, remaining_bytes, package_ends_at, failing_since)
      select i, ${now}, ${now} - i % 90000, 1073741824, (i * 7919) % 1073741824, ${now} + (i * 31) % 2600000,
        iif(i % 500 = 0, ${now} - 7200, null)
      from n;
    ${numbers} insert into inventory (iccid, valid_from, valid_until, label, cost_centre)
      select printf('8944%015d', i * 7919), 0, 99999999, printf('Traveller %06d', (i * 613) % ${esims}), 'cc-' || (i % 40)
      from n where i % 10 > 0;
    ${numbers} insert into alert (rule, rule_type, esim, epoch, state, severity, opened_at, changed_at, reason, clear_streak)
      select 'low-data', 'data-low', i, 1, 'open', iif(i % 3 = 0, 'critical', 'warning'), ${now} - i, ${now} - i,
        '{"kind":"recorded","text":"little data left"}', 0
      from n where i % 10 = 0;
    insert into location (id, name) values (1, 'France');
    ${numbers} insert into daily_usage
      select i, 20260301 + day.value, 1, i, ${now}, ${now}, 0
      from n, json_each('[0,1,2,3,4,5,6,7,8,9]') as day;
    analyze;
  `);
  sqlite.close();
}
