import { setTimeout as sleep } from 'node:timers/promises';
import type { MailFault, Trouble } from '@roamwatch/test-peers';
import type { Dice } from './dice.js';
import { poll, settle } from './poll.js';
import type { Scene } from './scene.js';
import { chooseThresholds } from './thresholds.js';
import { must } from './violation.js';

const TROUBLES: readonly Trouble[] = [
  'cut',
  { status: 500, body: 'Internal Server Error' },
  { status: 429, body: '{}', headers: { 'retry-after': '1' } },
  { status: 404, body: '<html>gone</html>', type: 'text/html' },
  { status: 200, body: '{"status":"success","data":{"iccid":' },
  { status: 200, body: '{"status":"success","data":[[[[[]]]]]}' },
  { status: 200, body: '{"status":"success","data":{"iccid":"8944000099999999999","allowedData":1}}' },
  {
    status: 200,
    body: '{"status":"success","data":{"note":"echo \u0000 \u202e","remainingData":"x"}}',
  },
  { status: 401, body: '{"status":"failed","message":"Invalid API key SECRET-TOKEN-OF-OURS"}' },
];

const MAIL_FAULTS: readonly MailFault[] = [
  { at: 'connect', how: { code: 421 }, times: 1 },
  { at: 'recipient', recipient: 'desk@example.com', how: { code: 451 }, times: 1 },
  { at: 'data', how: 'cut', times: 1 },
  { at: 'accepted', how: 'cut', times: 1 },
];

/** The events that can happen to a fleet and its operators, by name. Each leaves everything as consistent as it found it. */
export const STEPS: Readonly<Record<string, (scene: Scene, dice: Dice) => Promise<void>>> = {
  'data is used': async (scene, dice) => {
    for (const one of dice.some(scene.travellers, 60)) if (!one.isFresh && one.remainingMb > 0) one.use(dice);
  },
  'ends come nearer': async (scene, dice) => {
    for (const one of dice.some(scene.travellers, 30)) if (!one.isFresh) one.comeNearerToTheEnd(dice);
  },
  'somebody tops up': async (scene, dice) => {
    const seen = scene.travellers.filter(({ isFresh }) => !isFresh);
    if (seen.length > 0) dice.pick(seen).topUp(dice);
  },
  'an eSIM is bought': async (scene, dice) => scene.join(dice),
  'an eSIM leaves': async (scene, dice) => {
    if (scene.travellers.length < 3) return;
    await settle(scene);
    // Instants are whole seconds: what was listed in this very one has not left in it.
    await sleep(1_000);
    scene.leave(dice.pick(scene.travellers));
  },
  'a profile is issued again': async (scene, dice) =>
    scene.issueAgain(dice.pick(scene.travellers), dice.chance(50)),
  'alerts are acknowledged': async (scene, dice) => {
    const { stdout } = await scene.run(['alerts', '--json']);
    const open = JSON.parse(stdout) as readonly { readonly id: number }[];
    const ids = dice.some(open, 50).map(({ id }) => String(id));
    if (ids.length === 0) return;
    const acknowledged = await scene.run(['alerts', 'ack', ...ids]);
    must(acknowledged.code === 0, 'open alerts can be acknowledged', acknowledged);
  },
  'alerts are silenced': async (scene, dice) => scene.silence(dice.pick(['severity=warning', 'rule=*'])),
  'silences end': async (scene) => scene.endSilences(),
  'thresholds are edited': async (scene, dice) => scene.edit(chooseThresholds(dice)),
  'a poll': async (scene) => void (await poll(scene)),
  'a poll while some eSIMs fail': async (scene, dice) => {
    for (const { esim } of dice.some(scene.travellers, 40)) esim.trouble = dice.pick(TROUBLES);
    await poll(scene);
  },
  'a poll while the provider fails': async (scene, dice) => {
    scene.api.trouble = dice.pick(TROUBLES);
    await poll(scene);
    scene.api.trouble = null;
  },
  'a poll while mail fails': async (scene, dice) => {
    scene.mail.setFaults(dice.some(MAIL_FAULTS, 50));
    await poll(scene);
  },
  'a poll while the hook fails': async (scene, dice) => {
    scene.hook.answerNext(
      dice.pick(['cut', { status: 500 }, { status: 429, headers: { 'Retry-After': '1' } }]),
    );
    await poll(scene);
  },
  'a poll is killed': async (scene, dice) => {
    await scene.run(['poll'], { signal: 'SIGKILL', afterMs: dice.number(100, 2_500) });
  },
  'two polls at once': async (scene) => {
    const both = await Promise.all([poll(scene), poll(scene)]);
    must(
      both.some((polled) => polled !== null),
      'of two polls at once one does the work',
      both,
    );
  },
  'a poll through the daemon': async (scene) => {
    const daemon = scene.run(['run'], { signal: 'SIGTERM', afterMs: 6_000 });
    const polled = sleep(1_500).then(() => poll(scene));
    await Promise.all([daemon, polled]);
  },
  'the daemon is killed': async (scene, dice) => {
    await scene.run(['run'], { signal: 'SIGKILL', afterMs: dice.number(300, 3_000) });
  },
  'the daemon ends': async (scene, dice) => {
    const ended = await scene.run(['run'], { signal: 'SIGTERM', afterMs: dice.number(2_000, 4_000) });
    must(ended.code === 0 || ended.signal === 'SIGTERM', 'the daemon ends cleanly', ended);
  },
};
