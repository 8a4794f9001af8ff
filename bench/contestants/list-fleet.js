/** Lists a whole fleet with our client and keeps nothing. `node list-fleet.js URL TOKEN` prints how many eSIMs came. */
import { createRoamifyClient, listFleet } from '@roamwatch/client';

const [, , baseUrl, token] = process.argv;
const client = createRoamifyClient({ baseUrl, token, requestsPerSecond: 1_000 });
const listing = listFleet(client, { remembered: new Map() });
let step = await listing.next();
for (; !step.done; step = await listing.next());
if (!step.value.complete) throw new Error(`the list is not whole: ${step.value.reason}`);
console.log(step.value.listed);
await client.close();
