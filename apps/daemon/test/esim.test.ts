import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Simulator, type SimulatorOptions, startSimulator } from '@roamwatch/simulator';
import { afterAll, beforeAll, describe, expect, onTestFinished, test, vi } from 'vitest';
import { main } from '../src/cli/main.js';

interface Ended {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** Runs the program's main function in this process, with nothing of the environment but `token`. */
async function run(args: readonly string[], token = ''): Promise<Ended> {
  vi.stubEnv('ROAMIFY_API_TOKEN', token);
  const out = vi.spyOn(process.stdout, 'write').mockReturnValue(true);
  const err = vi.spyOn(process.stderr, 'write').mockReturnValue(true);
  try {
    const code = await main(args);
    return { code, stdout: said(out.mock.calls), stderr: said(err.mock.calls) };
  } finally {
    out.mockRestore();
    err.mockRestore();
  }
}

function said(calls: readonly (readonly unknown[])[]): string {
  return calls.map(([text]) => String(text)).join('');
}

/** Without a configuration file: what somebody does who has just been given a token. */
function ask(api: Simulator, args: readonly string[], token = api.token): Promise<Ended> {
  return run(['esim', ...args, '--base-url', api.url], token);
}

async function json(api: Simulator, args: readonly string[]) {
  const { code, stdout, stderr } = await ask(api, [...args, '--json']);
  expect([code, stderr]).toEqual([0, '']);
  return JSON.parse(stdout);
}

async function provider(options: SimulatorOptions): Promise<Simulator> {
  const api = await startSimulator({ startAt: Date.UTC(2025, 5, 1) / 1000, ...options });
  onTestFinished(() => api.close());
  return api;
}

let api: Simulator;
let fleet: readonly Readonly<Record<string, unknown>>[] = [];
beforeAll(async () => {
  api = await startSimulator({ startAt: Date.UTC(2025, 5, 1) / 1000, size: 230 });
  fleet = await json(api, ['list']);
});
afterAll(() => api.close());

const one = (matches: (esim: Readonly<Record<string, unknown>>) => boolean) =>
  String(fleet.find(matches)?.iccid);
const counted = () =>
  one((esim) => esim.status === 'INSTALLED' && esim.usageCheck === true && !esim.unlimited);

describe('list', () => {
  test('finds the whole fleet where the provider cuts its lists, each eSIM once', async () => {
    const capped = await provider({ size: 230, listCap: 150 });
    const ids = (await json(capped, ['list'])).map(({ esimId }: { esimId: string }) => esimId);
    expect(new Set(ids).size).toBe(230);
    expect(ids).toHaveLength(230);
  });

  test('reports that there may be more when the provider gives no way to all of them', async () => {
    const cut = await provider({ size: 230, listCap: 50 });
    const { code, stdout, stderr } = await ask(cut, ['list', '--json']);
    expect(code).toBe(1);
    expect(JSON.parse(stdout).length).toBeGreaterThanOrEqual(50);
    expect(stderr).toMatch(/the list may be incomplete/);
  });

  test('takes a status however it is written, and a limit', async () => {
    const ready = await json(api, ['list', '--status', 'ready']);
    expect(ready).toEqual(fleet.filter(({ status }) => status === 'READY'));
    expect(await json(api, ['list', '--limit', '3'])).toHaveLength(3);
    const misspelt = await ask(api, ['list', '--status', 'instaled']);
    expect([misspelt.code, misspelt.stdout]).toEqual([
      0,
      'No eSIM has the status INSTALED; did you mean INSTALLED?\n',
    ]);
  });
});

describe('usage', () => {
  test('is the data really left, in bytes and in words', async () => {
    const exact = await provider({ size: 60, rounding: 'exact', lagSeconds: 0, restatedShare: 0 });
    const [esim] = await json(exact, ['list', '--status', 'INSTALLED']);
    const details = await json(exact, ['usage-details', esim.iccid]);
    const usage = await json(exact, ['usage', esim.iccid]);
    expect(details).toMatchObject(usage);
    expect(usage.allowanceUnit).toBe('MB');
    const daily: readonly { date: string; usedBytes: number }[] = details.days;
    expect(details.dailyUsageUnit).toBe('KB');
    const used = daily.reduce((sum, day) => sum + day.usedBytes, 0);
    expect(Math.abs(usage.allowanceBytes - usage.remainingBytes - used)).toBeLessThan(
      1024 * daily.length + 1024,
    );
    const words = await ask(exact, ['usage-details', esim.iccid]);
    expect(words.stdout).toMatch(/Left +\S+ [KMG]?B of \S+ [MG]B \(\S+ %\)/);
    expect(words.stdout).toContain(daily[0]?.date);
  });

  test('of an eSIM that cannot be counted shows the provider’s notes instead', async () => {
    const { code, stdout, stderr } = await ask(api, ['usage', one((esim) => esim.usageCheck === false)]);
    expect([code, stdout]).toEqual([1, '']);
    expect(stderr).toContain('Dial *135#');
  });

  test('of an unlimited eSIM is no figure', async () => {
    const { stdout } = await ask(api, ['usage', one((esim) => esim.unlimited === true)]);
    expect(stdout).toMatch(/Left +unlimited/);
  });
});

test.each(['get', 'usage', 'usage-details', 'topups', 'history'])(
  '%s takes the ICCID with and without --iccid, as people copy it',
  async (command) => {
    const iccid = counted();
    const bare = await json(api, [command, iccid]);
    expect(await json(api, [command, '--iccid', iccid])).toEqual(bare);
    expect(await json(api, [command, `--iccid=${iccid.replace(/(.{4})/g, '$1 ')}`])).toEqual(bare);
  },
);

test('top-ups and history have their prices and instants', async () => {
  const [topUp] = await json(api, ['topups', counted()]);
  expect(topUp).toMatchObject({
    price: expect.stringMatching(/^\d+(\.\d+)?$/),
    dataBytes: expect.any(Number),
  });
  expect((await ask(api, ['topups', counted()])).stdout).toMatch(/ \d+\.\d\d [A-Z]{3} /);
  expect((await ask(api, ['topups', counted()])).stdout).not.toMatch(/ \d+(\.\d)? (EUR|GBP|USD|CHF) /);
  const [purchase] = await json(api, ['history', counted()]);
  expect(purchase.purchasedAt).toMatch(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/);
});

describe('secrets', () => {
  test('are printed only on request', async () => {
    const get = ['get', '--iccid', counted()];
    for (const args of [get, [...get, '--json'], ['list', '--json'], ['usage-details', counted()]]) {
      const { code, stdout, stderr } = await ask(api, args);
      expect(code).toBe(0);
      expect(`${stdout}${stderr}`).not.toMatch(/SECRET|LPA:/);
    }
    expect((await ask(api, [...get, '--show-secrets'])).stdout).toMatch(/PIN +SECRET-PIN/);
    const { installation } = await json(api, [...get, '--show-secrets']);
    expect(installation.activationCode).toContain('SECRET');
  });

  test('of a list are shown in full for every eSIM, with every option', async () => {
    for (const filter of [[], ['--limit', '1000'], ['--status', 'INSTALLED']]) {
      const listed: readonly { status: string; installation: { lpaCode: string; pin: string } }[] =
        await json(api, ['list', ...filter, '--show-secrets']);
      expect(listed.length).toBeGreaterThan(0);
      for (const { status, installation } of listed) {
        if (status === 'INSTALLED') expect(installation.pin).toMatch(/SECRET/);
      }
    }
    const words = await ask(api, ['list', '--iccid', counted(), '--show-secrets']);
    expect([words.code, words.stdout]).toEqual([0, expect.stringMatching(/PIN +SECRET-PIN/)]);
  });

  test('a token that is refused is not repeated', async () => {
    const { code, stdout, stderr } = await ask(api, ['list'], 'rotated-token-9');
    expect([code, stdout]).toEqual([1, '']);
    expect(stderr).toMatch(/rejected the token/);
    expect(stderr).not.toContain('rotated-token-9');
    const powerless = await ask(api, ['list'], api.powerlessToken);
    expect([powerless.code, powerless.stderr]).toEqual([1, expect.stringMatching(/denies this operation/)]);
  });
});

describe('apply', () => {
  const unapplied = { size: 20, mix: { unapplied: 1 } };

  test('waits for a profile that is still being generated, and requests it once', async () => {
    const slow = await provider({ ...unapplied, speed: 1, apply: { generateSeconds: 3 } });
    const [{ esimId }] = await json(slow, ['list']);
    const { code, stdout, stderr } = await ask(slow, ['apply', esimId, '--json']);
    expect(code).toBe(0);
    expect(JSON.parse(stdout)).toMatchObject({
      esimId,
      status: 'READY',
      iccid: expect.stringMatching(/^\d+$/),
    });
    expect(stderr).toMatch(/requesting the profile/);
    expect(stderr).toMatch(/checking again in 2 s/);
    expect(`${stdout}${stderr}`).not.toMatch(/SECRET|LPA:/);
    expect(slow.requests.apply).toBe(1);
  });

  test('follows up by eSIM ID when the answer was lost', async () => {
    const cut = await provider(unapplied);
    const [{ esimId }] = await json(cut, ['list']);
    cut.faults.add({ kind: 'cut', operation: 'apply', times: 1 });
    const { code, stdout } = await ask(cut, ['apply', esimId, '--show-secrets', '--json']);
    expect(code).toBe(0);
    expect(JSON.parse(stdout).installation.activationCode).toContain('SECRET');
    expect(cut.requests.apply).toBe(1);
  });
});

test('an order is listed and applied whole by its reference', async () => {
  const shop = await provider({ size: 20, mix: { unapplied: 1 } });
  const listed = await json(shop, ['list', '--reference-id', 'order-1']);
  expect(listed).toHaveLength(3);
  const { code, stdout, stderr } = await ask(shop, ['apply', '--reference-id', 'order-1', '--json']);
  expect([code, shop.requests.apply]).toEqual([0, 1]);
  const ids = (esims: readonly { esimId: string }[]) => esims.map(({ esimId }) => esimId).sort();
  expect(ids(JSON.parse(stdout))).toEqual(ids(listed));
  expect(`${stdout}${stderr}`).not.toMatch(/SECRET|LPA:/);
  expect(await ask(shop, ['apply', 'x', '--reference-id', 'order-1'])).toMatchObject({ code: 2, stdout: '' });
});

describe('impossible requests', () => {
  test.each([
    [['usage', '8900000000'], 1, /has no eSIM with the ICCID 8900000000/],
    [['history', '8900000000'], 1, /has no eSIM/],
    [['get', '--esim-id', 'nobody'], 1, /has no eSIM with the ID nobody/],
    [['apply', 'nobody'], 1, /has no eSIM with the ID nobody/],
    [['get'], 2, /missing ICCID. Usage: roamwatch esim get <iccid> or --esim-id <id>/],
    [['get', '--iccid', '1', '--esim-id', '2'], 2, /either an ICCID or --esim-id/],
    [['get', '1', '--esim-id', '2'], 2, /either an ICCID or --esim-id/],
    [['get', '1', '--iccid', '1'], 2, /specify the ICCID once/],
    [['usage'], 2, /missing ICCID. Usage: roamwatch esim usage <iccid>/],
    [['topups', '1', '--iccid', '2'], 2, /specify the ICCID once/],
    [['history', ' - '], 2, /" - " is not an ICCID/],
    [['list', '--limit', 'all'], 2, /--limit must be a whole number/],
  ] as const)('%j', async (args, code, message) => {
    const ended = await ask(api, args);
    expect([ended.code, ended.stdout]).toEqual([code, '']);
    expect(ended.stderr).toMatch(message);
    expect(ended.stderr).not.toMatch(/^\s+at /m);
  });

  test('an invalid address, or one where nothing listens', async () => {
    const wrong = await run(['esim', 'list', '--base-url', 'ftp://api'], 'x');
    expect([wrong.code, wrong.stderr]).toEqual([2, expect.stringMatching(/--base-url/)]);
    const nobody = await run(['esim', 'usage', '1', '--base-url', 'http://127.0.0.1:9'], 'x');
    expect([nobody.code, nobody.stderr]).toEqual([
      1,
      expect.stringMatching(/127\.0\.0\.1:9 cannot be reached/),
    ]);
  });

  test('no token, neither in the environment nor in a file', async () => {
    const { code, stderr } = await run(['esim', 'list']);
    expect([code, stderr]).toEqual([2, expect.stringMatching(/no API token: set ROAMIFY_API_TOKEN/)]);
  });
});

test('a configuration file gives address and token, and has to be there when it is named', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'roamwatch-esim-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  const config = join(folder, 'mine.yaml');
  writeFileSync(config, `api: { baseUrl: "${api.url}", token: ${api.token} }\n`);
  const found = await run(['--config', config, 'esim', 'list', '--limit', '2', '--json']);
  expect([found.code, JSON.parse(found.stdout).length]).toEqual([0, 2]);
  const missing = await run(['--config', join(folder, 'other.yaml'), 'esim', 'list'], 'x');
  expect([missing.code, missing.stderr]).toEqual([2, expect.stringMatching(/other\.yaml.*does not exist/)]);
});

test('every operation takes its eSIM by ICCID, in any spelling, and by eSIM id', async () => {
  const iccid = counted();
  const esimId = String(fleet.find((esim) => esim.iccid === iccid)?.esimId);
  for (const operation of ['get', 'usage', 'usage-details', 'topups', 'history', 'list']) {
    const byIccid = await json(api, [operation, '--iccid', `${iccid}F`]);
    expect([operation, await json(api, [operation, '--esim-id', esimId])]).toEqual([operation, byIccid]);
  }
  expect(await json(api, ['list', '--esim-id', esimId])).toMatchObject([{ iccid }]);

  const packages = (await json(api, ['topups', iccid])) as readonly { packageId: string; days: number }[];
  const [first] = packages;
  expect(await json(api, ['topups', iccid, '--package-id', String(first?.packageId)])).toEqual([first]);
  expect(await json(api, ['topups', iccid, '--days', String(first?.days)])).toEqual(
    packages.filter(({ days }) => days === first?.days),
  );

  const without = String(fleet.find((esim) => esim.iccid === null)?.esimId);
  const { code, stderr } = await ask(api, ['usage', '--esim-id', without]);
  expect([code, stderr]).toEqual([1, expect.stringContaining(`roamwatch esim apply --esim-id ${without}`)]);
  for (const [args, says] of [
    [['usage'], '<iccid> or --esim-id <id>'],
    [['usage', iccid, '--esim-id', esimId], 'not both'],
    [['apply'], 'missing eSIM ID'],
    [['apply', 'x', '--esim-id', 'x'], 'specify the eSIM ID once'],
  ] as const) {
    const wrong = await ask(api, args);
    expect([args, wrong.code, wrong.stderr]).toEqual([args, 2, expect.stringContaining(says)]);
  }
});
