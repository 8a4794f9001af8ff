import { expect, test } from 'vitest';
import { invoke } from '../installation/invoke.js';
import { scene } from '../installation/scene.js';

test('explain takes whatever is at hand: ICCID in any spelling, its end, eSIM id, label, alert', async () => {
  const { api, site } = await scene({
    inventory:
      'iccid,label\n8944000000000000001,Anna Kern\n8944000000000000002,Bert Kern\n8944000000000010001,4711\n',
  });
  site.clock.now = Math.floor(Date.now() / 1000);
  api.add({ remaining: 50 });
  api.add();
  api.add({ iccid: '8944000000000010001', id: 'esim-x' });
  await site.poll();
  await site.stop();
  const explain = (...which: readonly string[]) =>
    invoke(['explain', ...which, '--json', '--config', site.configFile]);
  const found = async (...which: readonly string[]) => JSON.parse((await explain(...which)).stdout).esimId;

  for (const which of [
    ...['8944000000000000001', '8944000000000000001F', 'f8944 0000 0000 0000 001', '8944-0000-0000-0000-001'],
    ...['00000001', '000001F', '0000 0001', 'esim-1', 'Anna Kern', 'anna', '#1'],
  ]) {
    expect([which, await found(which)]).toEqual([which, 'esim-1']);
  }
  expect(await found('--esim-id', 'esim-2')).toBe('esim-2');
  expect(await found('--iccid', '8944000000000000002')).toBe('esim-2');
  expect(await found('4711')).toBe('esim-x');

  for (const which of ['0001', 'Kern']) {
    const { code, stdout, stderr } = await explain(which);
    expect([code, stdout]).toEqual([2, '']);
    expect(stderr).toMatch(/^roamwatch: 2 eSIMs match/);
    expect(stderr).toContain('8944000000000000001');
    expect(stderr).toContain('ambiguous');
  }
  const { stdout } = await invoke(['explain', '#1', '--config', site.configFile]);
  expect(stdout).toMatch(/^Next poll .*Nothing is polled until `roamwatch run` is started$/m);

  for (const [which = '', says = ''] of [
    ['#99', 'no alert 99'],
    ['2', "an alert is '#2'"],
    ['8944000000000000999', 'no eSIM with the ICCID 8944000000000000999 is known'],
    ['Zoë', 'no eSIM matches "Zoë"'],
    ['', 'missing eSIM'],
    [' ', 'missing eSIM'],
  ]) {
    const { code, stderr } = await explain(which);
    expect([code, stderr]).toEqual([2, expect.stringContaining(says)]);
  }
});
