// Writes roamwatch.schema.json again after a change to src/config:
//   pnpm exec tsc -b && node apps/daemon/schema/generate.js && pnpm exec biome check --write apps/daemon/schema
import { writeFileSync } from 'node:fs';
import { configJsonSchema } from '../dist/config/json-schema.js';

const file = new URL('roamwatch.schema.json', import.meta.url);
writeFileSync(file, `${JSON.stringify(configJsonSchema(), null, 2)}\n`);
