import { type Channel, type Delivery, permanent } from '../channel.js';
import { straight } from '../http/connect.js';
import { deliveryOf, unreachable } from '../http/delivery-of.js';
import { Pace } from '../http/pace.js';
import { type PostAnswer, type PostFailure, postJson } from '../http/post.js';
import type { TeamsConfig } from './config.js';
import { renderTeams } from './render.js';

/** The service's errors for a workflow that will not run again until somebody fixes it. */
const WORKFLOW_IS_GONE: ReadonlySet<string> = new Set([
  'WorkflowNotFound',
  'WorkflowTriggerNotFound',
  'WorkflowTriggerIsNotEnabled',
  'DirectApiAuthorizationRequired',
  'AuthorizationFailed',
  'InvalidSignature',
]);

/** Microsoft Teams through a workflow with a webhook trigger, at most one message per interval. */
export function createTeamsChannel(config: TeamsConfig): Channel {
  const agent = (config.connect ?? straight)(config.webhookUrl, 1);
  const pace = new Pace(config.minIntervalMs ?? 1_000);
  const timeoutMs = config.timeoutMs ?? 15_000;

  return {
    async deliver(message, _recipient, signal) {
      const body = JSON.stringify(renderTeams(message));
      return teamsDelivery(
        await pace.run(() => postJson(config.webhookUrl, { agent, body, timeoutMs, signal })),
      );
    },
    /** Any answer to a question without a message: a workflow runs on every post, so none is posted. */
    async probe() {
      const answer = await postJson(config.webhookUrl, { agent, method: 'HEAD', timeoutMs });
      return 'problem' in answer ? unreachable(answer, 'teams') : null;
    },
    async close() {
      await agent.destroy();
    },
  };
}

function teamsDelivery(answer: PostAnswer | PostFailure): Delivery {
  const reason = reasonOf(answer);
  if (WORKFLOW_IS_GONE.has(reason)) {
    const status = 'status' in answer ? answer.status : null;
    return permanent({ kind: 'hook', service: 'teams', problem: 'hook-ended', status, code: reason });
  }
  return deliveryOf(answer, 'teams', reason || null);
}

/** The code of an error, such as `WorkflowNotFound`; empty for any other body, which may contain anything. */
function reasonOf(answer: PostAnswer | PostFailure): string {
  if (!('body' in answer)) return '';
  try {
    const { error } = JSON.parse(answer.body) as { error?: { code?: unknown } };
    const code = error?.code;
    return typeof code === 'string' && /^[A-Za-z]{1,60}$/.test(code) ? code : '';
  } catch {
    return '';
  }
}
