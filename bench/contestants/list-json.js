/** Lists a fleet in one call with undici and `.json()`. `node list-json.js URL TOKEN` prints how many eSIMs came. */
import { request } from 'undici';

const [, , url, token] = process.argv;
const { body } = await request(`${url}/api/esims?limit=10000000`, {
  headers: { authorization: `Bearer ${token}` },
});
console.log((await body.json()).data.length);
