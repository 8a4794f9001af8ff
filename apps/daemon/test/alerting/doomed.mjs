/**
 * A poll that is killed, really, at one of its steps: before a call to the database, after a transaction, or around a
 * delivery. With DIE_AT 0 it lives, and prints the names of its steps, one a line.
 * Usage: node doomed.mjs CONFIG NOW DIE_AT
 */
import { pollCycle } from '@roamwatch/monitor';
import { createContext, loadConfig, silentLog } from '../../dist/index.js';

const [config, now, dieAt] = process.argv.slice(2);
const steps = [];

function step(name) {
  steps.push(name);
  if (steps.length === Number(dieAt)) process.kill(process.pid, 'SIGKILL');
}

/**
 * Every call of its methods, and of those of its parts, is a step, and so is its return. A function given to a method
 * decides in the middle of its transaction: before it, what is decided on is read, and after it, nothing is written yet.
 */
function doomed(thing, path) {
  return Object.fromEntries(
    Object.entries(thing).map(([name, member]) => {
      const called = path ? `${path}.${name}` : name;
      if (typeof member === 'object' && member !== null) return [name, doomed(member, called)];
      if (typeof member !== 'function') return [name, member];
      const call = (...given) => {
        step(called);
        const watched = given.map((one) => (typeof one === 'function' ? deciding(one, called) : one));
        const result = member.apply(thing, watched);
        if (result instanceof Promise) return result.then((value) => returned(value, called));
        return result;
      };
      return [name, call];
    }),
  );
}

function deciding(decide, called) {
  return (before) => {
    const changes = decide(before);
    step(`${called} has decided`);
    return changes;
  };
}

function returned(value, called) {
  step(`${called} returned`);
  return value;
}

function doomedChannel(channel) {
  return {
    ...channel,
    async deliver(message, recipient) {
      step('delivery begins');
      const delivery = await channel.deliver(message, recipient);
      step('delivery accepted');
      return delivery;
    },
  };
}

const ctx = await createContext(loadConfig(config, {}), {
  log: silentLog(),
  now: () => Number(now),
  client: { retries: 0 },
});
await pollCycle({
  ...ctx,
  store: doomed(ctx.store, ''),
  channels: new Map([...ctx.channels].map(([name, channel]) => [name, doomedChannel(channel)])),
});
process.stdout.write(steps.join('\n'), () => void ctx.close());
