import { LOCAL_SERVER, PRIVATE_AUTHORITY, startHookCatcher, startMailCatcher } from '@roamwatch/test-peers';
import { expect, onTestFinished, test } from 'vitest';
import { loadConfig } from '../src/config/load.js';
import { run } from './installation/program.js';
import { scene } from './installation/scene.js';

/** An installation whose mail server and webhook have certificates of a private authority. */
async function behindPrivateAuthority(tls?: { readonly caFile: string }) {
  const mail = await startMailCatcher({ startTls: LOCAL_SERVER });
  const hook = await startHookCatcher({ identity: LOCAL_SERVER });
  onTestFinished(async () => {
    await Promise.all([mail.close(), hook.close()]);
  });
  const { api, site } = await scene({
    config: {
      smtp: { host: 'localhost', port: mail.port, tls: 'starttls', from: 'Roamwatch <alerts@example.com>' },
      receivers: [
        { name: 'ops', email: { to: ['ops@example.com'] } },
        { name: 'hook', webhook: { url: `${hook.url}/in` } },
      ],
      heartbeatUrl: `${hook.url}/alive`,
      ...(tls ? { tls } : {}),
    },
  });
  api.add({ remaining: 50 });
  site.write('private-ca.pem', PRIVATE_AUTHORITY);
  return { site, mail, hook };
}

test('tls.caFile reaches mail and hooks', async () => {
  const { site, mail, hook } = await behindPrivateAuthority({ caFile: './private-ca.pem' });
  expect(await run(['poll', '--config', site.configFile])).toMatchObject({ code: 0, stderr: '' });
  expect([mail.received.length, hook.received.length]).toEqual([1, 1]);
});

test('without it the certificate is named, with advice', async () => {
  const { site } = await behindPrivateAuthority();
  const { code, stdout } = await run(['check', '--online', '--config', site.configFile]);
  expect(code).toBe(1);
  const faults = stdout.match(/the server's certificate was not accepted: .*\n.*set tls\.caFile/g);
  expect(faults).toHaveLength(2);
});

test('a file that contains no certificate is an error of the configuration', async () => {
  const { site } = await scene({ config: { tls: { caFile: './token' } } });
  expect(() => loadConfig(site.configFile, {})).toThrow(
    /tls\.caFile: .*token contains no certificate in PEM form/,
  );
  site.configure({ tls: { caFile: './gone.pem' } });
  expect(() => loadConfig(site.configFile, {})).toThrow(/tls\.caFile: the file .*gone\.pem does not exist/);
});
