import { HOUR } from '@roamwatch/core';
import { expect, test } from 'vitest';
import { NOON } from '../installation/installation.js';
import { run } from '../installation/program.js';
import { scene } from '../installation/scene.js';

const COLUMNS = {
  date: 'Order date',
  iccid: 'SIM',
  package: 'Plan',
  price: 'Net amount',
  currency: 'Ccy',
  reference: 'Order no.',
};

test('an invoice is compared with the purchases seen: as a table, as JSON and as CSV', async () => {
  const { api, site } = await scene({ config: { invoice: { columns: COLUMNS } } });
  const bought = (name: string, price: unknown) => ({ name, at: NOON - HOUR, price });
  api.add({ packages: [bought('1 GB', 5), bought('2 GB', 7.5)] });
  api.add({ packages: [bought('1 GB', 5)] });
  await site.poll();
  const compare = async (rows: readonly string[], ...args: string[]) => {
    site.write(
      'invoice.csv',
      `\uFEFFOrder no.;sim;Order date;Plan;Net amount;Ccy\r\n${rows.join('\r\n')}\r\n`,
    );
    const file = `${site.folder}/invoice.csv`;
    return run(['report', 'invoice', file, '--month', '2026-03', '--config', site.configFile, ...args]);
  };
  const agreeing = [
    'A1;8944 0000 0000 0000 001;02.03.2026;1 gb;5,00;USD',
    'A2;="8944000000000000001";2026-03-02;2 GB;"7,50";USD',
    'A3;esim-2;2026-03-02T11:00:00Z;1 GB;5,00;USD',
    'B1;8944000000000000001;2026-02-02;1 GB;99;USD',
  ];

  const good = await compare(agreeing);
  expect(good).toMatchObject({ code: 0, stderr: '' });
  expect(good.stdout).toContain('2026-03: the invoice agrees with the purchases seen.');
  expect(good.stdout).toContain('1 line is of another month');
  expect(good.stdout).toContain('USD 17.50');
  expect(good.stdout).toMatch(/^Purchases as of Mon 2 Mar 2026, 12:00 GMT, the last successful poll\.$/m);
  expect(good.stdout).toMatch(/^Note: the period had not ended at the last good poll/m);

  const differing = [
    agreeing[0] ?? '',
    'A2;8944000000000000001;02.03.2026;2 GB;8,00;USD',
    'A9;8944000000000000999;02.03.2026;1 GB;5,00;USD',
    'A7;8,944E+18;02.03.2026;1 GB;5,00;USD',
  ];
  const bad = await compare(differing);
  expect(bad.code).toBe(1);
  expect(bad.stdout).toMatch(/different price +3 +2026-03-02/);
  expect(bad.stdout).toMatch(/missing here +4/);
  expect(bad.stdout).toContain('missing there');
  expect(bad.stdout).toContain('line 5 cannot be read: the ICCID 8,944E+18 was rounded by a spreadsheet');
  const json = JSON.parse((await compare(differing, '--json')).stdout);
  expect(json).toMatchObject({
    dataAsOf: '2026-03-02T12:00:00Z',
    missing: [{ what: expect.stringContaining('had not ended') }],
    matched: 1,
    differentPrice: 1,
    missingHere: 1,
    missingThere: 1,
    unreadable: 1,
    invoiced: { USD: '18.00' },
    seen: { USD: '17.5' },
  });
  const csv = await compare(differing, '--csv');
  expect(csv.code).toBe(1);
  expect(csv.stdout.split('\r\n')[0]).toMatch(/^schema_version,period,status,line,invoice_date,reference,/);
  expect(csv.stdout).toContain(
    '1,2026-03,different price,3,2026-03-02,A2,8944000000000000001,2 GB,8.00,USD,',
  );

  site.write('invoice.csv', 'Order date,Amount\n');
  const unusable = await run([
    ...['report', 'invoice', `${site.folder}/invoice.csv`, '--month', '2026-03', '--config', site.configFile],
  ]);
  expect(unusable.code).toBe(2);
  expect(unusable.stderr).toContain(
    'has no column "Net amount" (invoice.columns.price), "SIM" (invoice.columns.iccid)',
  );
});
