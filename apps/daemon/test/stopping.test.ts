import { readdirSync } from 'node:fs';
import type { AddressInfo } from 'node:net';
import { createServer, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { expect, onTestFinished, test } from 'vitest';
import { run, start } from './installation/program.js';
import { scene } from './installation/scene.js';

/** A mail server that takes a message and then sends a line now and then, for ever. */
async function tricklingMailServer(): Promise<{ readonly port: number; readonly busy: Promise<void> }> {
  const sockets = new Set<Socket>();
  let isBusy = (): void => {};
  const busy = new Promise<void>((resolve) => {
    isBusy = resolve;
  });
  const server = createServer((socket) => {
    sockets.add(socket);
    socket.on('error', () => {});
    socket.write('220 ready\r\n');
    let message: string | null = null;
    socket.on('data', (chunk) => {
      if (message === null) {
        const asksForMore = chunk.toString('latin1').startsWith('DATA');
        if (asksForMore) message = '';
        socket.write(asksForMore ? '354 go on\r\n' : '250 fine\r\n');
        return;
      }
      message += chunk.toString('latin1');
      if (!message.endsWith('\r\n.\r\n')) return;
      isBusy();
      setInterval(() => socket.write('250-wait\r\n'), 100).unref();
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => {
    for (const socket of sockets) socket.destroy();
    server.close();
  });
  return { port: (server.address() as AddressInfo).port, busy };
}

test.each(['poll', 'run'])(
  'SIGTERM ends `%s` within ten seconds of a hanging delivery, and the message is sent later',
  async (command) => {
    const hanging = await tricklingMailServer();
    const smtp = { host: '127.0.0.1', port: hanging.port, from: 'Roamwatch <alerts@example.com>' };
    const { api, site } = await scene({ config: { smtp } });
    api.add({ remaining: 50 });
    const program = start([command, '--config', site.configFile]);
    await hanging.busy;

    const asked = performance.now();
    program.process.kill('SIGTERM');
    const { signal, stderr } = await program.ended;
    expect(performance.now() - asked).toBeLessThan(10_000);
    expect([signal, /^\s+at /m.test(stderr)]).toEqual([null, false]);

    site.configure({});
    const outbox = await run(['outbox', 'retry', '--all', '--config', site.configFile]);
    expect(outbox.code).toBe(0);
    await run(['poll', '--config', site.configFile]);
    expect(site.mail.received).toHaveLength(1);
  },
);

test('a dry run that is killed leaves nothing behind', async () => {
  const { api, site } = await scene();
  api.add({ remaining: 50 });
  await run(['poll', '--config', site.configFile]);
  const left = () => readdirSync(tmpdir()).filter((name) => name.startsWith('roamwatch-rehearsal-')).length;
  const before = left();
  api.trouble = 'hang';
  const asked = new Promise<void>((resolve) => {
    api.onRequest = () => resolve();
  });
  const rehearsal = start(['poll', '--dry-run', '--config', site.configFile]);
  await asked;
  rehearsal.process.kill('SIGKILL');
  await rehearsal.ended;
  expect(left()).toBe(before);
});
