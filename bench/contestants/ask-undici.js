/** The same calls with `undici.request` on a pool, each parsed. `node ask-undici.js URL TOKEN CALLS` */
import { Pool } from 'undici';
import { iccidOf } from '../provider/fleet.js';

const [, , url, token, calls] = process.argv;
const pool = new Pool(url, { connections: 50 });
const headers = { authorization: `Bearer ${token}` };
let asked = 0;
await Promise.all(
  Array.from({ length: 50 }, async () => {
    while (asked < Number(calls)) {
      const path = `/api/esim/usage/details?iccid=${iccidOf(asked++)}`;
      const { body } = await pool.request({ path, method: 'GET', headers });
      await body.json();
    }
  }),
);
await pool.close();
