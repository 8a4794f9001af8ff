import { FINANCE_VIEWS } from './finance-views.js';
import { FIRST_TABLES } from './first-tables.js';
import { LATE_MARKS } from './late-marks.js';
import type { Migration } from './migration.js';

/** All that there was when PostgreSQL came: no database of it is older. */
export const firstSchema: Migration = {
  name: '0001-first-schema',
  sql: `${FIRST_TABLES}${LATE_MARKS}${FINANCE_VIEWS}`,
};
