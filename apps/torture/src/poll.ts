import type { Scene } from './scene.js';
import { must } from './violation.js';

/** The output of `poll --json`, as far as it is used here. */
export interface Polled {
  readonly listed: number;
  readonly polled: number;
  readonly skipped: number;
  readonly failed: number;
  readonly notificationsPending: number;
}

/** A whole poll. Null when it could not begin, as beside another one. */
export async function poll(scene: Scene): Promise<Polled | null> {
  const ended = await scene.run(['poll', '--json']);
  must(ended.code === 0 || ended.code === 1, 'a poll ends with 0 or 1', ended);
  if (ended.stdout === '') {
    must(ended.code === 1, 'a poll that says nothing has failed', ended);
    return null;
  }
  const polled = JSON.parse(ended.stdout) as Polled;
  must(
    polled.polled + polled.failed + polled.skipped === polled.listed,
    'every listed eSIM is polled, failed or skipped',
    polled,
  );
  must(polled.failed === 0 || ended.code === 1, 'a poll with a failed eSIM ends with 1', ended);
  return polled;
}

/** The package as it began was seen. */
function isSeen(scene: Scene): void {
  for (const traveller of scene.travellers) traveller.isFresh = false;
}

/** Polls with everything healed until all is read and all is delivered. */
export async function settle(scene: Scene): Promise<void> {
  scene.heal();
  await scene.endSilences();
  for (let polls = 1; polls <= 6; polls++) {
    await scene.run(['outbox', 'retry', '--all']);
    const polled = await poll(scene);
    must(polled !== null, 'a poll with everything healed begins', { polls });
    must(polled?.failed === 0, 'no eSIM fails when everything is healed', polled);
    if (polls > 1 && polled?.notificationsPending === 0) return isSeen(scene);
  }
  must(false, 'everything is delivered when everything is healed', await scene.run(['outbox', '--json']));
}
