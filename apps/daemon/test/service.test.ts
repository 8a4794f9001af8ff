import { execFileSync, spawnSync } from 'node:child_process';
import { chmodSync, existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, onTestFinished, test } from 'vitest';
import { silentLog } from '../src/log.js';
import { serviceManager } from '../src/service-manager.js';
import { start } from './installation/program.js';
import { scene } from './installation/scene.js';

const UNIT = readFileSync(new URL('../ops/systemd/roamwatch.service', import.meta.url), 'utf8');
const hasSystemd = spawnSync('systemd-analyze', ['--version']).status === 0;

function folder(): string {
  const made = mkdtempSync(join(tmpdir(), 'roamwatch-service-'));
  onTestFinished(() => rmSync(made, { recursive: true, force: true }));
  return made;
}

/** A `systemd-notify` that writes down its arguments. */
function listener() {
  const bin = folder();
  const heard = join(bin, 'heard');
  const script = `#!${process.execPath}\nrequire('fs').appendFileSync(${JSON.stringify(heard)}, process.argv[2] + '\\n');\n`;
  writeFileSync(join(bin, 'systemd-notify'), script);
  chmodSync(join(bin, 'systemd-notify'), 0o755);
  return {
    env: { PATH: `${bin}:${process.env.PATH}`, NOTIFY_SOCKET: join(bin, 'socket') },
    heard: () => (existsSync(heard) ? readFileSync(heard, 'utf8').trim().split('\n') : []),
  };
}

describe('the daemon under systemd', () => {
  test('reports that it is ready, alive, and stopping', async () => {
    const { site } = await scene();
    const { env, heard } = listener();
    const daemon = start(['run', '--config', site.configFile], { env: { ...env, WATCHDOG_USEC: '300000' } });
    await daemon.saying('roamwatch is watching');
    await expect.poll(heard, { timeout: 30_000 }).toContain('WATCHDOG=1');
    expect(heard()).toContain('READY=1');
    daemon.process.kill('SIGTERM');
    expect((await daemon.ended).code).toBe(0);
    await expect.poll(heard, { timeout: 30_000 }).toContain('STOPPING=1');
  });

  test('does not notify a watchdog that belongs to another process, and does nothing without systemd', async () => {
    const { env, heard } = listener();
    serviceManager({ ...env, WATCHDOG_USEC: '3000', WATCHDOG_PID: '1' }, silentLog()).ready();
    serviceManager({ PATH: env.PATH, WATCHDOG_USEC: '3000' }, silentLog()).ready();
    await expect.poll(heard, { timeout: 30_000 }).toEqual(['READY=1']);
  });

  test('continues where the program that notifies systemd is missing, and logs it', async () => {
    const log = silentLog();
    const warned = new Promise((resolve) => {
      log.warn = (fields: object) => resolve(fields);
    });
    serviceManager({ PATH: folder(), NOTIFY_SOCKET: '/nowhere' }, log).ready();
    expect(await warned).toMatchObject({ event: 'service-manager', state: 'READY=1' });
  });
});

describe('the unit', () => {
  test('writes to its state directory alone, and reads secrets as credentials', () => {
    for (const line of [
      'Type=notify',
      'DynamicUser=yes',
      'StateDirectory=roamwatch',
      'ProtectSystem=strict',
      'NoNewPrivileges=yes',
      'CapabilityBoundingSet=',
      'RestartPreventExitStatus=2',
    ]) {
      expect(UNIT.split('\n')).toContain(line);
    }
    expect(UNIT).toMatch(/^LoadCredential=roamify-token:\/etc\/roamwatch\/roamify-token$/m);
  });

  test.skipIf(!hasSystemd)('is accepted by systemd, which finds little exposed', () => {
    const file = join(folder(), 'roamwatch.service');
    const program = fileURLToPath(new URL('../bin/roamwatch.js', import.meta.url));
    writeFileSync(file, UNIT.replace('/opt/roamwatch/bin/roamwatch', `${process.execPath} ${program}`));
    const verified = spawnSync('systemd-analyze', ['verify', '--man=no', file], { encoding: 'utf8' });
    expect([verified.status, verified.stderr]).toEqual([0, '']);
    // Exposure times ten; it throws when there is more.
    execFileSync('systemd-analyze', ['security', '--offline=yes', '--no-pager', '--threshold=20', file]);
  });
});
