import { expect, test } from 'vitest';
import { createRoamifyClient, type RoamifyClient } from '../src/index.js';
import { sendData, startProvider, TOKEN, usageBody } from './provider.js';

const ICCID = usageBody().iccid;

test('`await using` closes the client, also when the block throws', async () => {
  const provider = await startProvider((_, response) => sendData(response, usageBody()));
  const used: RoamifyClient[] = [];
  async function inBlock() {
    await using client = createRoamifyClient({ baseUrl: provider.baseUrl, token: TOKEN });
    used.push(client);
    await client.usage(ICCID);
    throw new Error('mine');
  }
  await expect(inBlock()).rejects.toThrow('mine');
  await expect(used[0]?.usage(ICCID)).rejects.toMatchObject({ reason: 'aborted' });
  await used[0]?.close();
  expect(provider.asked).toHaveLength(1);
});
