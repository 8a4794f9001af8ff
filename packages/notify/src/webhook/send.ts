import type { Channel } from '../channel.js';
import { straight } from '../http/connect.js';
import { deliveryOf, unreachable } from '../http/delivery-of.js';
import { postJson } from '../http/post.js';
import type { WebhookConfig } from './config.js';
import { renderWebhook, webhookItem } from './render.js';
import { SIGNATURE_HEADER, signatureOfChunks } from './signature.js';

/** A signed JSON webhook. */
export function createWebhookChannel(config: WebhookConfig): Channel {
  const agent = (config.connect ?? straight)(config.url, 2);
  const timeoutMs = config.timeoutMs ?? 15_000;

  return {
    listAlerts: webhookItem,
    async deliver(message, _recipient, signal) {
      const body = renderWebhook(message);
      const signature = config.secret
        ? { [SIGNATURE_HEADER]: await signatureOfChunks(body.chunks(), config.secret) }
        : {};
      const headers = { 'X-Roamwatch-Id': message.id, ...signature };
      return deliveryOf(await postJson(config.url, { agent, body, headers, timeoutMs, signal }), 'webhook');
    },
    /** Any answer is a good one: a webhook need not know a request that carries no message. */
    async probe() {
      const answer = await postJson(config.url, { agent, method: 'HEAD', timeoutMs });
      return 'problem' in answer ? unreachable(answer, 'webhook') : null;
    },
    async close() {
      await agent.destroy();
    },
  };
}
