// The program as a later version has it: with a schema step more, which is the SQL in TEST_SCHEMA_STEP.
import { main } from '../../dist/cli/main.js';

const store = import.meta.resolve('@roamwatch/store/postgres');
const { migrations } = await import(new URL('migrations/index.js', store).href);
migrations.push({ name: '2099-01-01-later', sql: process.env.TEST_SCHEMA_STEP ?? '' });
process.exitCode = await main(process.argv.slice(2));
