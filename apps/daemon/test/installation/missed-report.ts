import { queryDatabase } from '@roamwatch/test-peers/postgres';

const DAY = 86_400;

/** On the first of each month. */
export const MONTHLY = '0 6 1 * *';

/** Makes scheduled reports (`MONTHLY`) due: nobody was there for their last occurrence. */
export async function missReports(url: string, names: readonly string[]): Promise<void> {
  const now = Math.floor(Date.now() / 1_000);
  const state = {
    schedule: MONTHLY,
    since: now - 60 * DAY,
    next: now - DAY,
    failures: 0,
    retryAt: 0,
    preliminary: [],
    notified: false,
  };
  for (const name of names) {
    await queryDatabase(
      url,
      'insert into setting (key, value) values ($1, $2) on conflict (key) do update set value = excluded.value',
      [`report.${name}`, JSON.stringify(state)],
    );
  }
}
