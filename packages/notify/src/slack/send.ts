import type { HookFault, HookProblem } from '@roamwatch/core';
import { type Channel, type Delivery, permanent, temporary } from '../channel.js';
import { straight } from '../http/connect.js';
import { deliveryOf } from '../http/delivery-of.js';
import { Pace } from '../http/pace.js';
import { type PostAnswer, type PostFailure, postJson } from '../http/post.js';
import type { SlackConfig } from './config.js';
import { renderSlack } from './render.js';

/** Slack's words for a hook that will not work again, whatever the status beside them. */
const HOOK_IS_GONE: ReadonlySet<string> = new Set([
  'account_inactive',
  'action_prohibited',
  'channel_is_archived',
  'channel_not_found',
  'invalid_token',
  'no_active_hooks',
  'no_service',
  'no_service_id',
  'no_team',
  'posting_to_general_channel_denied',
  'team_disabled',
  'token_revoked',
  'user_not_found',
]);

/** The whole body with which Slack confirms a posted message; anything else comes from somebody else. */
const POSTED = 'ok';

/** How a working hook answers a message without content: it posts nothing. */
const HOOK_WORKS: ReadonlySet<string> = new Set([
  'no_text',
  'invalid_payload',
  'missing_text_or_fallback_or_attachments',
]);

/** Slack through an incoming webhook, at most one message per interval. */
export function createSlackChannel(config: SlackConfig): Channel {
  const agent = (config.connect ?? straight)(config.webhookUrl, 1);
  const pace = new Pace(config.minIntervalMs ?? 1_000);
  const post = (payload: unknown, signal?: AbortSignal) =>
    pace.run(() =>
      postJson(config.webhookUrl, {
        agent,
        body: JSON.stringify(payload),
        timeoutMs: config.timeoutMs ?? 15_000,
        signal,
      }),
    );

  return {
    async deliver(message, _recipient, signal) {
      return slackDelivery(await post(renderSlack(message), signal));
    },
    async probe() {
      const answer = await post({});
      if (HOOK_WORKS.has(slackReason(answer))) return null;
      const delivery = slackDelivery(answer);
      return delivery.outcome === 'sent' ? null : delivery.fault;
    },
    async close() {
      await agent.destroy();
    },
  };
}

function slackDelivery(answer: PostAnswer | PostFailure): Delivery {
  const reason = slackReason(answer);
  if (HOOK_IS_GONE.has(reason)) {
    return permanent(fault('hook-ended', answer, reason));
  }
  if (reason === 'rate_limited' && 'status' in answer) {
    return temporary(fault('slow-down', answer, reason), 'channel', answer.retryAfter);
  }
  const delivery = deliveryOf(answer, 'slack', reason || null);
  if (delivery.outcome !== 'sent' || reason === POSTED) return delivery;
  return temporary(fault('not-the-service', answer, null), 'message');
}

function fault(problem: HookProblem, answer: PostAnswer | PostFailure, code: string | null): HookFault {
  return { kind: 'hook', service: 'slack', problem, status: 'status' in answer ? answer.status : null, code };
}

/** Slack's reason, such as `no_service`; empty for any other body, which may come from a proxy and contain anything. */
function slackReason(answer: PostAnswer | PostFailure): string {
  const body = 'body' in answer ? answer.body.trim() : '';
  return /^[a-z]+(_[a-z]+)*$/.test(body) && body.length <= 60 ? body : '';
}
