import { expect, onTestFinished, test } from 'vitest';
import { Dice } from '../src/dice.js';
import { requireLaws } from '../src/laws.js';
import { settle } from '../src/poll.js';
import { Scene } from '../src/scene.js';

/** A fleet of which everything is read and delivered; one eSIM is used up. */
async function settledScene() {
  const scene = await Scene.set(new Dice(1));
  onTestFinished(() => scene.end(false));
  await settle(scene);
  const [one] = scene.travellers;
  while (one !== undefined && one.remainingMb > 0) one.use(new Dice(2));
  await settle(scene);
  return { scene, one };
}

test('the laws hold, and each detects a planted fault: lost usage, notifications or purchases', async () => {
  const { scene, one } = await settledScene();
  await requireLaws(scene);

  const days = one?.esim.packages ?? [];
  if (one !== undefined) one.esim.packages = [...days, { name: '1 GB - 30 Days', at: 1_780_000_000 }];
  await expect(requireLaws(scene)).rejects.toThrow('the purchases report says what was bought');
  if (one !== undefined) one.esim.packages = days;

  scene.travellers.at(-1)?.use(new Dice(3));
  await expect(requireLaws(scene)).rejects.toThrow(/was notified|is open|what was used/);

  const swallowed = scene.hook.received as unknown[];
  swallowed.splice(0);
  await expect(requireLaws(scene)).rejects.toThrow('data of rank 3 was notified');
}, 120_000);
