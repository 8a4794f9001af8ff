/**
 * The provider of the bench: the least that speaks HTTP/1.1, so that it costs far less than its clients. Started
 * as a separate process with the size of its fleet, and the milliseconds after which it begins each answer; prints its
 * address. Answers `GET /round/N` by being in round N from then on, and `GET /seen` with when it was asked in that round.
 */
import { once } from 'node:events';
import { createServer } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { historyJson, iccidOf, listedJson, TOKEN, usageJson } from './fleet.js';

const size = Number(process.argv[2]);
const latencyMs = Number(process.argv[3] ?? 0);
const FIRST_DIGIT = iccidOf(0).length - 15;
const LIST_CHUNK = 256;

/** In milliseconds of the clock; null: not yet. */
const NOTHING_SEEN = { listedAt: null, firstUsageAt: null, lastUsageAt: null };

let usageOf = usageJson(0);
let seen = NOTHING_SEEN;

const server = createServer({ noDelay: true }, (socket) => {
  let waiting = '';
  socket.on('error', () => socket.destroy());
  socket.on('data', (chunk) => {
    waiting += chunk.latin1Slice();
    for (let end = waiting.indexOf('\r\n\r\n'); end >= 0; end = waiting.indexOf('\r\n\r\n')) {
      void answer(socket, waiting.slice(0, end));
      waiting = waiting.slice(end + 4);
    }
  });
});

async function answer(socket, head) {
  const target = head.slice(head.indexOf(' ') + 1, head.indexOf(' HTTP/'));
  if (target.startsWith('/round/')) {
    usageOf = usageJson(Number(target.slice('/round/'.length)));
    seen = NOTHING_SEEN;
    return say(socket, '200 OK', '{}');
  }
  if (target === '/seen') return say(socket, '200 OK', JSON.stringify(seen));
  see(target);
  if (latencyMs > 0) await sleep(latencyMs);
  if (!head.includes(TOKEN)) return say(socket, '401 Unauthorized', '{"status":"failed"}');
  if (target.startsWith('/api/esims'))
    return sendList(socket, new URL(target, 'http://provider').searchParams);
  const at = target.indexOf('iccid=');
  const number = Number(target.slice(at + 'iccid='.length + FIRST_DIGIT));
  if (target.startsWith('/api/esim/usage/details')) return say(socket, '200 OK', usageOf(number));
  if (target.startsWith('/api/esim/history')) return say(socket, '200 OK', historyJson(number));
  say(socket, '404 Not Found', '{"status":"failed"}');
}

function see(target) {
  const now = Date.now();
  if (target.startsWith('/api/esims')) seen = { ...seen, listedAt: seen.listedAt ?? now };
  else seen = { ...seen, firstUsageAt: seen.firstUsageAt ?? now, lastUsageAt: now };
}

function say(socket, status, body) {
  socket.write(
    `HTTP/1.1 ${status}\r\ncontent-type: application/json\r\ncontent-length: ${body.length}\r\n\r\n${body}`,
    'latin1',
  );
}

/** Every entry is equally long, so the length is known before the list is made. */
async function sendList(socket, query) {
  const gone = new AbortController();
  socket.once('close', () => gone.abort());
  const ofStatus = [null, 'INSTALLED'].includes(query.get('status')) ? size : 0;
  const count = Math.min(ofStatus, Number(query.get('limit') ?? 50));
  const opening = '{"status":"success","data":[';
  const length = opening.length + count * (listedJson(0).length + 1) - (count > 0 ? 1 : 0) + 2;
  socket.write(
    `HTTP/1.1 200 OK\r\ncontent-type: application/json\r\ncontent-length: ${length}\r\n\r\n${opening}`,
  );
  for (let from = 0; from < count; from += LIST_CHUNK) {
    const numbers = Array.from({ length: Math.min(LIST_CHUNK, count - from) }, (_, index) => from + index);
    const separator = from === 0 ? '' : ',';
    const flushed = socket.write(separator + numbers.map(listedJson).join(','), 'latin1');
    if (!flushed) await once(socket, 'drain', { signal: gone.signal }).catch(() => {});
    if (socket.destroyed) return;
  }
  socket.write(']}');
}

server.listen(0, '127.0.0.1', () => console.log(`http://127.0.0.1:${server.address().port}`));
