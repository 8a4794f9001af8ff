import { expect, test } from 'vitest';
import type { ListedEsim } from '../src/index.js';
import { esimBody, sendData, sendJson, startProvider, usageBody } from './provider.js';

const CARD = '8944500000000000011';

async function listed(
  batches: AsyncIterable<{ readonly esims: readonly ListedEsim[] }>,
): Promise<ListedEsim[]> {
  const all: ListedEsim[] = [];
  for await (const { esims } of batches) all.push(...esims);
  return all;
}

test.each([
  `${CARD}F`,
  `${CARD}f`,
  `F${CARD}`,
  '8944 5000 0000 0000 011',
  '8944-5000-0000-0000-011',
  ` ${CARD}\n`,
])('%j is one card, and asked for as the provider spells it', async (spelling) => {
  const provider = await startProvider((request, response) => {
    const url = new URL(request.url ?? '', 'http://x');
    if (url.pathname === '/api/esims') return sendData(response, [{ ...esimBody(1), iccid: spelling }]);
    // It knows its own spelling alone, and answers with another one.
    if (url.searchParams.get('iccid') !== spelling.trim()) return sendJson(response, {}, 404);
    return sendData(response, usageBody({ iccid: `${CARD}F` }));
  });
  const client = provider.client();
  const [esim] = await listed(client.listEsims());
  expect(esim?.iccid).toBe(CARD);
  expect(esim?.requestIccid).toBe(spelling.trim() === CARD ? undefined : spelling.trim());
  expect(await client.usageDetails(CARD)).toMatchObject({ iccid: CARD, allowed: 1024 });
  expect(await client.usage(spelling)).toMatchObject({ iccid: CARD });
  expect((await client.changedUsageDetails(CARD, null)).details?.iccid).toBe(CARD);
  expect(await client.raw.usage(CARD)).toMatchObject({ iccid: `${CARD}F` });
});

test('an answer about another card is refused, however alike it is', async () => {
  for (const iccid of [`${CARD}8`, CARD.slice(0, -1), '8944500000000000029']) {
    const provider = await startProvider((_, response) => sendData(response, usageBody({ iccid })));
    await expect(provider.client().usage(CARD)).rejects.toThrow('the answer is about another eSIM');
  }
});

test('ICCIDs of 16 to 22 digits are read', async () => {
  const iccids = [
    '8944500000000001',
    '89445000000000011',
    '894450000000000011',
    CARD,
    `${CARD}8`,
    `${CARD}888`,
  ];
  const provider = await startProvider((_, response) =>
    sendData(
      response,
      iccids.map((iccid, number) => ({ ...esimBody(number), iccid })),
    ),
  );
  expect((await listed(provider.client().listEsims())).map(({ iccid }) => iccid)).toEqual(iccids);
});

test('a country is one place, whatever it is called, and by the name that is known already', async () => {
  const names = [
    'Côte d’Ivoire',
    'Côte d’Ivoire'.normalize('NFD'),
    'COTE D’IVOIRE',
    'Ivory Coast',
    'CI',
    'CIV',
    'Elfenbeinküste',
    'Costa d’Avorio',
  ];
  const provider = await startProvider((_, response) =>
    sendData(
      response,
      usageBody({
        dataUsages: [...names, 'Deutschland', 'Germany', 'DE', 'At sea', 'AT SEA', 'Burma', 'Myanmar'].map(
          (location) => ({ date: '20250102', usage: 1, location }),
        ),
      }),
    ),
  );
  const places = async (knownPlaces: readonly string[]) => {
    const { days, rejected } = await provider
      .client({ knownPlaces: async () => knownPlaces })
      .usageDetails(usageBody().iccid);
    expect(rejected).toEqual([]);
    return days.map(({ location }) => location);
  };
  expect(await places([])).toEqual([
    ...names.map(() => 'Côte d’Ivoire'),
    ...['Deutschland', 'Deutschland', 'Deutschland', 'At sea', 'At sea', 'Burma', 'Burma'],
  ]);
  expect(new Set(await places(['Ivory Coast', 'GERMANY', 'Germany', 'Myanmar']))).toEqual(
    new Set(['Ivory Coast', 'GERMANY', 'At sea', 'Myanmar']),
  );
});

test('text of any kind affects its own eSIM alone, and unprintable text is replaced and counted', async () => {
  const nasty = 'a\u001b[31m\u0000\u0085\u202Eb\uD800c\uFFFE';
  const body = JSON.stringify({
    status: 'success',
    data: [
      { ...esimBody(1), id: nasty },
      { ...esimBody(2), iccid: nasty },
      { ...esimBody(3), id: nasty, iccid: nasty },
      { ...esimBody(4), status: nasty, notes: [nasty, `${'x'.repeat(5_000)}`] },
      esimBody(5),
    ],
  });
  const provider = await startProvider((_, response) => response.end(body));
  const batches: { esims: readonly ListedEsim[]; rejected: readonly { what: string; reason: string }[] }[] =
    [];
  for await (const batch of provider.client().listEsims()) batches.push(batch);
  const esims = batches.flatMap((batch) => batch.esims);
  expect(esims.map(({ esimId, iccid }) => [esimId, iccid])).toEqual([
    [esimBody(1).iccid, esimBody(1).iccid],
    ['esim-2', null],
    ['esim-4', esimBody(4).iccid],
    ['esim-5', esimBody(5).iccid],
  ]);
  expect(JSON.stringify(batches)).not.toMatch(/[\p{Cc}\p{Cs}\u202E\uFFFE]|\\u/u);
  expect(esims[2]?.notes[1]).toHaveLength(1_000);
  expect(batches.flatMap((batch) => batch.rejected.map(({ what, reason }) => `${what}: ${reason}`))).toEqual([
    'figure: id is unreadable',
    'figure: iccid is unreadable',
    'figure: iccid is unreadable',
    'figure: id is unreadable',
    'esim: neither id nor ICCID',
    'figure: status is not printable',
  ]);
});

test('the same applies to usage: rows keep their figures', async () => {
  const provider = await startProvider((_, response) =>
    sendData(
      response,
      usageBody({
        status: 'INST\u0007ALLED',
        dataUsages: [
          { date: '20250102', usage: 1, location: 'Fra\u0000nce' },
          { date: '20250103', usage: 2, location: 'Spain\u202E' },
          { date: '20250104\u0000', usage: 3, location: 'Italy' },
        ],
      }),
    ),
  );
  const details = await provider.client().usageDetails(usageBody().iccid);
  expect(details.status).toBe('INST\uFFFDALLED');
  expect(details.days).toEqual([
    { date: '2025-01-02', location: 'Fra\uFFFDnce', used: 1 },
    { date: '2025-01-03', location: 'Spain\uFFFD', used: 2 },
  ]);
  expect(details.rejected.map(({ reason }) => reason)).toEqual([
    'status is not printable',
    'location is not printable',
    'location is not printable',
    'date is unreadable',
  ]);
});
