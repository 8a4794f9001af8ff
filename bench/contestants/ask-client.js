/** Requests usage details with our typed client, fifty at a time. `node ask-client.js URL TOKEN CALLS` */
import { createRoamifyClient } from '@roamwatch/client';
import { iccidOf } from '../provider/fleet.js';

const [, , baseUrl, token, calls] = process.argv;
const client = createRoamifyClient({ baseUrl, token, requestsPerSecond: 100_000, concurrency: 50 });
let asked = 0;
await Promise.all(
  Array.from({ length: 50 }, async () => {
    while (asked < Number(calls)) await client.usageDetails(iccidOf(asked++));
  }),
);
await client.close();
