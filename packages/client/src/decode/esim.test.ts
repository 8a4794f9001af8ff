import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { decodeEsim, decodeEsims } from './esim.js';

const SAMPLE = JSON.parse(
  readFileSync(new URL('../../../../spec/examples/esim-by-iccid.json', import.meta.url), 'utf8'),
).data;

test("reads the vendor's sample, without anything only an installer needs", () => {
  expect(decodeEsim('esim-by-iccid', SAMPLE, false)).toEqual({
    esimId: 'b06036c5-eadc-4f88-aa31-8c207fec91ec',
    iccid: '894000000000029365',
    status: 'READY',
    usageCheck: true,
    unlimited: false,
    topUp: true,
    notes: [],
    createdAt: 1731837539,
    updatedAt: 1731838043,
    expiresAt: 1732442794,
  });
});

test('gives the installation when it is requested', () => {
  expect(decodeEsim('apply', [SAMPLE], true)).toMatchObject({
    esimId: SAMPLE.id,
    installation: { lpaCode: 'LPA:1$lpa.roamify.com$TEST', pin: '', androidQuickInstall: '' },
  });
});

test('an entry without id and ICCID is rejected, without secrets in the excerpt', () => {
  const { esims, rejected } = decodeEsims([{ ...SAMPLE, id: '', iccid: null }, SAMPLE, 7]);
  expect(esims).toHaveLength(1);
  expect(rejected).toEqual([
    { what: 'esim', reason: 'neither id nor ICCID', sample: '{"id":"","iccid":null,"status":"READY"}' },
    { what: 'esim', reason: 'not an object', sample: 'a number' },
  ]);
});

test('an unknown status is kept; a missing one, or a bad instant, is noted and the eSIM kept', () => {
  const { esims, rejected } = decodeEsims([
    { id: 'a', status: ' dormant ' },
    { id: 'b', createdAt: 'yesterday' },
    {
      iccid: '8944500000000000011',
      status: 'NEW',
      withUsageCheck: 'false',
      data: { isUnlimited: 1 },
      notes: 'use *100#',
    },
  ]);
  expect(esims).toMatchObject([
    { esimId: 'a', iccid: null, status: 'DORMANT', usageCheck: true },
    { esimId: 'b', status: 'UNKNOWN', createdAt: null },
    {
      esimId: '8944500000000000011',
      iccid: '8944500000000000011',
      usageCheck: false,
      unlimited: true,
      notes: ['use *100#'],
    },
  ]);
  expect(rejected.map(({ what, reason }) => `${what}: ${reason}`)).toEqual([
    'figure: status is missing',
    'figure: createdAt is unreadable',
  ]);
});

test('text that cannot be an ICCID counts as none, so that eSIMs without one do not become one card', () => {
  const odd = [
    'N/A',
    'N/A',
    'pending',
    '---',
    '   ',
    '',
    '12345',
    '9'.repeat(40),
    '0'.repeat(19),
    8944500000000000,
  ];
  const { esims, rejected } = decodeEsims(
    odd.map((iccid, number) => ({ id: `e${number}`, iccid, status: 'INSTALLED' })),
  );
  expect(esims.map(({ esimId }) => esimId)).toEqual(odd.map((_, number) => `e${number}`));
  expect(esims.slice(0, -1).map(({ iccid }) => iccid)).toEqual(Array(9).fill(null));
  expect(esims.at(-1)?.iccid).toBe('8944500000000000');
  expect(rejected.filter(({ reason }) => reason === 'iccid is not an ICCID')).toHaveLength(8);
  expect(decodeEsims([{ id: 'new', iccid: 'pending', status: 'NEW' }])).toMatchObject({
    esims: [{ iccid: null }],
    rejected: [],
  });
  expect(decodeEsims([{ iccid: 'pending', status: 'INSTALLED' }])).toMatchObject({
    esims: [],
    rejected: [{ what: 'esim', reason: 'neither id nor ICCID' }],
  });
});
