import type { Channel } from '../channel.js';
import { straight } from '../http/connect.js';
import { deliveryOf, type Peer, unreachable } from '../http/delivery-of.js';
import { postJson } from '../http/post.js';
import type { WebhookConfig } from './config.js';
import { renderWebhook } from './render.js';
import { SIGNATURE_HEADER, signatureOf } from './signature.js';

const PEER: Peer = { name: 'the webhook', key: 'webhook.url' };

/** A signed JSON webhook. */
export function createWebhookChannel(config: WebhookConfig): Channel {
  const agent = (config.connect ?? straight)(config.url, 2);
  const timeoutMs = config.timeoutMs ?? 15_000;

  return {
    async deliver(message, _recipient, signal) {
      const body = JSON.stringify(renderWebhook(message));
      const signature = config.secret ? { [SIGNATURE_HEADER]: signatureOf(body, config.secret) } : {};
      const headers = { 'X-Roamwatch-Id': message.id, ...signature };
      return deliveryOf(await postJson(config.url, { agent, body, headers, timeoutMs, signal }), PEER);
    },
    /** Any answer is a good one: a webhook need not know a request that carries no message. */
    async probe() {
      const answer = await postJson(config.url, { agent, method: 'HEAD', timeoutMs });
      return 'networkError' in answer ? unreachable(answer, PEER) : null;
    },
    async close() {
      await agent.destroy();
    },
  };
}
